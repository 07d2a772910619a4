import HelperConformance
import SystemPackage

/// A password store with a key of its own, for Debian's `docker-credential-pass`.
struct PasswordStore: ~Copyable {
    private let directory: TemporaryDirectory
    let environment: [String: String]

    init() throws {
        directory = try TemporaryDirectory()
        environment = [
            "HOME": directory.path.string,
            "PATH": "/usr/bin:/bin",
            "GNUPGHOME": directory.path.appending("gnupg").string,
            "PASSWORD_STORE_DIR": directory.path.appending("store").string,
        ]
        try run("/bin/mkdir", ["-m", "700", directory.path.appending("gnupg").string], environment: environment)
        let key = ["--batch", "--passphrase", "", "--quick-gen-key", "conformance", "future-default", "default", "never"]
        try run("/usr/bin/gpg", key, environment: environment)
        try run("/usr/bin/pass", ["init", "conformance"], environment: environment)
    }

    // The agent was started by gpg, and would outlive the test.
    deinit { _ = try? run("/usr/bin/gpgconf", ["--kill", "all"], environment: environment) }
}
