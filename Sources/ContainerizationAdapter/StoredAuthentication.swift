internal import HTTPTypes
public import RegistryCredentials
public import RegistryLogin

/// The stored credential of an image, in the shape of containerization's `Authentication`.
///
/// ``token()`` returns the whole value of an `Authorization` field. A user and a password become `Basic`, and a registry
/// token becomes `Bearer`. An identity token never leaves for the registry: it is first exchanged at the registry's token
/// server for an access token, which is kept until it expires.
///
/// The containerization package sends the value to the registry that its client was made for, and to the token server that
/// the registry names.
public actor StoredAuthentication {
    /// The image whose registry the authentication is for.
    public nonisolated let image: ImageReference

    private let store: any CredentialStore
    private let transport: (any HTTPTransport)?
    private let actions: String
    /// What exchanged the last identity token, with its access token.
    private var exchanger: (credential: Credential, authenticator: RegistryAuthenticator)?

    /// Creates an authentication; nothing is read or sent.
    ///
    /// - Parameters:
    ///   - image: The image. The credential is looked up for its namespace, or else for its registry.
    ///   - store: Where the credential is looked up, with each request.
    ///   - transport: What carries the exchange of an identity token; nil if there is no such transport, and then an
    ///     identity token is an error.
    ///   - actions: What an exchanged token allows: `pull`, or `pull,push`.
    public init(
        for image: ImageReference,
        store: any CredentialStore = FallbackStore(.dockerThenPodman),
        transport: (any HTTPTransport)? = nil,
        actions: String = "pull"
    ) {
        self.image = image
        self.store = store
        self.transport = transport
        self.actions = actions
    }

    /// Whether the store has a credential for the image.
    ///
    /// The containerization package takes no authentication, instead of one that fails, for public images.
    ///
    /// - Returns: Whether ``token()`` has something to return.
    /// - Throws: The errors of the store.
    public func isStored() async throws -> Bool { try await store.get(image) != nil }

    /// Returns the value of an `Authorization` field.
    ///
    /// - Returns: `Basic` or `Bearer`, and a secret. Do not log it.
    /// - Throws: The errors of the store; `LoginError` if the store has no credential, if the credential cannot be sent,
    ///   or if the token server does not exchange the identity token; `CancellationError`.
    public func token() async throws -> String {
        guard let credential = try await store.get(image) else { throw LoginError.noCredentials(for: image) }
        if let value = try credential.authorizationValue { return value.revealed }
        guard let transport else {
            throw LoginError(
                .identityTokenUnsupported,
                "cannot use the login for \(image.registry.authority): it is an identity token, and there is no transport to "
                    + "exchange it",
                advice: ["Log in with an access token as the password: docker login \(image.registry.authority)"]
            )
        }
        return try await exchanged(credential, over: transport)
    }

    private func exchanged(_ credential: Credential, over transport: any HTTPTransport) async throws -> String {
        let authenticator = try authenticator(for: credential, over: transport)
        let registry = authenticator.registry
        var request = HTTPRequest(method: .get, scheme: registry.scheme, authority: registry.authority, path: "/v2/")
        let scopes = ["repository:\(image.repository):\(actions)"]
        if await authenticator.authorization(for: request, scopes: scopes) == nil {
            _ = try await authenticator.send(request, maximumBodySize: 64 * 1024, scopes: scopes)
        }
        await authenticator.authorization(for: request, scopes: scopes)?.add(to: &request)
        guard let value = request.headerFields[.authorization] else {
            throw LoginError(
                .identityTokenUnsupported,
                "cannot exchange the identity token: \(registry) does not ask for a token"
            )
        }
        return value
    }

    private func authenticator(
        for credential: Credential,
        over transport: any HTTPTransport
    ) throws(LoginError) -> RegistryAuthenticator {
        if let exchanger, exchanger.credential == credential { return exchanger.authenticator }
        let authenticator = try RegistryAuthenticator(
            registry: HTTPOrigin(of: image.registry),
            credential: credential,
            transport: transport,
            renewal: .saving(in: store, for: image)
        )
        exchanger = (credential, authenticator)
        return authenticator
    }
}

extension StoredAuthentication: CustomStringConvertible, CustomReflectable {
    /// The registry that the authentication is for, without its credential.
    public nonisolated var description: String { "authentication for \(image.registry.authority)" }

    /// A mirror without children, so that `dump` shows no credential.
    public nonisolated var customMirror: Mirror { Mirror(self, children: [:]) }
}
