/// Everything that distinguishes one token from another.
struct TokenCacheKey: Hashable, Sendable {
    /// The registry that the token is for, and the credential that it is obtained with.
    let owner: TokenCache.Owner
    /// The address of the token server.
    let realm: HTTPAddress
    let service: String?
    let scopes: TokenScopes

    init(_ purpose: TokenRequest.Purpose, _ owner: TokenCache.Owner) {
        self.owner = owner
        realm = purpose.realm
        service = purpose.service
        scopes = purpose.scopes
    }
}
