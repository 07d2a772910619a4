import HelperConformance
import SystemPackage

/// A password store with its own key, for Debian's `docker-credential-pass`.
enum PasswordStore {
    /// Calls `body` with an environment that selects the store.
    static func use<Result>(_ body: ([String: String]) throws -> Result) throws -> Result {
        let directory = try TemporaryDirectory()
        let keys = directory.path.appending("gnupg").string
        let environment = [
            "HOME": directory.path.string,
            "PATH": "/usr/bin:/bin",
            "GNUPGHOME": keys,
            "PASSWORD_STORE_DIR": directory.path.appending("store").string,
        ]
        try run("/bin/mkdir", ["-m", "700", keys], environment: environment)
        // gpg starts an agent, which would outlive the test.
        defer { _ = try? run("/usr/bin/gpgconf", ["--kill", "all"], environment: environment) }
        let key = [
            "--batch", "--passphrase", "", "--quick-gen-key", "conformance", "future-default", "default", "never",
        ]
        try run("/usr/bin/gpg", key, environment: environment)
        try run("/usr/bin/pass", ["init", "conformance"], environment: environment)
        return try body(environment)
    }
}
