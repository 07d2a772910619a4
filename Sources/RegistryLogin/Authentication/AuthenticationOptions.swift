/// How to authenticate: what may be sent where, and how long to wait.
public struct AuthenticationOptions: Sendable {
    /// How a password is exchanged for a token.
    public enum PasswordGrant: Sendable {
        /// A GET with Basic, which every token server understands.
        case get
        /// A POST with a form first, and the GET if the server answers 400, 401, 404 or 405.
        ///
        /// OAuth has it so, and it is the only way at some token servers.
        case postThenGet
    }

    /// Which token servers may get a credential; any that is safe to reach, unless changed.
    public var trustedRealms: TrustedRealms = .any

    /// Whether to send the password with Basic, whatever the registry offers; off unless changed.
    public var forcesBasic = false

    /// How a password is exchanged for a token; a GET unless changed.
    public var passwordGrant: PasswordGrant = .get

    /// The name of the program, which token servers log: `client_id`.
    public var clientID = "swift-docker-credentials"

    /// How long each request may take; 15 seconds unless changed, as long as Docker waits.
    public var stepLimit: Duration = .seconds(15)

    /// All as described.
    public init() {}
}
