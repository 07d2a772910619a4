import Foundation
import RegistryCredentials

/// What Swift's container plug-in asks for a user and a password: SwiftPM's protocol of the same name, in shape.
///
/// With the plug-in's own module imported this declaration goes, and nothing else changes.
protocol AuthorizationProvider {
    func authentication(for url: URL) -> (user: String, password: String)?
}

/// The credentials of some registries, fetched before they are needed, since the plug-in cannot wait for them.
///
/// The plug-in asks by the address of the token server, not by the registry's; so a registry comes with the hosts that
/// hand out its tokens. Nobody else is given the credential.
struct RegistryAuthorization: AuthorizationProvider {
    private var credentials: [String: (user: String, password: String)] = [:]

    /// Fetches the credential of a registry.
    ///
    /// - Parameters:
    ///   - registry: The registry, as the user writes it.
    ///   - tokenServers: The hosts of its token servers; Docker Hub's is known.
    ///   - store: Where it is kept: a `DynamicStore`, or any other.
    /// - Throws: What the store throws. That there is no credential is not an error: public images need none.
    mutating func fetch(
        _ registry: String,
        tokenServers: [String] = [],
        from store: some CredentialStore
    ) async throws {
        let server = try ServerAddress(registry)
        guard let credential = try await store.get(server) else { return }
        // An identity token is given away to the token server as the password of a user who is none.
        let secret = credential.password ?? credential.identityToken
        guard let secret else { return }
        let pair = (user: credential.username ?? "<token>", password: secret.revealed)
        let hub = server.isDockerHub ? ["auth.docker.io"] : []
        for host in [server.registryAuthority] + tokenServers + hub { credentials[host] = pair }
    }

    func authentication(for url: URL) -> (user: String, password: String)? {
        guard url.scheme == "https", let host = url.host() else { return nil }
        return credentials[url.port.map { "\(host):\($0)" } ?? host]
    }
}
