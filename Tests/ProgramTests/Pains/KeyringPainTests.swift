#if SecretService
import SystemSupport
import TestSupport
import Testing

/// Frequent problems with keyrings, set up for real: what `doctor` and `setup` say about each.
@Suite(.serialized, .requires("dbus-daemon", "gnome-keyring-daemon", "gdbus"))
struct KeyringPainTests {
    private static func home() throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed(
            #"mkdir -m 700 .docker; umask 077; echo '{"credsStore": "secretservice"}' > .docker/config.json"#
        )
        return home
    }

    @Test func `a keyring on a machine without a session: doctor and setup name the missing bus`() throws {
        let home = try Self.home()
        let report = try home.shell("docker-creds doctor").output.text
        #expect(
            report.contains("C14 problem: there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set"),
            "\(report)"
        )
        let plan = try home.succeed("docker-creds setup --dry-run --yes")
        #expect(plan.hasPrefix("docker-credential-file, because "), "\(plan)")
        #expect(plan.contains(#"Set "credsStore" to "file" in place of "secretservice""#))
    }

    @Test func `a locked keyring, no default keyring and no keyring are three findings`() throws {
        for (keyring, check, words) in [
            (KeyringSession.Keyring.none, "C15", "no keyring is running"),
            (.withoutDefault, "C16", "there is no default keyring"),
        ] {
            let home = try Self.home()
            let session = try KeyringSession(in: home, keyring)
            let report = try home.shell("docker-creds doctor", session.variables).output.text
            #expect(report.contains("\(check) problem: \(words)"), "\(report)")
        }
        let home = try Self.home()
        let session = try KeyringSession(in: home)
        #expect(try home.shell("docker-creds doctor", session.variables).output.text.contains("No problem found."))
        try session.restartLocked()
        let headless = try home.shell("docker-creds doctor", session.variables).output.text
        #expect(headless.contains("C16 problem: the keyring \""), "\(headless)")
        let desktop = try home.shell("docker-creds doctor", session.variables.merging(["DISPLAY": ":7"]) { $1 })
        #expect(desktop.output.text.contains("C16 note: the keyring \""), "\(desktop.output.text)")
    }

    @Test func `a locked keyring: the error hook names it without a prompt`() throws {
        let home = try Self.home()
        let session = try KeyringSession(in: home)
        try session.restartLocked()
        let reply = try home.succeed(
            #"docker-creds creds docker-cli-plugin-hooks '{"RootCmd":"compose","CommandError":"exited with code 1"}'"#,
            session.variables
        )
        #expect(reply.contains("The keyring is locked."), "\(reply)")
    }
}
#endif
