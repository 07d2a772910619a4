public import Foundation
public import RegistryCredentials

/// The credentials of docker, podman and netrc, in the shape of swift-container-plugin's `AuthorizationProvider`.
///
/// The plugin's requirement is synchronous, so nothing here waits for a task. By default, credentials are looked up in
/// files and variables when the plugin asks, and no program is run: SwiftPM's sandbox forbids processes. Outside of a
/// sandbox, ``fetching(_:from:tokenServers:)`` asks credential helpers in advance. See <doc:BuildPlugin>.
///
/// The plugin asks for the address that it sends the credentials to: a registry, or the registry's token server. A token
/// server on another host gets a registry's credentials only if it is known to belong to the registry.
public struct RegistryAuthorization: Sendable {
    private let registries: [String: String]
    private let find: @Sendable (ServerAddress) throws(CredentialStoreError) -> Credential?
    private let report: (@Sendable (CredentialStoreError) -> Void)?

    /// The registries of token servers on another host: Docker Hub's and GitLab's.
    public static let knownTokenServers = [
        "auth.docker.io": "docker.io",
        "gitlab.com": "registry.gitlab.com",
    ]

    /// Creates an authorization that looks credentials up in files and variables.
    ///
    /// - Parameters:
    ///   - lookup: The files and variables.
    ///   - tokenServers: The registry of each token server on another host, by its host, with a port if there is one.
    ///   - report: Called with each error, because the plugin's requirement cannot throw.
    public init(
        _ lookup: SynchronousLookup = SynchronousLookup(),
        tokenServers: [String: String] = Self.knownTokenServers,
        report: (@Sendable (CredentialStoreError) -> Void)? = nil
    ) {
        self.init(tokenServers, report) { server throws(CredentialStoreError) in try lookup.get(server) }
    }

    private init(
        _ registries: [String: String],
        _ report: (@Sendable (CredentialStoreError) -> Void)?,
        _ find: @escaping @Sendable (ServerAddress) throws(CredentialStoreError) -> Credential?
    ) {
        self.registries = registries
        self.report = report
        self.find = find
    }

    /// Looks up the credentials of some registries in advance, also with credential helpers.
    ///
    /// - Parameters:
    ///   - images: Images of the registries. Other registries have no credentials.
    ///   - store: The store, such as a `FallbackStore`.
    ///   - tokenServers: The registry of each token server on another host, by its host, with a port if there is one.
    /// - Returns: The authorization.
    /// - Throws: The errors of the store; `CredentialStoreError` if a login holds a token and no password. That a
    ///   registry has no credentials is not an error.
    public static func fetching(
        _ images: [ImageReference],
        from store: any CredentialStore,
        tokenServers: [String: String] = Self.knownTokenServers
    ) async throws -> RegistryAuthorization {
        var credentials: [ServerAddress: Credential] = [:]
        for image in images where credentials[image.registry] == nil {
            guard let credential = try await store.get(image) else { continue }
            _ = try Self.pair(credential, of: image.registry)
            credentials[image.registry] = credential
        }
        return RegistryAuthorization(tokenServers, nil) { [credentials] server throws(CredentialStoreError) in
            credentials[server]
        }
    }

    /// Returns the user and the password to send to an address.
    ///
    /// - Parameter url: The address of a registry or of its token server. It must begin with `https://`, unless it is
    ///   `localhost`, `127.0.0.1` or `[::1]`.
    /// - Returns: The user and the password; nil if there are none, or if the lookup failed.
    public func authentication(for url: URL) -> (user: String, password: String)? {
        guard let host = url.host()?.lowercased(), url.scheme?.lowercased() == "https" || Self.isLoopback(host) else {
            return nil
        }
        let name = host.contains(":") ? "[\(host)]" : host
        let authority = url.port.map { "\(name):\($0)" } ?? name
        do throws(CredentialStoreError) {
            guard let server = try? ServerAddress(registries[authority] ?? authority),
                let credential = try find(server)
            else { return nil }
            return try Self.pair(credential, of: server)
        } catch {
            report?(error)
            return nil
        }
    }

    private static func isLoopback(_ host: String) -> Bool { ["localhost", "127.0.0.1", "::1"].contains(host) }

    /// Returns the user and the password of a credential that has both.
    ///
    /// A token server takes an identity token by OAuth's POST only. As a password, servers would reject it and log it.
    private static func pair(
        _ credential: Credential,
        of server: ServerAddress
    ) throws(CredentialStoreError) -> (user: String, password: String) {
        guard let user = credential.username, let password = credential.password else {
            throw CredentialStoreError(
                .notRepresentable,
                "cannot use the login for \(server.authority): it is a token, and a user name and password are needed",
                at: .init(key: server.authority),
                advice: ["Log in with an access token as the password: docker login \(server.authority)"]
            )
        }
        return (user, password.revealed)
    }
}
