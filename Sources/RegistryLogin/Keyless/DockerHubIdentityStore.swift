internal import Codecs
internal import HTTPTypes
internal import HelperProtocol
public import RegistryCredentials
internal import SystemSupport

/// A read-only store of Docker Hub passwords that a GitHub Actions job gets for its identity, without a stored secret.
///
/// GitHub issues a token that identifies the workflow. Docker Hub exchanges it for a password of an organization that
/// trusts the workflow, as in docker/login-action. The job needs the permission `id-token: write`, and the organization
/// needs an OIDC connection.
///
/// Each `get` makes a new exchange, so that no password expires during a long build. Outside such a job, and for other
/// registries, the store has no credential and sends nothing.
public struct DockerHubIdentityStore: CredentialStore {
    private let organization: String
    private let connectionID: String?
    private let lifetime: Duration
    private let runner: RequestRunner
    private let environment: ProcessEnvironment

    /// Creates a store for an organization.
    ///
    /// - Parameters:
    ///   - organization: The organization, which is the user name of its passwords.
    ///   - connectionID: The ID of its OIDC connection; nil for the one in `DOCKERHUB_OIDC_CONNECTIONID`.
    ///   - lifetime: How long a password is valid, from 5 to 60 minutes; other values are clamped.
    ///   - timeout: The timeout of each of the two requests.
    ///   - transport: Sends the requests.
    ///   - environment: The environment variables; nil for those of this process.
    public init(
        organization: String,
        connectionID: String? = nil,
        lifetime: Duration = .seconds(300),
        timeout: Duration = .seconds(15),
        transport: any HTTPTransport,
        environment: [String: String]? = nil
    ) {
        self.organization = organization
        self.lifetime = min(max(lifetime, .seconds(300)), .seconds(3600))
        self.environment = environment.map(ProcessEnvironment.init) ?? .current
        self.connectionID = connectionID ?? self.environment[Variable.connection]
        runner = RequestRunner(transport: transport, timeout: timeout)
    }

    /// Exchanges the identity of the job for a password.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential; nil for registries other than Docker Hub, and outside of a job with an identity.
    /// - Throws: `CredentialStoreError` if a variable is missing or names a server that is not GitHub's, or if GitHub
    ///   or Docker Hub does not answer or rejects the request; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        guard server.isDockerHub, let (request, token) = try identityRequest() else { return nil }
        guard let connectionID, !connectionID.isEmpty else {
            throw CredentialStoreError(
                .unavailable,
                "cannot get a password from Docker Hub: \(Variable.connection) is not set",
                advice: ["Set it to the id of the organization's OIDC connection"]
            )
        }
        do {
            let identity = try await identity(for: request, with: token)
            let password = try await exchange(identity, connectionID)
            return .password(username: organization, password: password)
        } catch let error as LoginError {
            throw CredentialStoreError(error.storeCode, error.summary, advice: error.advice)
        }
    }

    /// Always throws, because the store is read-only.
    ///
    /// - Throws: `CredentialStoreError` with the code `unsupported`.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        throw CredentialStoreError(.unsupported, "the identity of a job is read-only; nothing was saved")
    }

    /// Throws if ``get(_:)`` would return a credential, because the store is read-only.
    ///
    /// - Throws: `CredentialStoreError` with the code `unsupported`.
    public func delete(_ server: ServerAddress) async throws {
        guard server.isDockerHub, environment[Variable.url] != nil else { return }
        throw CredentialStoreError(.unsupported, "the identity of a job is read-only; nothing was deleted")
    }
}

extension DockerHubIdentityStore {
    private enum Variable {
        static let url = "ACTIONS_ID_TOKEN_REQUEST_URL"
        static let token = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
        static let connection = "DOCKERHUB_OIDC_CONNECTIONID"
    }

    /// The server that exchanges identities, which is also their audience.
    private static let exchangeServer = "https://identity.docker.com"

    /// The domain in which GitHub issues identities, because a variable alone must not decide where the job's token is
    /// sent.
    private static let issuerDomain = ".actions.githubusercontent.com"

