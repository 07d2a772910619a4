import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A temporary home directory for one test, isolated from the machine except for PATH; removed at the end.
final class Sandbox: Sendable {
    var root: FilePath { directory.path }
    private let directory: TemporaryDirectory

    /// The variables of every program in this sandbox.
    let environment: [String: String]

    init(_ variables: [String: String] = [:]) throws {
        let path = ProcessEnvironment.current["PATH"] ?? "/usr/bin:/bin"
        directory = try TemporaryDirectory()
        environment = [
            "HOME": directory.path.string, "PATH": "\(BuiltPrograms.directory):\(path)", "LANG": "C.UTF-8",
            "SWIFT_BACKTRACE": "enable=no", "DOCKER_CREDENTIAL_TIMEOUT": "20",
        ].merging(variables) { $1 }
    }

    /// A home directory with config files and without a user session.
    ///
    /// - Parameters:
    ///   - configuration: Docker's config file.
    ///   - podman: podman's file of logins; nil for none.
    /// - Throws: ``ScriptFailure`` if the files cannot be written.
    convenience init(docker configuration: String, podman: String? = nil) throws {
        // Below /proc nothing can be created, so this directory does not exist on any machine.
        try self.init(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try succeed(
            "umask 077; mkdir -p .docker .config/containers bin; printf '%s' '\(configuration)' > .docker/config.json"
        )
        if let podman { try succeed("umask 077; printf '%s' '\(podman)' > .config/containers/auth.json") }
    }

    /// Runs a program, for at most five minutes.
    private static func run(
        _ program: FilePath,
        _ arguments: [String],
        _ environment: [String: String],
        _ input: [UInt8] = []
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: program,
            arguments: arguments,
            environment: ProcessEnvironment(environment),
            input: input,
            deadline: .after(.seconds(300)),
            outputLimit: 16 << 20
        )
    }

    /// The default store of docker-credential-file.
    var store: FilePath { root.appending(".local/share/docker-credential-file/credentials.age") }

    /// The default key of docker-credential-file.
    var identity: FilePath { root.appending(".local/state/docker-credential-file/identity.txt") }

    /// Runs docker-credential-file.
    func helper(
        _ action: String,
        _ input: String = "",
        _ variables: [String: String] = [:]
    ) throws -> ChildProcess.Outcome {
        try Self.run(BuiltPrograms.fileHelper, [action], environment.merging(variables) { $1 }, Array(input.utf8))
    }

    /// Stores a credential and requires success.
    func store(_ server: String, _ username: String, _ secret: String, _ variables: [String: String] = [:]) throws {
        let request = #"{"ServerURL":"\#(server)","Username":"\#(username)","Secret":"\#(secret)"}"#
        let outcome = try helper("store", request, variables)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
    }

    /// Runs a shell script in this home directory; a failure shows its standard error.
    @discardableResult
    func shell(_ script: String, _ variables: [String: String] = [:]) throws -> ChildProcess.Outcome {
        let script = "set -eu; cd \"$HOME\"; \(script)"
        return try Self.run("/bin/bash", ["-c", script], environment.merging(variables) { $1 })
    }

    /// Runs a shell script and requires exit status 0.
    @discardableResult
    func succeed(_ script: String, _ variables: [String: String] = [:]) throws -> String {
        let outcome = try shell(script, variables)
        try #require(outcome.succeeded, "\(script): \(outcome.output.text)\(outcome.errorOutput.text)")
        return outcome.output.text
    }
}

extension ChildProcess.Outcome {
    var succeeded: Bool { termination == .exited(0) }
}

extension String {
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }

    /// The text without its last line feed.
    var line: String { hasSuffix("\n") ? String(dropLast()) : self }
}
