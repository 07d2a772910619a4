/// The scopes of a token, such as `repository:team/app:pull,push`, without duplicates and always in the same order.
///
/// So the cache finds the token for equal scopes in any order.
struct TokenScopes: Sendable, Hashable {
    /// The scopes, sorted by their bytes.
    let all: [String]

    /// Merges scopes.
    ///
    /// - Parameter texts: Scopes, possibly several in one text, separated by spaces. Actions on one resource are
    ///   merged.
    init(_ texts: [String]) {
        var actions: [String: Set<Substring>] = [:]
        var others: Set<String> = []
        for scope in texts.flatMap({ $0.split(separator: " ") }) {
            guard let colon = scope.lastIndex(of: ":"), colon != scope.firstIndex(of: ":") else {
                others.insert(String(scope))
                continue
            }
            let granted = scope[scope.index(after: colon)...].split(separator: ",")
            actions[String(scope[..<colon]), default: []].formUnion(granted)
        }
        // `*` includes every other action.
        let merged = actions.map { resource, actions in
            "\(resource):\(actions.contains("*") ? "*" : actions.sorted().joined(separator: ","))"
        }
        all = (others + merged).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
