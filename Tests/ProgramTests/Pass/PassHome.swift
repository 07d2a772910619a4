import HelperProtocol
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A home directory with a key and a password store for one test; its gpg-agent ends with it.
final class PassHome: Sendable {
    let home: Sandbox

    /// Docker's helper in Go, from Debian's golang-docker-credential-helpers.
    static let reference: FilePath = "/usr/bin/docker-credential-pass"

    /// Makes the home, with the key `me`.
    ///
    /// A shell script prepares the store.
    init(passphrase: String = "", _ prepare: String = "pass init me", _ variables: [String: String] = [:]) throws {
        let identity = [
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@a", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@a",
            "DOCKER_CREDENTIAL_TIMEOUT": "120", "TERM": "xterm",
        ]
        home = try Sandbox(identity.merging(variables) { $1 })
        try home.succeed(
            """
            mkdir -m 700 .gnupg; git config --global init.defaultBranch main
            gpg --batch --quiet --pinentry-mode loopback --passphrase '\(passphrase)' \
                --quick-gen-key me future-default default never
            \(prepare)
            """
        )
    }

    deinit {
        _ = try? home.shell("gpgconf --kill all")
    }

    func call(
        _ action: String,
        _ input: String = "",
        _ variables: [String: String] = [:],
        program: FilePath = BuiltPrograms.passHelper
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: program,
            arguments: [action],
            environment: ProcessEnvironment(home.environment.merging(variables) { $1 }),
            input: Array(input.utf8),
            deadline: .after(.seconds(300)),
            outputLimit: 16 << 20
        )
    }

    func store(
        _ server: String,
        _ username: String,
        _ secret: String,
        _ variables: [String: String] = [:],
        program: FilePath = BuiltPrograms.passHelper
    ) throws {
        let request = #"{"ServerURL":"\#(server)","Username":"\#(username)","Secret":"\#(secret)"}"#
        let outcome = try call("store", request, variables, program: program)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
    }

    /// Returns the result of `get`, which must succeed.
    func get(
        _ server: String,
        _ variables: [String: String] = [:],
        program: FilePath = BuiltPrograms.passHelper
    ) throws -> String {
        let outcome = try call("get", server, variables, program: program)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
        return outcome.output.text.line
    }

    func list(_ variables: [String: String] = [:], program: FilePath = BuiltPrograms.passHelper) throws -> String {
        let outcome = try call("list", "", variables, program: program)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
        return outcome.output.text.line
    }

    func erase(_ server: String, program: FilePath = BuiltPrograms.passHelper) throws {
        let outcome = try call("erase", server, program: program)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
    }

    static func answer(_ server: String, _ username: String, _ secret: String) -> String {
        #"{"ServerURL":"\#(server)","Username":"\#(username)","Secret":"\#(secret)"}"#
    }
}
