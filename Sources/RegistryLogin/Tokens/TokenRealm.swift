/// Whether a token server may be asked, which is looked at only when it is going to be.
enum TokenRealm {
    /// Reads the address of a token server, and refuses the ones that nothing may be sent to.
    ///
    /// - Parameters:
    ///   - text: The address as the registry sent it.
    ///   - registry: The registry that sent it.
    ///   - policy: What the caller trusts.
    /// - Returns: The address.
    /// - Throws: ``LoginError`` with the code ``LoginError/Code/insecure`` or ``LoginError/Code/untrustedRealm``.
    static func check(
        _ text: String,
        namedBy registry: HTTPOrigin,
        policy: TrustedRealms
    ) throws(LoginError) -> HTTPAddress {
        let address: HTTPAddress
        do {
            address = try HTTPAddress(text)
        } catch {
            // The address itself may hold anything, so it is not shown.
            throw LoginError(.untrustedRealm, "the address of the token server that \(registry) names \(error.inWords)")
        }
        let realm = address.origin
        // What reaches a registry on this machine in plain leaves it for nobody, and so must the credential.
        let leavesThisMachine =
            realm.host != registry.host && HTTPHost(registry.host)?.isLoopback == true
            && HTTPHost(realm.host)?.isLoopback != true
        guard realm.isSecure || !registry.isSecure && !leavesThisMachine else {
            throw LoginError(
                .insecure,
                "\(registry) names the token server \(realm), which would get the credential over plain HTTP"
            )
        }
        let isPrivate = HTTPHost(realm.host)?.isPrivate ?? true
        guard !isPrivate || realm.host == registry.host || policy.names(realm) else {
            throw LoginError(
                .untrustedRealm,
                "\(registry) names the token server \(realm), which is an address of this machine or its network",
                advice: ["If that is right, name the host as a trusted token server"]
            )
        }
        guard policy.trusts(realm, namedBy: registry) else {
            throw LoginError(.untrustedRealm, "\(registry) names the token server \(realm), which is not a trusted one")
        }
        return address
    }
}
