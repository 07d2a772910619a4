internal import HelperProtocol

/// The keys under which a helper may store the credential of one registry.
///
/// Helpers compare keys byte for byte, and clients use different keys: Docker uses the bare host, others an address
/// with a scheme, and Docker Hub has five names. The aliases that a helper has are read from its list, because trying
/// each of them would start a process each time.
///
/// A key with a path is a credential of its own, as in files: a save and a deletion touch the keys of exactly that
/// path, and a lookup tries the path, then the longest parent that the helper lists, then the host. Docker never uses
/// such a key with a helper: `docker login` reduces the address to its host. podman refuses to save a namespace with a
/// helper. So the repository of an image is not tried as a key: its credential is that of the host, which one call
/// finds.
struct HelperKeys {
    /// The key under which this package stores: the one that Docker uses, or the host and the path.
    let canonical: ServerURL

    /// The keys that are tried without a list: at most two, the first of which takes precedence over all others.
    let unlisted: [ServerURL]

    /// The keys that are erased without a list.
    var unlistedOwn: [ServerURL] { isNamespace ? [canonical] : unlisted }

    /// Whether the address is a namespace and the helper is podman's, which holds logins of whole registries only.
    let isUnsupported: Bool

    /// Whether the registry's path is part of the key.
    private let isNamespace: Bool
    private let server: ServerAddress

    init(of server: ServerAddress, _ policy: NativeStore.AliasPolicy) throws(HelperError) {
        self.server = server
        let namesPath =
            !server.path.isEmpty && !server.isRepository && !server.isDockerHubToken && !server.isOpaque
        isNamespace = policy == .allAliases && namesPath
        isUnsupported = policy == .podman && namesPath
        let docker = try ServerURL(policy == .podman ? server.podmanHelperKey : server.dockerKey)
        canonical = isNamespace ? try ServerURL(server.podmanKey) : docker
        guard !isNamespace else {
            unlisted = [canonical, docker]
            return
        }
        guard policy == .allAliases else {
            unlisted = [canonical]
            return
        }
        // Docker keeps an explicit default port, so `host:443` and `host` may be two entries. The exact one takes
        // precedence.
        let preferred = server.namedDefaultPort.map { "\(server.authority):\($0)" }
        let texts = [preferred, server.dockerKey, preferred == nil ? server.publicText : nil].compactMap(\.self)
        unlisted = Self.distinct(texts)
    }

    /// Returns the listed key to use if the first key is not found.
    ///
    /// The original text of the address comes first, then Docker's key, its `https://` form, its `http://` form, and
    /// the other aliases in bytewise order. Keys of parent paths come next, the longest first, and then the host.
    ///
    /// - Parameter listed: The keys that the helper lists.
    /// - Returns: The best key, excluding the first one; nil if no key names this registry.
    func alias(in listed: [String]) -> ServerURL? {
        let ranked = listed.compactMap { key in rank(key).map { (rank: $0, key: key) } }
            .sorted { one, other in
                one.rank != other.rank
                    ? one.rank < other.rank : one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
            }
        for entry in ranked where !entry.key.utf8.elementsEqual(unlisted[0].text.utf8) {
            if let key = try? ServerURL(entry.key) { return key }
        }
        return nil
    }

    /// Returns the listed keys that are erased with the registry's credential.
    ///
    /// For Docker Hub this includes the two tokens of Docker's device login, as in `docker logout`.
    func erased(from listed: [String]) -> [ServerURL] {
        Self.distinct(listed.filter(isOwn))
    }

    /// Returns the listed aliases that a save under Docker's key makes outdated.
    func outdated(in listed: [String]) -> [ServerURL] {
        erased(from: listed).filter { key in
            key != canonical && (try? ServerAddress(key.text))?.isDockerHubToken == server.isDockerHubToken
        }
    }

    /// Returns the listed keys of other credentials on the same host.
    func remaining(in listed: [String]) -> [String] {
        listed.filter { !isOwn($0) && (try? ServerAddress($0))?.isSameHost(as: server) == true }
    }

    private func isOwn(_ key: String) -> Bool {
        if key.utf8.elementsEqual(server.text.utf8) { return true }
        guard let address = try? ServerAddress(key), address.isSameHost(as: server) else { return false }
        if address.isDockerHubToken { return server.path.isEmpty || address.path.utf8.elementsEqual(server.path.utf8) }
        return !server.isDockerHubToken
            && (address.path.utf8.elementsEqual(server.path.utf8) || !isNamespace && address.path.isEmpty)
    }

    private func rank(_ key: String) -> Int? {
        if key.utf8.elementsEqual(server.text.utf8) { return 0 }
        if key.utf8.elementsEqual(canonical.text.utf8) { return 1 }
        guard let address = try? ServerAddress(key), address.covers(server),
            address.isDockerHubToken == server.isDockerHubToken
        else { return nil }
        let form =
            switch address.scheme {
            case .https: 2
            case .http: 3
            case nil: 4
            }
        let isExact = address.path.utf8.elementsEqual(server.path.utf8)
        return isExact || !isNamespace ? form : 1_000_000 - 8 * address.path.utf8.count + form
    }

    private static func distinct(_ texts: [String]) -> [ServerURL] {
        var keys: [ServerURL] = []
        for text in texts {
            guard let key = try? ServerURL(text), !keys.contains(key) else { continue }
            keys.append(key)
        }
        return keys
    }
}

extension ServerAddress {
    /// The key with which podman calls a helper: the host, or `docker.io`.
    var podmanHelperKey: String { isDockerHub ? "docker.io" : dockerKey }

    /// The explicit default port of an address that has a host and a port only.
    fileprivate var namedDefaultPort: UInt16? { port == nil && !isDockerHub ? namedPort : nil }

    /// The original text of the address; nil if it may contain a secret.
    ///
    /// User information may hold a password and a query a token, and helpers show their keys in lists.
    fileprivate var publicText: String? {
        text.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            ? nil : text
    }
}
