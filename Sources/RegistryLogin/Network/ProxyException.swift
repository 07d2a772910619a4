internal import RegistryCredentials

/// One entry of `NO_PROXY`: `*`, a name with its subdomains, an address, or a network, with or without a port.
enum ProxyException: Sendable, Equatable {
    case everything
    /// A name and its subdomains, or only the subdomains if it begins with a dot.
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
        if let address = IPAddress(text[...]) {
            self = .address(address, port: nil)
            return
        }
        // A port that is not valid makes the entry invalid; otherwise the exception would apply to the whole host.
        guard let server = try? HostAndPort(text[...]) else { return nil }
        if let address = IPAddress(server.host[...]) {
            self = .address(address, port: server.port)
            return
        }
        let name = server.host.hasPrefix("*.") ? server.host.dropFirst() : server.host[...]
        let domain = name.hasPrefix(".") ? name.dropFirst() : name
        guard !domain.isEmpty else { return nil }
        self = .domain(String(domain), includesItself: !name.hasPrefix("."), port: server.port)
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
