internal import RegistryCredentials

/// What makes one token another than the next.
struct TokenCacheKey: Hashable, Sendable {
    /// The registry that the token is for.
    let registry: HTTPOrigin
    /// Who gives it.
    let realm: HTTPAddress
    let service: String?
    let scopes: TokenScopes
    /// Whose it is: the credential itself and not a hash of it, so that no two are ever taken for one.
    let credential: Credential?

    func hash(into hasher: inout Hasher) {
        hasher.combine(registry)
        hasher.combine(realm)
        hasher.combine(service)
        hasher.combine(scopes)
        hasher.combine(credential?.username)
    }
}
