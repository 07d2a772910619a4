import SystemSupport
import TestSupport
import Testing

/// Frequent problems with pass and gpg, set up for real: what `doctor` and `setup` say about each.
@Suite(.serialized, .requires("gpg", "pass")) struct PasswordStorePainTests {
    private static let configuration =
        #"mkdir -m 700 .docker; umask 077; echo '{"credsStore": "pass"}' > .docker/config.json"#

    @Test func `the login succeeds and the pull does not, because the secret key is elsewhere`() throws {
        let store = try PassHome("pass init me; \(Self.configuration)")
        try store.home.succeed(
            """
            gpg --batch --yes --delete-secret-keys "$(gpg --list-keys --with-colons me | sed -n 's/^fpr:*\\([^:]*\\):/\\1/p' | head -n 1)"
            """
        )
        let report = try store.home.shell("docker-creds doctor").output.text
        #expect(
            report.contains("C18 problem: the secret key me is not on this machine"),
            "\(report)"
        )
        let setup = try store.home.shell("docker-creds setup pass --yes")
        #expect(setup.termination == .exited(1))
        #expect(setup.output.text.contains("secret key: missing"), "\(setup.output.text)")
    }

    @Test func `the secret key is locked: setup says so where nothing can ask for its passphrase`() throws {
        let store = try PassHome(passphrase: "correct horse", "pass init me; \(Self.configuration)")
        try store.home.succeed("gpgconf --kill gpg-agent")
        let setup = try store.home.shell("docker-creds setup pass --yes < /dev/null")
        #expect(setup.termination == .exited(1))
        #expect(setup.errorOutput.text.contains("the secret key is locked, and there is no terminal"))
    }

    @Test func `the key has expired, or gpg does not trust it`() throws {
        let expired = try PassHome(
            """
            gpg --batch --quiet --pinentry-mode loopback --passphrase '' --faked-system-time 20200101T000000 \\
                --quick-gen-key old future-default default 1d
            pass init old; \(Self.configuration)
            """
        )
        let report = try expired.home.shell("docker-creds doctor").output.text
        #expect(report.contains("C18 problem: the store's key old has expired"), "\(report)")

        let untrusted = try PassHome("pass init me; \(Self.configuration); rm .gnupg/trustdb.gpg")
        #expect(
            try untrusted.home.shell("docker-creds doctor").output.text
                .contains("C18 problem: the store's key me is not trusted")
        )
        // The key is the user's own, so setup can tell gpg.
        let setup = try untrusted.home.succeed("docker-creds setup pass --yes")
        #expect(setup.contains("Told gpg that the key ") && setup.contains("Stored, read back"), "\(setup)")
        #expect(try untrusted.home.succeed("docker-creds setup pass").hasSuffix("Nothing to do.\n"))
    }
}
