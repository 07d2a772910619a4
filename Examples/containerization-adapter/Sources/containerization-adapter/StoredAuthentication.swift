import Foundation
import RegistryCredentials

/// A copy of the protocol through which the containerization package's registry client gets a header value.
///
/// With the package's own module imported this declaration goes, and nothing else changes.
protocol Authentication: Sendable {
    func token() async throws -> String
}

/// The stored credential of a registry, as the value of an `Authorization` header.
///
/// Each request looks it up again, so a later login is used. The client sends it to the registry that it was made for, and
/// to the token server that the registry names.
struct StoredAuthentication<Store: CredentialStore>: Authentication {
    let registry: ServerAddress
    let store: Store

    /// The value of the header.
    ///
    /// - Returns: `Basic` and the user and password, or `Bearer` and a token for the registry.
    /// - Throws: What the store throws; ``Missing`` if it has no user and password. An identity token is not one: it has to
    ///   be exchanged first, and the whole header has no place for that.
    func token() async throws -> String {
        guard let credential = try await store.get(registry) else { throw Missing(registry: registry) }
        if let token = credential.registryToken { return "Bearer \(token.revealed)" }
        guard let username = credential.username, let password = credential.password else {
            throw Missing(registry: registry)
        }
        return "Basic " + Data("\(username):\(password.revealed)".utf8).base64EncodedString()
    }

    /// There are no credentials that fit into one header.
    struct Missing: Error, CustomStringConvertible {
        let registry: ServerAddress

        var description: String {
            "no user name and password for \(registry.authority). Run: docker login \(registry.authority)"
        }
    }
}
