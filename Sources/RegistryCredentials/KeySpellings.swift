internal import HelperProtocol

/// The keys under which a helper may keep the credential of one server.
///
/// Helpers compare keys byte by byte, and clients do not agree on what they store: Docker takes the bare host, others an
/// address with a scheme, and Docker Hub has five names.
struct KeySpellings {
    /// The key that Docker uses, and under which this package stores.
    let canonical: ServerURL

    /// The keys of `get`, in their order.
    let all: [ServerURL]

    /// What else `docker logout` erases, and one that Docker Hub's users type.
    let furtherErased: [ServerURL]

    init(of server: ServerAddress, _ policy: NativeStore.SpellingPolicy) throws(HelperError) {
        canonical = try ServerURL(server.dockerKey)
        guard policy == .tolerant else {
            all = [canonical]
            furtherErased = []
            return
        }
        let names = server.isDockerHub ? ServerAddress.dockerHubNames.sorted() : []
        let asked = [server.dockerKey, server.publicText, "https://\(server.authority)"].compactMap(\.self) + names
        var keys: [ServerURL] = []
        for key in asked.compactMap(Self.key) where !keys.contains(key) { keys.append(key) }
        all = keys
        furtherErased = ["http://\(server.authority)", server.authority, "https://\(server.authority)/v1"]
            .compactMap(Self.key).filter { !keys.contains($0) }
    }

    private static func key(_ text: String) -> ServerURL? { try? ServerURL(text) }
}

extension ServerAddress {
    /// The address as it was given; nil if there is something in it that may be a secret, or means nothing.
    ///
    /// User information may hold a password and a query a token, and helpers show keys to everyone who asks for a list.
    fileprivate var publicText: String? {
        text.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            ? nil : text
    }
}
