/// Checks whether a token server may be used, just before a request to it.
enum TokenRealm {
    /// Parses the address of a token server, and rejects a server to which nothing may be sent.
    ///
    /// - Parameters:
    ///   - text: The address from the registry.
    ///   - registry: The registry that sent it.
    ///   - policy: The token servers that the caller trusts.
    ///   - filter: Hides secrets in text from the registry.
    /// - Returns: The address.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/insecure`` or ``LoginError/Code/untrustedRealm``.
    static func check(
        _ text: String,
        namedBy registry: HTTPOrigin,
        policy: TrustedRealms,
        _ filter: ServerTextFilter
    ) throws(LoginError) -> HTTPAddress {
        let address: HTTPAddress
        do {
            address = try HTTPAddress(text)
        } catch {
            // The address is not shown, because it may contain anything.
            throw LoginError(
                .untrustedRealm,
                "cannot use the token server that \(registry) names: its address \(error.problem)"
            )
        }
        let realm = address.origin
        let name = filter.shown(realm)
        // A credential that is sent to a registry on this machine over plain HTTP must not leave the machine over plain
        // HTTP.
        let leavesThisMachine =
            realm.host != registry.host && registry.isLoopback && !realm.isLoopback
        guard realm.isSecure || !registry.isSecure && !leavesThisMachine else {
            throw LoginError(
                .insecure,
                "refusing to send the credentials to the token server \(name), which \(registry) names: it uses plain HTTP"
            )
        }
        guard !realm.isPrivate || realm.host == registry.host || policy.names(realm) else {
            throw LoginError(
                .untrustedRealm,
                "refusing to send the credentials to the token server \(name), which \(registry) names: it is an address "
                    + "of this machine or its network",
                advice: [LoginError.adviceToTrustTokenServer]
            )
        }
        guard policy.trusts(realm, namedBy: registry) else {
            throw LoginError(
                .untrustedRealm,
                "refusing to send the credentials to the token server \(name), which \(registry) names: it is not trusted"
            )
        }
        return address
    }
}
