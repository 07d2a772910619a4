import Glibc
import HelperProtocol

/// Answers from a variable, where build services put secrets: on each line a server, a user and a secret.
struct EnvironmentHelper: CredentialHelper {
    let lines: [Substring]

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        guard let found = try entries().first(where: { $0.server == server }) else { throw .credentialsNotFound }
        return found
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        Dictionary(try entries().map { ($0.server, $0.username) }) { first, _ in first }
    }

    func store(_ credentials: Credentials) throws(HelperError) {
        throw HelperError(.unsupported, "this helper only reads", advice: ["Set CUSTOM_HELPER_CREDENTIALS instead."])
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        _ = try get(server)  // To erase what is not there is no error.
        throw HelperError(.unsupported, "this helper only reads", advice: ["Change CUSTOM_HELPER_CREDENTIALS instead."])
    }

    private func entries() throws(HelperError) -> [Credentials] {
        try lines.map { line throws(HelperError) in
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard words.count == 3 else { throw HelperError(.damaged, "a line is not `SERVER USER SECRET`") }
            return Credentials(server: try ServerURL(words[0]), username: words[1], secret: Secret(words[2]))
        }
    }
}

@main struct Main {
    static func main() {
        let text = getenv("CUSTOM_HELPER_CREDENTIALS").map { String(cString: $0) } ?? ""
        EnvironmentHelper(lines: text.split(separator: "\n"))
            .serve(as: HelperIdentity(name: "docker-credential-custom", package: "custom-helper", version: "1.0.0"))
    }
}
