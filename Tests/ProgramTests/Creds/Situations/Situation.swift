#if HTTPClient
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A login beside scripted servers, and all that comes of it; see `login-situations.py`.
struct Situation: CustomTestStringConvertible, Sendable {
    /// The name of the servers in the script.
    let servers: String
    /// The arguments of the login.
    let arguments: String
    let password: String
    /// Commands before the login.
    let before: String
    /// The output, the status and what was saved, then the requests.
    let result: String

    init(
        _ servers: String,
        login arguments: String = "registry.example",
        password: String = "pass:w0rd",
        before: String = "",
        _ result: String
    ) {
        (self.servers, self.arguments, self.password, self.before, self.result) =
            (servers, arguments, password, before, result)
    }

    var testDescription: String { "\(servers): \(arguments) \(before)" }

    /// A home directory in which plain text is allowed.
    static func home() throws -> Sandbox {
        let home = try Sandbox(["TERM": "dumb"])
        try home.succeed(
            #"mkdir -m 700 .docker; umask 077; echo '{"auths":{"o.example":{}}}' > .docker/config.json"#
        )
        return home
    }

    /// The shell command that starts the servers and logs in.
    var command: String {
        let login = "docker-creds login -u ann --password-stdin --allow-plaintext \(arguments)"
        let script = Repository.tests.appending("ProgramTests/Scripts/login-situations.py")
        return """
            PASSWORD=\(password.shellQuoted) unshare --mount --net python3 '\(script)' '\(servers)' \
                \("\(before.isEmpty ? "" : "\(before); ")printf \"$PASSWORD\" | \(login)".shellQuoted)
            """
    }

    /// Runs the login, and compares its output and what it did.
    func check() throws {
        let home = try Self.home()
        let outcome = try home.shell(command)
        let output = outcome.output.text.replacing(home.root.string, with: "~").trimmed
        #expect(output == result, "\(outcome.errorOutput.text)")
        #expect(!output.contains("hunter") && !output.contains("w0rd"))
    }
}
#endif
