import SystemSupport
import TestSupport
import Testing

/// A second provider, because implementations of the Secret Service API differ.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "keepassxc", "secret-tool"))
struct SecretServiceProviderTests {
    @Test func `every verb works with KeePassXC, also for items of the helper in Go`() throws {
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

    @Test func `repeated stores of one user and server leave one item in KeePassXC`() throws {
        let session = try KeyringSession(in: Sandbox(), .keePassXC)
        try session.store("h", "ann", "s1", by: KeyringSession.go)
        for secret in ["s2", "s3"] {
            try session.store("h", "ann", secret)
            #expect(try session.run("get", "h").output.text.contains(#""Secret":"\#(secret)""#))
            #expect(try session.countOfSearch() == 1)
            #expect(try session.run("list").output.text == #"{"h":"ann"}"# + "\n")
            #expect(try session.run("list", by: KeyringSession.go).output.text == #"{"h":"ann"}"# + "\n")
        }
    }

    @Test func `doctor cannot delete items of KeePassXC, which prompts, and changes nothing`() throws {
        let session = try KeyringSession(in: Sandbox(docker: #"{"credsStore": "secretservice"}"#), .keePassXC)
        for user in ["ann", "bot"] { try session.store("h", user, "s-\(user)", by: KeyringSession.go) }
        let answer = try session.run("get", "h").output
        let fixed = try session.home.shell("docker-creds doctor --fix --yes", session.variables)
        #expect(fixed.termination == .exited(1))
        #expect(
            fixed.errorOutput.text.contains(
                "items for h: an older item was not deleted: the keyring prompts before it deletes one\n"
            )
        )
        #expect(try session.countOfSearch() == 2)
        #expect(try session.run("get", "h").output == answer)
    }

    @Test(arguments: [KeyringSession.Keyring.keePassXC, .keePassXCWithoutWaiting])
    func `doctor shows no prompt of a locked KeePassXC`(_ keyring: KeyringSession.Keyring) throws {
        let session = try KeyringSession(in: Sandbox(docker: #"{"credsStore": "secretservice"}"#), keyring)
        try session.store("h", "ann", "s1")
        try session.keyring("lock")
        let report = try session.home.shell("docker-creds doctor", session.variables).output.text
        #expect(report.contains("C16 problem: the keyring "), "\(report)")
        #expect(!report.contains("C14") && !report.contains("does not answer"), "\(report)")
    }

    @Test(arguments: [KeyringSession.Keyring.keePassXC, .keePassXCWithoutWaiting])
    func `a locked KeePassXC is not empty, and list shows no prompt`(_ keyring: KeyringSession.Keyring) throws {
        let session = try KeyringSession(in: Sandbox(), keyring)
        try session.store("h", "ann", "s1")
        try session.keyring("lock")
        let limit = ["DOCKER_CREDENTIAL_TIMEOUT": "3"]
        let start = ContinuousClock.now
        let list = try session.run("list", with: ["DOCKER_CREDENTIAL_TIMEOUT": "20"])
        #expect(list.succeeded && list.output.text == "{}\n")
        #expect(list.errorOutput.text.contains("locked") && ContinuousClock.now - start < .seconds(15))
        // Its prompt is not answered here.
        for (action, input) in [("get", "h"), ("get", "elsewhere"), ("erase", "h")] {
            let outcome = try session.run(action, input, with: limit)
            #expect(outcome.termination == .exited(1))
            #expect(
                outcome.output.text
                    == "timed out after 3 seconds while waiting for an answer to the prompt that unlocks the keyring\n"
            )
            #expect(outcome.errorOutput.text.contains("The keyring is locked"))
        }
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

    @Test func `the helper requests an encrypted session if the provider refuses a plain one`() throws {
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
    /// The number of Docker's items; KeePassXC finds nothing without attributes.
    fileprivate func countOfSearch() throws -> Int? {
        try Int(
            home.succeed("secret-tool search --all docker_cli 1 2>&1 | grep -c '^label = ' || true", variables).trimmed
        )
    }
}