    /// Returns the request for an identity, and the token in it; nil if the job has none.
    private func identityRequest() throws(CredentialStoreError) -> (request: HTTPRequest, token: Secret)? {
        let (url, token) = (environment[Variable.url], environment[Variable.token])
        guard url != nil || token != nil else { return nil }
        guard let url, let token, !url.isEmpty, !token.isEmpty else {
            throw Self.unusable(token == nil || token?.isEmpty == true ? Variable.token : Variable.url, "is not set")
        }
        let address: HTTPAddress
        do throws(HTTPAddress.Problem) {
            address = try HTTPAddress(url)
        } catch {
            throw Self.unusable(Variable.url, error.problem)
        }
        guard address.origin.scheme == "https", address.origin.host.hasSuffix(Self.issuerDomain) else {
            throw Self.unusable(Variable.url, "is not an address of GitHub's")
        }
        let secret = Secret(token)
        guard secret.fitsIntoAField else {
            throw Self.unusable(Variable.token, "contains a forbidden character")
        }
        let audience = FormEncoding.encode([("audience", Self.exchangeServer)])
        let query = [address.query, audience].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "&")
        var request = HTTPRequest(
            method: .get,
            scheme: address.origin.scheme,
            authority: address.origin.authority,
            path: "\(address.path)?\(query)"
        )
        request.headerFields[.accept] = "application/json"
        Authorization(value: Secret("Bearer \(token)"), origin: address.origin).add(to: &request)
        return (request, secret)
    }

    private func identity(for request: HTTPRequest, with token: Secret) async throws -> Secret {
        let (body, server) = try await send(request, hiding: [token])
        let value = (try? JSONDocument(parsing: body).root)?["value"]?.string
        guard let value, !value.isEmpty else {
            throw LoginError(.malformedToken, "\(server) sent a response without a token")
        }
        return Secret(value)
    }

    /// Token exchange (RFC 8693, section 2.1), with the fields of Docker Hub.
    private func exchange(_ identity: Secret, _ connectionID: String) async throws -> Secret {
        let address = try HTTPAddress(Self.exchangeServer)
        let fields = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:id_token"), ("subject_token", identity.revealed),
            ("connection_id", connectionID), ("expires_in", "\(lifetime.components.seconds)"),
        ]
        var request = HTTPRequest(
            method: .post,
            scheme: address.origin.scheme,
            authority: address.origin.authority,
            path: "/oauth/token"
        )
        request.headerFields[.accept] = "application/json"
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let (body, server) = try await send(request, Array(FormEncoding.encode(fields).utf8), hiding: [identity])
        return try AccessToken(reading: body, from: server, now: .zero).value
    }

    /// Sends a request once; a redirect is an error, because it could lead the token elsewhere.
    private func send(
        _ request: HTTPRequest,
        _ body: [UInt8] = [],
        hiding secrets: [Secret]
    ) async throws -> (body: [UInt8], server: String) {
        guard let origin = HTTPOrigin(request) else { throw LoginError(.failed, "the request has no valid address") }
        let reply = try await runner.send(
            request,
            body: body,
            maximumBodySize: AccessToken.maximumAnswerSize,
            to: .registry(origin)
        )
        guard (200..<300).contains(reply.head.status.code), !reply.isTruncated else {
            let filter = ServerTextFilter(hiding: secrets)
            throw LoginError.status(of: reply, from: "\(origin)", isTokenServer: true, filter)
        }
        return (reply.body, "\(origin)")
    }

    private static func unusable(_ variable: String, _ problem: String) -> CredentialStoreError {
        CredentialStoreError(
            .unavailable,
            "cannot use \(variable): its value \(problem)",
            at: .init(file: variable),
            advice: ["Give the job the permission id-token: write, and do not set the variable"]
        )
    }
}

extension LoginError {
    /// The corresponding code of stores.
    fileprivate var storeCode: CredentialStoreError.Code {
        switch code {
        case .rejected, .forbidden: .denied
        case .timedOut: .timedOut
        case .malformedToken: .damaged
        default: .unavailable
        }
    }
}
