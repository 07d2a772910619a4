/// How to authenticate: what may be sent where, and how long to wait.
public struct AuthenticationOptions: Sendable {
    /// How a password is exchanged for a token.
    public enum PasswordGrant: Sendable {
        /// A GET with Basic, which every token server understands.
        case get
        /// A POST with a form first, and the GET if the server answers 400, 401, 404 or 405.
        ///
        /// This is the way of OAuth, and the only one at some token servers.
        case postThenGet
    }

    /// Which token servers may get a credential; by default any that is safe to reach.
    public var trustedRealms: TrustedRealms = .any

    /// Whether to send the password with Basic, whatever the registry offers; off by default.
    public var forcesBasic = false

    /// How a password is exchanged for a token; by default with a GET.
    public var passwordGrant: PasswordGrant = .get

    /// The name of the program, which token servers log: `client_id`.
    public var clientID = "swift-docker-credentials"

    /// How long each request may take, from the look-up of the name to the end of the body; by default 15 seconds, as long
    /// as Docker waits.
    public var timeout: Duration = .seconds(15)

    /// Makes the default options.
    public init() {}
}
