import Glibc
import HelperProtocol

/// Reads a variable, where build services put secrets: each line holds a server, a user and a secret.
struct EnvironmentHelper: CredentialHelper {
    let entries: [[String]]

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        guard let entry = entries.last(where: { $0[0] == server.text }) else { throw .credentialsNotFound }
        return Credentials(server: server, username: entry[1], secret: Secret(entry[2]))
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        var users: [ServerURL: String] = [:]
        for entry in entries { users[try ServerURL(entry[0])] = entry[1] }
        return users
    }

    func store(_ credentials: Credentials) throws(HelperError) {
        throw HelperError(.unsupported, "this helper only reads", advice: ["Set CUSTOM_HELPER_CREDENTIALS"])
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        _ = try get(server)  // Erasing an absent entry is not an error.
        throw HelperError(.unsupported, "this helper only reads", advice: ["Change CUSTOM_HELPER_CREDENTIALS"])
    }
}

@main struct Main {
    static func main() {
        let text = getenv("CUSTOM_HELPER_CREDENTIALS").map { String(cString: $0) } ?? ""
        let entries = text.split(separator: "\n").map { $0.split(separator: " ", maxSplits: 2).map(String.init) }
        EnvironmentHelper(entries: entries.filter { $0.count == 3 })
            .serve(as: HelperIdentity(name: "docker-credential-custom", package: "custom-helper", version: "1.0.0"))
    }
}
