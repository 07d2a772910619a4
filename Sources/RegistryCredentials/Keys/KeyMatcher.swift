/// Matches the keys of a file against the address of one server.
///
/// All verbs use the same rule: a key applies to its own address and to the paths below it. The longest key takes
/// precedence, the host comes last.
struct KeyMatcher {
    let server: ServerAddress
    let matching: KeyMatching
    private let path: [Substring]
    private let prefilter: KeyPrefilter

    init(_ server: ServerAddress, _ matching: KeyMatching) {
        self.server = server
        self.matching = matching
        path = server.path.split(separator: "/")
        prefilter = KeyPrefilter(server, matchesWildcards: matching == .kubernetes)
    }

    /// The key for a new entry of the server.
    var canonicalKey: String {
        let isDockerKey = matching == .docker && (server.path.isEmpty || server.isDockerHubToken)
        return isDockerKey ? server.dockerKey : server.podmanKey
    }

    /// Whether the key at `range` may match and must be parsed; most keys of a large file are ruled out.
    func mayMatch(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        prefilter.mayMatch(bytes, range)
    }

    /// Returns how a key matches the server; nil if it does not.
    func match(_ key: String) -> KeyMatch? {
        if matching == .kubernetes, let match = kubeletMatch(key) { return match }
        // An identical key always matches, even if it is not a valid address.
        if key.utf8.elementsEqual(server.text.utf8) {
            return KeyMatch(key: key, rule: .exact, distance: 0, order: order(of: .exact))
        }
        guard matching != .kubernetes, !server.isOpaque, let address = try? ServerAddress(key),
            address.isSameHost(as: server)
        else { return nil }
        return match(key, address)
    }

    private func match(_ key: String, _ address: ServerAddress) -> KeyMatch? {
        let isSamePath = address.path.utf8.elementsEqual(server.path.utf8)
        // A token of Docker Hub's device login is not a password for Docker Hub.
        guard isSamePath || !address.isDockerHubToken && !server.isDockerHubToken else { return nil }
        let parent = address.path.split(separator: "/")
        guard isPrefixOfPath(parent) else {
            // Docker uses a key with a path for its bare host if no other key matches, but never for another path.
            guard matching == .docker, server.path.isEmpty else { return nil }
            return KeyMatch(key: key, rule: .pathOnHost, distance: .max, order: 0)
        }
        let rule = rule(of: key, address)
        let distance = path.count - parent.count
        return KeyMatch(key: key, rule: distance == 0 ? rule : .parent, distance: distance, order: order(of: rule))
    }

    /// The kubelet's rule: wildcards in the labels of the host, the same port, and a path that is a text prefix of the
    /// server's (pkg/credentialprovider/keyring.go).
    private func kubeletMatch(_ key: String) -> KeyMatch? {
        guard let pattern = HostPattern(key), pattern.matches(server) else { return nil }
        // A trailing slash in a key restricts it to whole path components.
        let endsWithSlash = key.utf8.last == UInt8(ascii: "/") && !pattern.path.isEmpty
        let keyPath = pattern.path + (endsWithSlash ? "/" : "")
        guard (server.path + (endsWithSlash ? "/" : "")).utf8.starts(with: keyPath.utf8) else { return nil }
        let isOwn = !pattern.hasWildcards && pattern.path.utf8.elementsEqual(server.path.utf8)
        let rule: MatchRule =
            if pattern.hasWildcards { .pattern } else if isOwn { .alias } else { .parent }
        return KeyMatch(
            key: key,
            rule: rule,
            distance: isOwn ? 0 : 1,
            order: 0,
            kubeletKey: Array("\(pattern.host)/\(keyPath)".utf8)
        )
    }

    private func isPrefixOfPath(_ parent: [Substring]) -> Bool {
        parent.count <= path.count && zip(parent, path).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }

    private func rule(of key: String, _ address: ServerAddress) -> MatchRule {
        let isOwn = address.path.utf8.elementsEqual(server.path.utf8)
        let canonical = isOwn ? canonicalKey : matching == .podman ? address.podmanKey : address.dockerKey
        if key.utf8.elementsEqual(canonical.utf8) { return .canonical }
        return switch address.scheme {
        case .https: .https
        case .http: .http
        case nil: .alias
        }
    }

    /// The rank of a rule; the exact key is first.
    ///
    /// For Docker Hub, the key that clients save under is first.
    private func order(of rule: MatchRule) -> Int {
        switch rule {
        case .exact where server.isDockerHub && !server.text.utf8.elementsEqual(canonicalKey.utf8): 1
        case .exact,
            .canonical where server.isDockerHub:
            0
        case .canonical: 1
        case .https: 2
        case .http: 3
        default: 4
        }
    }
}
