#if SecretService
import SystemSupport
import TestSupport
import Testing

/// KWallet itself, without a display.
@Suite(.requires("dbus-daemon", "gdbus", "python3", "kwalletd5", "docker-credential-secretservice"))
struct KWalletTests {
    private static func session(_ keyring: KeyringSession.Keyring) throws -> KeyringSession {
        let home = try Sandbox()
        try home.succeed(
            #"mkdir -m 700 .docker; umask 077; echo '{"credsStore": "secretservice"}' > .docker/config.json"#
        )
        return try KeyringSession(in: home, keyring)
    }

    @Test func `every verb works with KWallet, also for items of the helper in Go`() throws {
        let session = try Self.session(.kWallet)
        try session.store("h", "ann", #"s1é\n"#)
        try session.store("other.example:5000", "bob", "s2", by: KeyringSession.go)
        for helper in [KeyringSession.ours, KeyringSession.go] {
            #expect(
                try session.run("get", "h", by: helper).output.text
                    == #"{"ServerURL":"h","Username":"ann","Secret":"s1é\n"}"# + "\n"
            )
            #expect(try session.run("get", "other.example:5000", by: helper).output.text.contains(#""Secret":"s2""#))
            #expect(
                try session.run("list", by: helper).output.text == #"{"h":"ann","other.example:5000":"bob"}"# + "\n"
            )
        }
        try session.store("h", "zoe", "s3")
        #expect(try session.run("get", "h").output.text.contains(#""Username":"zoe","Secret":"s3""#))
        #expect(try session.items().count == 2)
        for server in ["h", "other.example:5000", "elsewhere"] {
            #expect(try session.run("erase", server).succeeded)
        }
        #expect(try session.items().isEmpty)
        #expect(try session.run("get", "h").output.text == "credentials not found in native keychain\n")
        #expect(try session.home.succeed("docker-creds doctor", session.variables).hasSuffix("No problem found.\n"))
    }

    /// About two of these calls have a session in which KWallet has another key than libsecret.
    @Test func `three hundred calls with encryption succeed`() throws {
        let session = try Self.session(.kWallet)
        let counts = try session.home.succeed(
            """
            export DOCKER_CREDENTIAL_SECRETSERVICE_ENCRYPT=1
            for number in $(seq 100); do
                printf '{"ServerURL":"h","Username":"ann","Secret":"s%s"}' $number | docker-credential-secretservice store
                for attempt in 1 2; do printf h | docker-credential-secretservice get; done
            done | sort | uniq -c | awk '{ print $1 }' | sort | uniq -c
            """,
            session.variables
        )
        // Each of a hundred secrets, twice.
        #expect(counts.split(whereSeparator: \.isWhitespace) == ["100", "2"], "\(counts)")
    }

    @Test func `a login in a locked wallet is listed, and reported as locked by the other verbs`() throws {
        let session = try Self.session(.kWallet)
        try session.store("h", "ann", "s1")
        try session.restartKWallet()
        let limit = ["DOCKER_CREDENTIAL_TIMEOUT": "3"]
        #expect(try session.run("list", with: limit).output.text == #"{"h":"ann"}"# + "\n")
        #expect(
            try session.run("get", "elsewhere", with: limit).output.text == "credentials not found in native keychain\n"
        )
        // Its window is not answered here.
        for (action, input) in [("get", "h"), ("erase", "h")] {
            let outcome = try session.run(action, input, with: limit)
            #expect(outcome.termination == .exited(1))
            #expect(
                outcome.output.text
                    == "timed out after 3 seconds while waiting for an answer to the prompt that unlocks the keyring\n"
            )
        }
    }

    @Test func `a wallet that a login has opened is used without a window`() throws {
        let session = try Self.session(.kWallet)
        try session.store("h", "ann", "s1", by: KeyringSession.go)
        try session.restartKWalletByPAM()
        #expect(
            try session.run("get", "h").output.text == #"{"ServerURL":"h","Username":"ann","Secret":"s1"}"# + "\n"
        )
    }

    @Test(arguments: [
        (KeyringSession.Keyring.kWalletWithoutWallet, "C16 problem: there is no default keyring"),
        (.kWallet, #"C16 problem: the keyring "kdewallet" is locked"#),
    ])
    func `doctor finds a wallet that is missing or locked`(_ keyring: KeyringSession.Keyring, finding: String) throws {
        let session = try Self.session(keyring)
        try session.restartKWallet()
        let report = try session.home.shell("docker-creds doctor", session.variables).output.text
        #expect(report.contains(finding), "\(report)")
    }

    @Test func `of several items the one that get returns is kept`() throws {
        let session = try Self.session(.kWallet)
        try session.store("other", "ann", "s")
        for user in ["ann", "bot", "zoe"] { try session.store("h", user, "s-\(user)", by: KeyringSession.go) }
        let answer = try session.run("get", "h").output
        #expect(answer.text.contains(#""Username":"zoe","Secret":"s-zoe""#))
        let fixed = try session.home.shell("docker-creds doctor --fix --yes", session.variables)
        #expect(fixed.succeeded && fixed.output.text.hasSuffix("No problem found.\n"), "\(fixed.errorOutput.text)")
        #expect(try session.items().count == 2)
        for helper in [KeyringSession.ours, KeyringSession.go] {
            #expect(try session.run("get", "h", by: helper).output == answer)
        }
    }
}
#endif
