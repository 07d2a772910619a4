/// Which token servers a registry may send its clients to.
///
/// A registry names its token server in its challenge, and the password goes there. Whatever this policy says, the
/// address of a token server must be `https` unless the registry itself is reached in plain, may have no user
/// information in it, and may be a private, link-local or loopback address only on the host of the registry or where
/// ``only(hosts:)`` names it.
public struct TrustedRealms: Sendable {
    private let isTrusted: @Sendable (_ realm: HTTPOrigin, _ registry: HTTPOrigin) -> Bool
    private let named: Set<String>

    /// Decides by a function.
    ///
    /// - Parameter isTrusted: Gets the origins of the token server and of the registry, and answers whether a
    ///   credential for the second may go to the first.
    public init(_ isTrusted: @escaping @Sendable (_ realm: HTTPOrigin, _ registry: HTTPOrigin) -> Bool) {
        self.isTrusted = isTrusted
        named = []
    }

    private init(named: Set<String>) {
        self.named = named
        isTrusted = { _, _ in false }
    }

    /// Any token server that the registry names: the default, as Docker Hub and many others have theirs elsewhere.
    public static let any = TrustedRealms { _, _ in true }

    /// Only token servers on the host of the registry, on any port.
    public static let sameHost = TrustedRealms(named: [])

    /// Only token servers on these hosts, or on the host of the registry.
    ///
    /// - Parameter hosts: Names and addresses, IPv6 addresses without brackets. A private address is trusted too if it
    ///   is here.
    /// - Returns: The policy.
    public static func only(hosts: Set<String>) -> TrustedRealms {
        TrustedRealms(named: Set(hosts.map { $0.lowercased() }))
    }

    func trusts(_ realm: HTTPOrigin, namedBy registry: HTTPOrigin) -> Bool {
        realm.host == registry.host || names(realm) || isTrusted(realm, registry)
    }

    func names(_ realm: HTTPOrigin) -> Bool { named.contains(realm.host) }
}
