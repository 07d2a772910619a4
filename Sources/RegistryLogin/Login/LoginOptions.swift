/// Options of a ``LoginService``.
public struct LoginOptions: Sendable {
    /// Whether the registry may be reached without TLS; never by default.
    public var plainHTTP: PlainHTTP = .never

    /// Whether to request an identity token and save it instead of the password; off by default.
    ///
    /// Most token servers do not issue any. The password is then saved.
    public var wantsIdentityToken = false

    /// Whether to save a credential that could not be verified because the registry requires no authentication; off by
    /// default.
    ///
    /// This is the case for a registry that is open for reading and does not challenge a push either.
    public var savesUnverified = false

    /// How to authenticate.
    public var authentication = AuthenticationOptions()

    /// Creates options with their defaults.
    public init() {}
}
