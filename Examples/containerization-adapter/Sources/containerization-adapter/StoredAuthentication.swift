import Foundation
import RegistryCredentials

/// What the containerization package's registry client asks for a header value: its protocol of this name, in shape.
///
/// With the package's own module imported this declaration goes, and nothing else changes.
protocol Authentication: Sendable {
    func token() async throws -> String
}

/// The credential that a store has for a registry, as the value of an `Authorization` header.
///
/// It is looked up anew each time, so a login meanwhile counts. The client sends it to the one registry that it was made
/// for, and to the token server that this names.
struct StoredAuthentication<Store: CredentialStore>: Authentication {
    let registry: ServerAddress
    let store: Store

    /// The value of the header.
    ///
    /// - Returns: `Basic` and the user and password, or `Bearer` and a token for the registry.
    /// - Throws: What the store throws; ``Missing`` if it has no credential that fits into one header.
    func token() async throws -> String {
        guard let credential = try await store.get(registry) else { throw Missing(registry: registry) }
        if let token = credential.registryToken { return "Bearer \(token.revealed)" }
        guard let username = credential.username, let password = credential.password else {
            throw Missing(registry: registry)
        }
        return "Basic " + Data("\(username):\(password.revealed)".utf8).base64EncodedString()
    }

    /// Nobody is logged in.
    struct Missing: Error, CustomStringConvertible {
        let registry: ServerAddress

        var description: String { "no user and password for \(registry.authority): log in first" }
    }
}
