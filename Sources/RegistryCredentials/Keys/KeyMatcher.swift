/// Compares the keys of a file with the address of one server.
///
/// One rule for every verb: a key is used for what lies at it or below it, the longest first, the host last.
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

    /// The key that a new entry for the server gets.
    var canonicalKey: String {
        let isDockerKey = matching == .docker && (server.path.isEmpty || server.isDockerHubToken)
        return isDockerKey ? server.dockerKey : server.podmanKey
    }

    /// Whether the key at `range` is worth parsing; most of a large file is not.
    func mayMatch(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        prefilter.mayMatch(bytes, range)
    }

    /// How a key is used for the server; nil if it is not.
    func match(_ key: String) -> KeyMatch? {
        if matching == .kubernetes, let match = kubeletMatch(key) { return match }
        // However odd the key is, whoever gives it byte for byte means it.
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
        // What a device login got from Docker Hub is no password for it.
        guard isSamePath || !address.isDockerHubToken && !server.isDockerHubToken else { return nil }
        let parent = address.path.split(separator: "/")
        guard isPrefixOfPath(parent) else {
            // Docker has a path key answer for its host where nothing else does, never for another path.
            guard matching == .docker, server.path.isEmpty else { return nil }
            return KeyMatch(key: key, rule: .pathOnHost, distance: .max, order: 0)
        }
        let rule = rule(of: key, address)
        let distance = path.count - parent.count
        return KeyMatch(key: key, rule: distance == 0 ? rule : .parent, distance: distance, order: order(of: rule))
    }

    /// The kubelet's rule: wildcards in the labels of the host, the same port, and the key's path as a beginning of the
    /// server's, which need not end at a slash (pkg/credentialprovider/keyring.go).
    private func kubeletMatch(_ key: String) -> KeyMatch? {
        guard let pattern = HostPattern(key), pattern.matches(server) else { return nil }
        // A slash at the end of a key ends the path that it stands for.
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

    /// The exact key is first.
    ///
    /// For Docker Hub, whose names are one, it is the key that clients save under.
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
