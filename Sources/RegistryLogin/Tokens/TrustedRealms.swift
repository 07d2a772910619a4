/// Which token servers a registry may send its clients to.
///
/// A registry names its token server in its challenge, and the password goes there. Whatever this policy says, the
/// address of a token server must be `https` unless the registry itself is reached by plain HTTP, may have no user
/// information in it, and may be a private, link-local or loopback address only on the host of the registry or where
/// ``only(hosts:)`` names it.
public struct TrustedRealms: Sendable {
    private let isTrusted: @Sendable (_ realm: HTTPOrigin, _ registry: HTTPOrigin) -> Bool
    private let named: Set<String>

    /// Decides by a function.
    ///
    /// - Parameter isTrusted: Gets the origins of the token server and of the registry, and returns whether a credential
    ///   for the second may go to the first. It is asked for every token server but one at the registry's own scheme,
    ///   host and port: another port of the same host may be another service.
    public init(_ isTrusted: @escaping @Sendable (_ realm: HTTPOrigin, _ registry: HTTPOrigin) -> Bool) {
        self.init(named: [], isTrusted)
    }

    private init(named: Set<String>, _ isTrusted: @escaping @Sendable (HTTPOrigin, HTTPOrigin) -> Bool) {
        self.named = named
        self.isTrusted = isTrusted
    }

    /// Any token server that the registry names: the default, as Docker Hub and many others have theirs elsewhere.
    public static let any = TrustedRealms { _, _ in true }

    /// Only token servers on the host of the registry, on any port.
    public static let sameHost = TrustedRealms { realm, registry in realm.host == registry.host }

    /// Only token servers on these hosts, or on the host of the registry.
    ///
    /// - Parameter hosts: Names and addresses, IPv6 addresses without brackets. A private address is trusted too if it
    ///   is here.
    /// - Returns: The policy.
    public static func only(hosts: Set<String>) -> TrustedRealms {
        let named = Set(hosts.map { $0.lowercased() })
        return TrustedRealms(named: named) { realm, registry in
            realm.host == registry.host || named.contains(realm.host)
        }
    }

    func trusts(_ realm: HTTPOrigin, namedBy registry: HTTPOrigin) -> Bool {
        realm == registry || isTrusted(realm, registry)
    }

    func names(_ realm: HTTPOrigin) -> Bool { named.contains(realm.host) }
}
