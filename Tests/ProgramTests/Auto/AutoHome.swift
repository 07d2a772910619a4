import SystemSupport
import TestSupport
import Testing

extension Sandbox {
    /// Runs docker-credential-auto.
    func auto(
        _ action: String,
        _ input: String = "",
        _ variables: [String: String] = [:]
    ) throws -> ChildProcess.Outcome {
        let input = ["HELPER_INPUT": input]
        return try shell(
            "printf %s \"$HELPER_INPUT\" | docker-credential-auto \(action)",
            variables.merging(input) { $1 }
        )
    }

    /// Stores a credential through docker-credential-auto and requires success.
    ///
    /// - Returns: What it wrote to standard error.
    @discardableResult
    func autoStore(
        _ server: String,
        _ username: String,
        _ secret: String,
        _ variables: [String: String] = [:]
    ) throws -> String {
        let request = #"{"ServerURL":"\#(server)","Username":"\#(username)","Secret":"\#(secret)"}"#
        let outcome = try auto("store", request, variables)
        try #require(outcome.succeeded, "\(outcome.output.text)\(outcome.errorOutput.text)")
        return outcome.errorOutput.text
    }

    /// The user and the secret that docker-credential-auto returns, or the message of its error.
    func autoGet(_ server: String, _ variables: [String: String] = [:]) throws -> String {
        let outcome = try auto("get", server, variables)
        let parts = outcome.output.text.trimmed.split(separator: "\"")
        guard outcome.succeeded, parts.count == 13 else { return outcome.output.text.trimmed }
        return "\(parts[7]):\(parts[11])"
    }

    /// Makes a helper of a test, a shell script in a directory of PATH.
    func makeHelper(_ name: String, _ script: String) throws {
        try succeed(
            """
            mkdir -p bin; cat > bin/docker-credential-\(name) <<'END'
            #!/bin/sh
            \(script)
            END
            chmod +x bin/docker-credential-\(name)
            """
        )
    }

    /// The variables with which only these helpers of a test, and the file helper, are backends.
    func order(_ names: String) -> [String: String] {
        ["DOCKER_CREDENTIAL_AUTO_ORDER": names, "PATH": "\(root)/bin:\(environment["PATH"] ?? "")"]
    }

    static let notFound = "credentials not found in native keychain"
}
