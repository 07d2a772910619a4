/// How to log in.
public struct LoginOptions: Sendable {
    /// Whether the registry may be reached without TLS; never, unless changed.
    public var plainHTTP: PlainHTTP = .never

    /// Whether to ask for an identity token, and to save that in the place of the password; off unless changed.
    ///
    /// Most token servers have none, and then the password is saved.
    public var wantsIdentityToken = false

    /// Whether to save the credential for a registry that asks for none; off unless changed.
    ///
    /// Such a registry accepts any password, so nothing is known about this one.
    public var savesWhereNothingIsAsked = false

    /// How to authenticate.
    public var authentication = AuthenticationOptions()

    /// All as described.
    public init() {}
}
