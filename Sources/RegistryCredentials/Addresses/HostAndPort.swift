/// The two parts of `host[:port]`, the form of a server in every address (RFC 3986, section 3.2).
///
/// The host is not validated, because the valid names depend on the use.
package struct HostAndPort {
    /// The name as written, or an IPv6 address without brackets in the form of RFC 5952.
    package let host: String

    /// The port; nil if the text has none, or nothing follows its colon.
    package let port: UInt16?

    /// The reason why a text is not `host[:port]`.
    package enum Problem: Error {
        case noClosingBracket, noPortAfterBracket, noIPv6AddressInBrackets, severalColons, invalidPort
    }

    /// Parses a host and a port; an IPv6 address must be in brackets.
    package init(_ text: Substring) throws(Problem) {
        guard text.first == "[" else {
            let name = text.prefix { $0 != ":" }
            let rest = text[name.endIndex...].dropFirst()
            guard !rest.contains(":") else { throw .severalColons }
            host = String(name)
            port = try Self.port(rest)
            return
        }
        guard let bracket = text.firstIndex(of: "]") else { throw .noClosingBracket }
        let rest = text[text.index(after: bracket)...]
        guard rest.isEmpty || rest.first == ":" else { throw .noPortAfterBracket }
        guard let address = IPAddress(ipv6: text[..<bracket].dropFirst()) else { throw .noIPv6AddressInBrackets }
        host = address.ipv6Text
        port = try Self.port(rest.dropFirst())
    }

    /// Parses a number from 1 to 65535; nil for an empty text.
    static func port(_ text: Substring) throws(Problem) -> UInt16? {
        guard !text.isEmpty else { return nil }
        // The initializer also accepts a sign.
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let port = UInt16(text), port > 0
        else { throw .invalidPort }
        return port
    }

    /// Returns a host and a port as text, with brackets around an IPv6 address.
    package static func text(host: String, port: UInt16?) -> String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }
}
