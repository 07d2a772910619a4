/// The token servers that may receive credentials.
///
/// A registry names its token server in its challenge, and the password is sent there. In addition to this policy,
/// three rules always apply. The address must use `https`, unless the registry itself is reached over plain HTTP. It
/// must not contain user information. It may be a private, link-local or loopback address only if that is the
/// registry's host, or if ``only(hosts:)`` names it.
public struct TrustedRealms: Sendable {
    private let isTrusted: @Sendable (_ realm: HTTPOrigin, _ registry: HTTPOrigin) -> Bool
    private let named: Set<String>

    /// Creates a policy from a function.
    ///
    /// - Parameter isTrusted: Takes the origins of the token server and of the registry, and returns whether a
    ///   credential for the registry may be sent to the token server. It is called for every token server except one at
    ///   the registry's own origin; another port of the same host may be another service.
    public init(_ isTrusted: @escaping @Sendable (_ realm: HTTPOrigin, _ registry: HTTPOrigin) -> Bool) {
        self.init(named: [], isTrusted)
    }

    private init(named: Set<String>, _ isTrusted: @escaping @Sendable (HTTPOrigin, HTTPOrigin) -> Bool) {
        self.named = named
        self.isTrusted = isTrusted
    }

    /// Any token server that the registry names.
    ///
    /// This is the default, because Docker Hub's and many others are on other hosts.
    public static let any = TrustedRealms { _, _ in true }

    /// Only token servers on the host of the registry, on any port.
    public static let sameHost = TrustedRealms { realm, registry in realm.host == registry.host }

    /// Only token servers on these hosts, or on the host of the registry.
    ///
    /// - Parameter hosts: Names and addresses; IPv6 addresses without brackets. A private address in this set is
    ///   trusted too.
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
