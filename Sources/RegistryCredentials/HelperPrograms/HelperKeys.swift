internal import HelperProtocol

/// The keys under which a helper may keep the credential of one registry.
///
/// Helpers compare keys byte by byte, and clients do not agree on what they store: Docker takes the bare host, others an
/// address with a scheme, and Docker Hub has five names. Which aliases a helper has is read from its list; to try each of
/// them would be a process each.
struct HelperKeys {
    /// The key that Docker uses, under which this package stores.
    let canonical: ServerURL

    /// The keys that may be asked for without a list: at most two, the first of which comes before any other.
    let unlisted: [ServerURL]

    private let server: ServerAddress

    init(of server: ServerAddress, _ policy: NativeStore.AliasPolicy) throws(HelperError) {
        self.server = server
        canonical = try ServerURL(server.dockerKey)
        guard policy == .tolerant else {
            unlisted = [canonical]
            return
        }
        // Docker keeps a default port that was typed, so `host:443` and `host` may be two entries: the exact one wins.
        let preferred = server.namedDefaultPort.map { "\(server.authority):\($0)" }
        let texts = [preferred, server.dockerKey, preferred == nil ? server.publicText : nil].compactMap(\.self)
        unlisted = Self.distinct(texts)
    }

    /// The key of a list from which a lookup is answered when the first key is not found.
    ///
    /// The address as it was given comes first, then Docker's key, its `https://` form, its `http://` form and the other
    /// aliases in bytewise order. Keys of paths above the address come last.
    ///
    /// - Parameter listed: The keys that the helper lists.
    /// - Returns: The best of them but for the first that was tried; nil if none means this registry.
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

    /// The keys of a list that are erased with the registry's credential.
    ///
    /// With Docker Hub go the two tokens of Docker's login in the browser, as with `docker logout`.
    func erased(from listed: [String]) -> [ServerURL] {
        Self.distinct(listed.filter(isOwn))
    }

    /// The aliases in a list that a save under Docker's key outdates.
    func outdated(in listed: [String]) -> [ServerURL] {
        erased(from: listed).filter { key in
            key != canonical && (try? ServerAddress(key.text))?.isDockerHubToken == server.isDockerHubToken
        }
    }

    /// The keys of a list that mean another credential on the same host.
    func remaining(in listed: [String]) -> [String] {
        listed.filter { !isOwn($0) && (try? ServerAddress($0))?.isSameHost(as: server) == true }
    }

    private func isOwn(_ key: String) -> Bool {
        if key.utf8.elementsEqual(server.text.utf8) { return true }
        guard let address = try? ServerAddress(key), address.isSameHost(as: server) else { return false }
        if address.isDockerHubToken { return server.path.isEmpty || address.path.utf8.elementsEqual(server.path.utf8) }
        return !server.isDockerHubToken
            && (address.path.isEmpty || address.path.utf8.elementsEqual(server.path.utf8))
    }

    private func rank(_ key: String) -> Int? {
        if key.utf8.elementsEqual(server.text.utf8) { return 0 }
        if key.utf8.elementsEqual(canonical.text.utf8) { return 1 }
        guard let address = try? ServerAddress(key), address.covers(server),
            address.isDockerHubToken == server.isDockerHubToken
        else { return nil }
        guard address.path.isEmpty || address.path.utf8.elementsEqual(server.path.utf8) else {
            return 1_000_000 - address.path.utf8.count
        }
        return switch address.scheme {
        case .https: 2
        case .http: 3
        case nil: 4
        }
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
    /// A port that was named and means none, in an address that is a host and that port.
    fileprivate var namedDefaultPort: UInt16? { port == nil && !isDockerHub ? namedPort : nil }

    /// The address as it was given; nil if there is something in it that may be a secret.
    ///
    /// User information may hold a password and a query a token, and helpers show keys to everyone who asks for a list.
    fileprivate var publicText: String? {
        text.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            ? nil : text
    }
}
