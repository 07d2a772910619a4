public import HTTPTypes
public import RegistryCredentials

/// A client for one repository of a registry, which sends requests with the stored credential for an image.
///
/// The image's name determines the registry's address, including Docker Hub's, and the scopes of tokens. A client only
/// sends requests. It does not unpack, push or verify images; compare a manifest with its digest before you trust it.
///
/// * **Credentials.** The credential is looked up when the registry first requires one, so public registries work even
///   if the store does not. It is sent to the registry's own scheme, host and port, and to its token server if
///   ``Options/authentication`` trusts that. It never follows a redirect to another origin. After a rejection, the next
///   request looks it up again.
/// * **Tokens** are cached. An identity token that the token server replaces is saved where it came from.
/// * **Limits.** Each request has a timeout, and each response a maximum size that the caller sets. Cancelling the task
///   ends its request.
///
/// A client need not be closed, but its transport must be.
/// `withClient(for:store:options:certificates:proxies:trustRoots:_:)` of `RegistryLoginHTTP` creates a transport and
/// closes it. A server shares one transport and one ``TokenCache`` among all its clients, and wraps its store in a
/// `CachingStore`.
public actor RegistryClient {
    /// The image whose repository the client is for.
    public nonisolated let image: ImageReference

    private let store: any CredentialStore
    private let transport: any HTTPTransport
    private let options: Options
    private let cache: TokenCache

    private var registry: HTTPOrigin?
    private var session: Session?
    // Tasks that send the first requests at the same time share one look-up.
    private let locating = SingleFlight<ServerAddress, HTTPOrigin>()
    private let opening = SingleFlight<ServerAddress, Session>()

    /// The credential that was found, and the authenticator that uses it.
    private struct Session: Sendable {
        let authenticator: RegistryAuthenticator
        let hasCredential: Bool
        let filter: ServerTextFilter
    }

    /// Creates a client; nothing is read or sent.
    ///
    /// - Parameters:
    ///   - image: The image.
    ///   - store: Where the credential is looked up, for the repository's namespace or its registry.
    ///   - transport: Sends the requests.
    ///   - options: Where credentials may be sent, and how long to wait.
    ///   - cache: The cache of tokens, which several clients may share.
    public init(
        for image: ImageReference,
        store: any CredentialStore = FallbackStore(.dockerThenPodman),
        transport: any HTTPTransport,
        options: Options = Options(),
        cache: TokenCache = TokenCache()
    ) {
        self.image = image
        self.store = store
        self.transport = transport
        self.options = options
        self.cache = cache
    }

    /// Sends a request to the registry, with the credential if the registry requires one.
    ///
    /// - Parameters:
    ///   - request: The request. Without a scheme and an authority it goes to the registry; to another server it goes
    ///     without the credential. An `Authorization` field in it is removed.
    ///   - body: Its body, which is sent again after a challenge.
    ///   - maximumBodySize: How many bytes of the response's body to keep. If there are more, the reply is marked
    ///     ``HTTPReply/isTruncated``.
    ///   - scopes: What a token must allow, such as `repository:team/app:pull`; nil for what the method needs in the
    ///     image's repository.
    /// - Returns: The last response, whatever its status. A 401 can only come from a server other than the registry.
    /// - Throws: ``LoginError`` if there is no response, or if the registry accepts no credential; the errors of the
    ///   store; `CancellationError`.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8] = [],
        maximumBodySize: Int = 4 * 1024 * 1024,
        scopes: [String]? = nil
    ) async throws -> HTTPReply {
        let registry = try await locatedRegistry()
        var request = request
        if request.authority == nil {
            request.scheme = registry.scheme
            request.authority = registry.authority
        }
        let exchange = AuthenticatedExchange(
            registry: registry,
            runner: RequestRunner(transport: transport, timeout: options.authentication.timeout),
            maximumBodySize: maximumBodySize,
            scopes: scopes ?? image.scopes(for: request.method),
            known: session?.authenticator,
            authenticator: { try await self.openedSession(with: registry).authenticator }
        )
        do {
            return try await exchange.send(request, body: body)
        } catch let error as LoginError where error.meansRejection {
            defer { session = nil }
            guard let session, !session.hasCredential else { throw error }
            throw LoginError.noCredentials(for: image, at: registry, error)
        }
    }

    /// A filter that hides the credential in text from servers.
    var filter: ServerTextFilter { session?.filter ?? ServerTextFilter(hiding: []) }

    private func locatedRegistry() async throws -> HTTPOrigin {
        if let registry { return registry }
        let candidates = try HTTPOrigin.candidates(for: image.registry, plainHTTP: options.plainHTTP)
        if candidates.count == 1 {
            registry = candidates[0]
            return candidates[0]
        }
        // Only a registry on this machine may use either TLS or plain HTTP.
        var login = LoginOptions()
        login.plainHTTP = options.plainHTTP
        login.authentication = options.authentication
        let service = LoginService(transport: transport, options: login)
        return try await locating.value(for: image.registry) { [self] in
            // The look-up of another task may have ended since the check above; so it keeps the result before it ends.
            if let registry = await registry { return registry }
            let found = try await service.locate(image.registry)
            await keep(found)
            return found
        }
    }

    private func keep(_ found: HTTPOrigin) { registry = found }

    private func openedSession(with registry: HTTPOrigin) async throws -> Session {
        if let session { return session }
        return try await opening.value(for: image.server) { [self] in
            if let session = await session { return session }
            let credential = try await store.get(image.server)
            let authenticator = try RegistryAuthenticator(
                registry: registry,
                credential: credential,
                transport: transport,
                options: options.authentication,
                cache: cache,
                renewal: .saving(in: store, for: image)
            )
            let opened = Session(
                authenticator: authenticator,
                hasCredential: credential != nil,
                filter: try LoginProof(credential).filter()
            )
            await keep(opened)
            return opened
        }
    }

    private func keep(_ opened: Session) { session = opened }
}

extension RegistryClient: CustomStringConvertible, CustomReflectable {
    /// The repository that the client is for, without its credential.
    public nonisolated var description: String { "client for \(image.domain)/\(image.repository)" }

    /// A mirror without children, so that `dump` shows no credential.
    public nonisolated var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension ImageReference {
    /// What a token must allow for a request to the repository (token specification, "Resource Actions").
    fileprivate func scopes(for method: HTTPRequest.Method) -> [String] {
        let actions =
            switch method {
            case .get, .head, .options: "pull"
            // Registries allow it apart from `push`.
            case .delete: "delete"
            default: "pull,push"
            }
        return ["repository:\(repository):\(actions)"]
    }
}
