import Codecs
import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin

/// A registry with one user, and its token server.
struct FakeRegistry {
    let network = FakeNetwork()
    var registry = "https://registry.example"
    var tokens = "https://auth.example"
    var challenges = ["Bearer realm=\"https://auth.example/token\",service=\"registry.example\""]

    static let user = "ann"
    static let password = "pa:ss wörd"
    static let identity = "identity-0123"
    static let access = "access-4567"
    static let credential = Credential.password(username: user, password: Secret(password))
    static let wrong = Credential.password(username: user, password: Secret("wrong-8901"))

    static var basic: String { "Basic \(Base64().encode("\(user):\(password)".utf8))" }

    /// Every text that must not appear in any output.
    static let secrets = [password, identity, access, "wrong-8901", Base64().encode("\(user):\(password)".utf8)]

    static func refusing(_ message: String = "authentication required") -> String {
        #"{"errors":[{"code":"UNAUTHORIZED","message":"\#(message)","detail":null}]}"#
    }

    /// Serves a registry that accepts the valid password by Basic, and the valid token by Bearer.
    func serveRegistry(status: Int = 200, body: String = "{}") {
        let challenges = challenges
        network.serve(registry) { request, _ in
            switch request.headerFields[.authorization] {
            case Self.basic, "Bearer \(Self.access)":
                return .status(status, ["Content-Type": "application/json"], body)
            default:
                var reply = HTTPReply.status(401, ["Content-Type": "application/json"], Self.refusing())
                reply.head.headerFields[values: .wwwAuthenticate] = challenges
                return reply
            }
        }
    }

    /// Serves a token server that accepts passwords by GET and POST, and identity tokens by POST.
    ///
    /// - Parameters:
    ///   - get: The status of every GET; nil for the correct one.
    ///   - post: The status of every POST; nil for the correct one.
    ///   - answer: The reply to a valid credential.
    func serveTokens(get: Int? = nil, post: Int? = nil, answer: String = Self.answer()) {
        network.serve(tokens, at: tokens == registry ? "/token" : nil) { request, body in
            let form = String(decoding: body, as: UTF8.self)
            let isRight =
                switch request.method {
                case .post:
                    form.contains("refresh_token=\(Self.identity)")
                        || form.contains("username=ann&password=pa%3Ass%20w%C3%B6rd")
                default: [nil, Self.basic].contains(request.headerFields[.authorization])
                }
            let status = (request.method == .post ? post : get) ?? (isRight ? 200 : 401)
            // A careless server repeats the request.
            return .status(
                status,
                ["Content-Type": "application/json"],
                status == 200 ? answer : "{\"details\":\"\(form)\"}"
            )
        }
    }

    static func answer(token: String = access, more: String = "") -> String {
        #"{"token":"\#(token)","expires_in":300\#(more)}"#
    }

    /// The requests that the token server received.
    var tokenRequests: [FakeNetwork.Record] { network.records.filter { $0.address.hasPrefix(tokens) } }

    /// Verifies a credential with a login's options.
    func verify(
        _ credential: Credential = Self.credential,
        for address: String = "registry.example",
        _ change: (inout LoginOptions) -> Void = { _ in }
    ) async throws -> LoginOutcome {
        try await service(change).verify(credential, for: try ServerAddress(address))
    }

    /// A client of the registry.
    func authenticator(
        _ credential: Credential? = Self.credential,
        cache: TokenCache = TokenCache(),
        _ options: AuthenticationOptions = .patient,
        renewal: IdentityTokenRenewal? = nil
    ) throws -> RegistryAuthenticator {
        try RegistryAuthenticator(
            registry: HTTPOrigin(of: ServerAddress("registry.example")),
            credential: credential,
            transport: network,
            options: options,
            cache: cache,
            renewal: renewal
        )
    }

    /// A client's request to the registry, or to another server.
    static func request(
        _ path: String = "/v2/team/app/manifests/1",
        at authority: String = "registry.example",
        _ scheme: String = "https"
    ) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: scheme, authority: authority, path: path)
    }

    /// A login over both servers.
    func service(_ change: (inout LoginOptions) -> Void = { _ in }) -> LoginService {
        var options = LoginOptions()
        options.authentication = .patient
        change(&options)
        return LoginService(transport: network, options: options)
    }
}

extension AuthenticationOptions {
    /// A generous limit, because the machine may run hundreds of tests at the same time.
    static var patient: AuthenticationOptions {
        var options = AuthenticationOptions()
        options.timeout = .seconds(600)
        return options
    }
}
