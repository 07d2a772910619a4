import HelperProtocol
import PasswordStoreFormat
import Synchronization
import SystemPackage
import SystemSupport
import class TestSupport.TemporaryDirectory
import Testing

@testable import docker_credential_pass

/// A home directory with keys and a password store for one test; its gpg-agent ends with it.
final class GpgHome: Sendable {
    var root: FilePath { directory.path }
    private let directory: TemporaryDirectory
    let environment: [String: String]
    private let notes = Mutex<[String]>([])

    /// Makes a home directory with the key `me` and a store that is encrypted to it.
    init(_ prepare: String = "key me; pass init me") throws {
        let path = ProcessEnvironment.current["PATH"] ?? "/usr/bin:/bin"
        let directory = try TemporaryDirectory()
        self.directory = directory
        environment = [
            "HOME": directory.path.string, "GNUPGHOME": "\(directory.path)/gnupg", "PATH": path, "LANG": "C.UTF-8",
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a",
            "DOCKER_CREDENTIAL_TIMEOUT": "60",
        ]
        try succeed("mkdir -m 700 gnupg; \(prepare)")
    }

    deinit {
        _ = try? shell("gpgconf --kill all")
    }

    private static func run(
        _ program: FilePath,
        _ arguments: [String],
        _ environment: [String: String]
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: program,
            arguments: arguments,
            environment: ProcessEnvironment(environment),
            deadline: .after(.seconds(120)),
            outputLimit: 16 << 20
        )
    }

    var store: FilePath { root.appending(".password-store") }

    /// Returns the helper's notes since the last call.
    func takeNotes() -> String {
        notes.withLock { notes in
            defer { notes = [] }
            return notes.joined(separator: "\n")
        }
    }

    func helper(_ variables: [String: String] = [:]) -> PassHelper {
        let diagnostics = HelperDiagnostics(isTracing: false) { [self] line in notes.withLock { $0.append(line) } }
        return PassHelper(
            environment: ProcessEnvironment(environment.merging(variables) { $1 }),
            diagnostics: diagnostics
        )
    }

    func store(
        _ server: String,
        _ username: String,
        _ secret: String,
        _ variables: [String: String] = [:]
    ) throws {
        try helper(variables).store(
            Credentials(server: ServerURL(server), username: username, secret: Secret(secret))
        )
    }

    func get(_ server: String, _ variables: [String: String] = [:]) throws -> String {
        let credentials = try helper(variables).get(ServerURL(server))
        return "\(credentials.username):\(credentials.secret.revealed)"
    }

    func list(_ variables: [String: String] = [:]) throws -> [String] {
        try helper(variables).list().map { "\($0.key.text)=\($0.value)" }.sorted()
    }

    /// Returns the error that `body` throws; records an issue if it throws none.
    func error(_ body: () throws -> Void) throws -> HelperError {
        try #require(throws: HelperError.self, performing: body)
    }

    /// Runs a shell script in the home directory.
    ///
    /// `key NAME [ALGORITHM USAGE EXPIRY]` makes a key, `fingerprint NAME` prints it.
    @discardableResult
    func shell(_ script: String) throws -> ChildProcess.Outcome {
        let functions = """
            gpg() { command gpg --batch --yes --quiet --pinentry-mode loopback --passphrase '' "$@"; }
            key() { gpg --quick-gen-key "$1" "${2:-future-default}" "${3:-default}" "${4:-never}"; }
            fingerprint() { gpg --list-keys --with-colons "$1" | awk -F: '/^fpr/ { print $10; exit }'; }
            """
        return try Self.run("/bin/bash", ["-c", "set -eu; cd \"$HOME\"; \(functions)\n\(script)"], environment)
    }

    @discardableResult
    func succeed(_ script: String) throws -> String {
        let outcome = try shell(script)
        try #require(outcome.succeeded, "\(script): \(outcome.output.text)\(outcome.errorOutput.text)")
        return outcome.output.text
    }
}
