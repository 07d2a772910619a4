/// One entry of `NO_PROXY`: `*`, a name with everything below it, an address, or a network, with or without a port.
enum ProxyException: Sendable, Equatable {
    case everything
    /// A name and everything below it, or only what is below if it begins with a dot.
    case domain(String, includesItself: Bool, port: UInt16?)
    case address(IPAddress, port: UInt16?)
    case network(IPAddress, bits: Int)

    /// Reads an entry; nil if it is not valid.
    init?(_ text: Substring) {
        let text = text.lowercased()
        if text == "*" {
            self = .everything
            return
        }
        if let slash = text.firstIndex(of: "/") {
            guard let address = IPAddress(text[..<slash]), let bits = Int(text[text.index(after: slash)...]),
                (0...(address.isIPv4 ? 32 : 128)).contains(bits)
            else { return nil }
            self = .network(address, bits: address.isIPv4 ? bits + 96 : bits)
            return
        }
        let bare = text.hasPrefix("[") ? text.dropFirst().prefix { $0 != "]" } : text[...]
        if let address = IPAddress(bare) {
            let port = text.hasPrefix("[") ? text.split(separator: "]:").dropFirst().first.flatMap { UInt16($0) } : nil
            self = .address(address, port: port)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let port = parts.count == 2 ? UInt16(parts[1]) : nil
        // A port that is not valid makes the entry invalid, or else the whole host would be excepted.
        guard parts.count == 1 || port != nil else { return nil }
        if let address = IPAddress(parts[0]) {
            self = .address(address, port: port)
            return
        }
        let name = parts[0].hasPrefix("*.") ? parts[0].dropFirst() : parts[0]
        let domain = name.hasPrefix(".") ? name.dropFirst() : name
        guard !domain.isEmpty else { return nil }
        self = .domain(String(domain), includesItself: !name.hasPrefix("."), port: port)
    }

    func covers(_ origin: HTTPOrigin) -> Bool {
        switch self {
        case .everything:
            true
        case .domain(let domain, let includesItself, let port):
            (port == nil || port == origin.port)
                && (origin.host.hasSuffix(".\(domain)") || includesItself && origin.host == domain)
        case .address(let address, let port):
            (port == nil || port == origin.port) && IPAddress(origin.host[...]) == address
        case .network(let network, let bits):
            IPAddress(origin.host[...]).map { $0.sharesPrefix(with: network, bits: bits) } ?? false
        }
    }
}
