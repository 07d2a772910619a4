/// Compares the keys of a file with the address of one server.
struct KeyMatcher {
    let server: ServerAddress
    let matching: KeyMatching
    private let path: [Substring]
    private let prefilter: KeyPrefilter

    init(_ server: ServerAddress, _ matching: KeyMatching) {
        self.server = server
        self.matching = matching
        path = server.path.split(separator: "/")
        prefilter = KeyPrefilter(server)
    }

    /// The key that a new entry for the server gets.
    var canonicalKey: String {
        switch matching {
        case .docker: server.dockerKey
        case .podman: server.podmanKey
        }
    }

    /// Whether the key at `range` is worth a closer look; most of a large file is not.
    func mayMatch(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        prefilter.mayMatch(bytes, range)
    }

    /// How a key answers for the server; nil if it does not.
    func match(_ key: String) -> KeyMatch? {
        guard let address = try? ServerAddress(key), address.port == server.port,
            address.host.utf8.elementsEqual(server.host.utf8)
        else { return nil }
        return switch matching {
        case .docker: dockerMatch(key, address)
        case .podman: podmanMatch(key, address)
        }
    }

    /// How a key with stars answers for the server: after all others, the one first that leaves least to its stars.
    func globMatch(_ key: String) -> KeyMatch? {
        guard let glob = HostGlob(key), glob.matches(server) else { return nil }
        return KeyMatch(key: key, rule: .pattern, isOwn: false, group: .max, order: -glob.weight)
    }

    private func dockerMatch(_ key: String, _ address: ServerAddress) -> KeyMatch? {
        let isSamePath = address.path.utf8.elementsEqual(server.path.utf8)
        // What a device login got from Docker Hub is no password for it.
        guard isSamePath || !address.isDockerHubToken && !server.isDockerHubToken else { return nil }
        if isSamePath || address.path.isEmpty {
            let rule = spelling(key, address, canonical: server.dockerKey)
            return KeyMatch(key: key, rule: rule, isOwn: true, group: isSamePath ? 0 : 1, order: order(of: rule))
        }
        let parent = address.path.split(separator: "/")
        let isParent = isPrefixOfPath(parent)
        return KeyMatch(
            key: key,
            rule: isParent ? .namespace : .samePlace,
            isOwn: false,
            group: 2,
            order: isParent ? -parent.count : 1
        )
    }

    private func podmanMatch(_ key: String, _ address: ServerAddress) -> KeyMatch? {
        let parent = address.path.split(separator: "/")
        guard isPrefixOfPath(parent) else { return nil }
        let rule = spelling(key, address, canonical: address.podmanKey)
        let isOwn = parent.count == path.count
        return KeyMatch(
            key: key,
            rule: isOwn ? rule : .namespace,
            isOwn: isOwn,
            group: path.count - parent.count,
            order: order(of: rule)
        )
    }

    private func isPrefixOfPath(_ parent: [Substring]) -> Bool {
        parent.count <= path.count && zip(parent, path).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }

    private func spelling(_ key: String, _ address: ServerAddress, canonical: String) -> MatchRule {
        if key.utf8.elementsEqual(server.text.utf8) { return .exact }
        if key.utf8.elementsEqual(canonical.utf8) { return .canonical }
        return switch address.scheme {
        case .https: .https
        case .http: .http
        case nil: .spelling
        }
    }

    /// The exact key is asked first; but of Docker Hub, whose names are one, the one that clients save under.
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
