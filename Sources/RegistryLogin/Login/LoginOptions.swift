/// How to log in.
public struct LoginOptions: Sendable {
    /// Whether the registry may be reached without TLS; never by default.
    public var plainHTTP: PlainHTTP = .never

    /// Whether to ask for an identity token and save it in place of the password; off by default.
    ///
    /// Most token servers have none, and then the password is saved.
    public var wantsIdentityToken = false

    /// Whether to save a credential that could not be verified, since the registry requires no authentication; off by
    /// default.
    ///
    /// Registries that are open for reading are of this kind, if they have no token server that can be asked for a push.
    public var savesUnverified = false

    /// How to authenticate.
    public var authentication = AuthenticationOptions()

    /// Makes the default options.
    public init() {}
}
