/// How to authenticate: what may be sent where, and how long to wait.
public struct AuthenticationOptions: Sendable {
    /// How a password is exchanged for a token.
    public enum PasswordGrant: Sendable {
        /// A GET with Basic, which every token server understands.
        case get
        /// A POST with a form first, and the GET if the server answers 400, 401, 404 or 405.
        ///
        /// This is OAuth's method, and the only one that some token servers support.
        case postThenGet
    }

    /// Which token servers may receive a credential; by default any that can be reached safely.
    public var trustedRealms: TrustedRealms = .any

    /// Whether to send the password with Basic even if the registry does not offer it; off by default.
    public var forcesBasic = false

    /// How a password is exchanged for a token; by default with a GET.
    public var passwordGrant: PasswordGrant = .get

    /// The name of the program, which token servers log: `client_id`.
    public var clientID = "swift-docker-credentials"

    /// The timeout of each request, from resolving the host name to the end of the body; 15 seconds by default, as in
    /// Docker.
    public var timeout: Duration = .seconds(15)

    /// Creates options with their defaults.
    public init() {}
}
