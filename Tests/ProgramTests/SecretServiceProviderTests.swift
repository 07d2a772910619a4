import SystemSupport
import Testing

/// A second program that keeps secrets, since no two of them read the Secret Service API alike.
@Suite struct SecretServiceProviderTests {
    @Test func `every verb works with KeePassXC, for what Go stores too`() throws {
        let session = try KeyringSession(in: Sandbox(), .keePassXC)
        try session.store("h", "ann", "s1")
        try session.store("other.example:5000", "bob", "s2", by: KeyringSession.go)
        for helper in [KeyringSession.ours, KeyringSession.go] {
            #expect(
                try session.run("get", "h", by: helper).output.text
                    == #"{"ServerURL":"h","Username":"ann","Secret":"s1"}"# + "\n"
            )
            #expect(try session.run("get", "other.example:5000", by: helper).output.text.contains(#""Secret":"s2""#))
            #expect(
                try session.run("list", by: helper).output.text == #"{"h":"ann","other.example:5000":"bob"}"# + "\n"
            )
        }
        try session.store("h", "zoe", "s3")
        #expect(try session.run("get", "h").output.text.contains(#""Username":"zoe","Secret":"s3""#))
        #expect(try session.countOfSearch() == 2)
        for server in ["h", "other.example:5000", "elsewhere"] {
            #expect(try session.run("erase", server).succeeded)
        }
        #expect(try session.countOfSearch() == 0)
        #expect(try session.run("get", "h").output.text == "credentials not found in native keychain\n")
    }

    @Test func `secrets of KeePassXC can be encrypted on the bus`() throws {
        let session = try KeyringSession(in: Sandbox(), .keePassXC)
        try session.store("h", "ann", "s1", with: ["DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT": "1"])
        #expect(
            try session.run("get", "h", with: ["DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT": "1"]).output.text
                .contains(#""Secret":"s1""#)
        )
        #expect(try session.run("get", "h").output.text.contains(#""Secret":"s1""#))
    }

    @Test func `a provider that gives no session in clear is asked for an encrypted one`() throws {
        let session = try KeyringSession(in: Sandbox(), .none)
        let script = KeyringSession.script("plain-refusing-provider.py")
        try session.waitForProvider(
            startedBy: "/usr/bin/python3 \(script) asked > keyring.log 2>&1 < /dev/null &"
        )
        let outcome = try session.run("get", "h")
        #expect(outcome.termination == .exited(1) && outcome.output.text.hasPrefix("the keyring failed:"))
        #expect(try session.home.succeed("head -n 2 asked") == "plain\ndh-ietf1024-sha256-aes128-cbc-pkcs7\n")
    }
}

extension KeyringSession {
    /// The number of Docker's items; KeePassXC finds nothing by no attributes.
    fileprivate func countOfSearch() throws -> Int? {
        try Int(
            home.succeed("secret-tool search --all docker_cli 1 2>&1 | grep -c '^label = ' || true", variables).trimmed
        )
    }
}
