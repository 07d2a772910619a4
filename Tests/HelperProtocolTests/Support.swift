import HelperProtocol

extension HelperIdentity {
    static let example = HelperIdentity(
        name: "docker-credential-example",
        package: "example.org/helper",
        version: "1.2.3"
    )
}

extension ServerURL {
    static var example: ServerURL { get throws { try ServerURL("registry.example") } }
}

/// A helper that fails every action with the same error.
struct FailingHelper: CredentialHelper {
    let error: HelperError

    func store(_ credentials: Credentials) throws(HelperError) { throw error }
    func get(_ server: ServerURL) throws(HelperError) -> Credentials { throw error }
    func erase(_ server: ServerURL) throws(HelperError) { throw error }
    func list() throws(HelperError) -> [ServerURL: String] { throw error }
}
