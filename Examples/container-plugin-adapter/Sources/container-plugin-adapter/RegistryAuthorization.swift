import Foundation
import RegistryCredentials

/// A copy of the SwiftPM protocol through which Swift's container plugin gets a user and a password.
///
/// With the plugin's own module imported this declaration goes, and nothing else changes.
protocol AuthorizationProvider {
    func authentication(for url: URL) -> (user: String, password: String)?
}

/// The credentials of some registries, fetched in advance because the plugin's calls are synchronous.
///
/// The plugin looks up the address of the token server, not of the registry. Each registry therefore has a list of the
/// hosts that issue its tokens. No other host gets the credentials.
struct RegistryAuthorization: AuthorizationProvider {
    private var credentials: [String: (user: String, password: String)] = [:]

    /// Fetches the credentials of a registry.
    ///
    /// - Parameters:
    ///   - registry: The registry, in any form of its address.
    ///   - tokenServers: The hosts of its token servers; Docker Hub's is known.
    ///   - store: The store that has them: a `DynamicStore`, or any other.
    /// - Throws: What the store throws; ``TokenOnly`` if there is a token and no password. That there are no credentials
    ///   is not an error: public images need none.
    mutating func fetch(
        _ registry: String,
        tokenServers: [String] = [],
        from store: some CredentialStore
    ) async throws {
        let server = try ServerAddress(registry)
        guard let credential = try await store.get(server) else { return }
        // A token server takes an identity token by OAuth's POST only. As a password it would be sent to a server that
        // rejects it, and it would be in a place where passwords are expected and logged.
        guard let username = credential.username, let password = credential.password else {
            throw TokenOnly(registry: server)
        }
        let pair = (user: username, password: password.revealed)
        let hub = server.isDockerHub ? ["auth.docker.io"] : []
        for host in [server.registryAuthority] + tokenServers + hub { credentials[host] = pair }
    }

    func authentication(for url: URL) -> (user: String, password: String)? {
        guard url.scheme == "https", let host = url.host() else { return nil }
        return credentials[url.port.map { "\(host):\($0)" } ?? host]
    }

    /// The login holds a token, which this protocol has no place for.
    struct TokenOnly: Error, CustomStringConvertible {
        let registry: ServerAddress

        var description: String {
            "cannot use the login for \(registry.authority): it is a token. Log in with a user name and an access token"
        }
    }
}
