import HelperConformance
import SystemPackage
import TestSupport

/// A password store with its own key, for Debian's `docker-credential-pass`.
enum PasswordStore {
    /// Calls `body` with an environment that selects the store.
    static func use<Result>(_ body: ([String: String]) throws -> Result) throws -> Result {
        let directory = try TemporaryDirectory()
        let environment = [
            "HOME": directory.path.string,
            "PATH": "/usr/bin:/bin",
            "GNUPGHOME": directory.path.appending("gnupg").string,
            "PASSWORD_STORE_DIR": directory.path.appending("store").string,
        ]
        // gpg starts an agent, which would outlive the test.
        defer { _ = try? directory.shell("gpgconf --kill all", variables: environment) }
        try directory.shell(
            """
            mkdir -m 700 gnupg
            gpg --batch --passphrase '' --quick-gen-key conformance future-default default never
            pass init conformance
            """,
            variables: environment
        )
        return try body(environment)
    }
}
