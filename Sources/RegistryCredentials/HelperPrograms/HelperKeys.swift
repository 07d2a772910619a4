internal import HelperProtocol

/// The keys under which a helper may keep the credential of one server.
///
/// Helpers compare keys byte by byte, and clients do not agree on what they store: Docker takes the bare host, others an
/// address with a scheme, and Docker Hub has five names.
struct KeySpellings {
    /// The key that Docker uses, and under which this package stores.
    let canonical: ServerURL

    /// The keys that are asked for, in this order.
    let asked: [ServerURL]

    /// The keys that are erased: those that are asked for, what else `docker logout` erases, and Docker Hub's without
    /// the slash at its end, which people type.
    let erased: [ServerURL]

    init(of server: ServerAddress, _ policy: NativeStore.SpellingPolicy) throws(HelperError) {
        canonical = try ServerURL(server.dockerKey)
        guard policy == .tolerant else {
            asked = [canonical]
            erased = asked
            return
        }
        let names = server.isDockerHub ? ServerAddress.dockerHubNames.sorted() : []
        let further = [server.publicText, "https://\(server.authority)"].compactMap(\.self)
        asked = Self.distinct([server.dockerKey] + further + names)
        let withoutSlash = server.isDockerHub ? ["https://\(server.authority)/v1"] : []
        erased = Self.distinct(asked.map(\.text) + ["http://\(server.authority)"] + withoutSlash)
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
    /// The address as it was given; nil if there is something in it that may be a secret, or means nothing.
    ///
    /// User information may hold a password and a query a token, and helpers show keys to everyone who asks for a list.
    fileprivate var publicText: String? {
        text.utf8.contains { $0 == UInt8(ascii: "@") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            ? nil : text
    }
}
