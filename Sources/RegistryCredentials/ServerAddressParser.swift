/// Takes an address apart.
enum ServerAddressParser {
    struct Parts {
        var text: String
        var scheme: ServerAddress.Scheme?
        var host: String
        var port: UInt16?
        var path: String
    }

    static func parse(_ given: String) throws(ServerAddressError) -> Parts {
        let text = trimmed(given)
        guard !text.isEmpty else { throw ServerAddressError("the address of the registry is empty") }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw ServerAddressError("the address of the registry has a control character in it")
        }
        let (scheme, afterScheme) = try split(schemeOf: text)
        // Query and fragment say nothing about the host.
        let meaningful = afterScheme.prefix { $0 != "?" && $0 != "#" }
        let authority = meaningful.prefix { $0 != "/" }
        let path = meaningful[authority.endIndex...].split(separator: "/", omittingEmptySubsequences: true)
        // User information ends with the last `@`.
        let server = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        let (host, port) = try split(hostAndPort: server)
        return Parts(
            text: text,
            scheme: scheme,
            host: host,
            port: port == (scheme == .http ? 80 : 443) ? nil : port,
            path: (path.first == "v1" || path.first == "v2" ? path.dropFirst() : path[...]).joined(separator: "/")
        )
    }

    private static func split(schemeOf text: String) throws(ServerAddressError) -> (ServerAddress.Scheme?, Substring) {
        guard let mark = text.firstRange(of: "://") else {
            return (nil, text.hasPrefix("//") ? text.dropFirst(2) : text[...])
        }
        let name = text[..<mark.lowerBound].lowercased()
        guard let scheme = ServerAddress.Scheme(rawValue: name) else {
            throw ServerAddressError("a registry is reached by https or http, and not by \(name)")
        }
        return (scheme, text[mark.upperBound...])
    }

    private static func split(hostAndPort server: Substring) throws(ServerAddressError) -> (String, UInt16?) {
        if server.first == "[" {
            guard let bracket = server.firstIndex(of: "]") else {
                throw ServerAddressError("the IPv6 address has no closing bracket")
            }
            let address = server[server.index(after: server.startIndex)..<bracket]
            let rest = server[server.index(after: bracket)...]
            guard rest.isEmpty || rest.first == ":" else {
                throw ServerAddressError("something other than a port follows the IPv6 address")
            }
            return (try host(address), try port(rest.dropFirst()))
        }
        switch server.count(where: { $0 == ":" }) {
        case 0: return (try host(server), nil)
        case 1:
            let colon = server.firstIndex(of: ":") ?? server.endIndex
            return (try host(server[..<colon]), try port(server[server.index(after: colon)...]))
        default: return (try host(server), nil)
        }
    }

    private static func host(_ text: Substring) throws(ServerAddressError) -> String {
        let name = text.hasSuffix(".") ? text.dropLast() : text
        guard !name.isEmpty else { throw ServerAddressError("the address of the registry has no host") }
        guard !name.contains(where: { $0.isWhitespace || $0 == "\\" }) else {
            throw ServerAddressError("the host of the registry has a blank or a backslash in it")
        }
        return name.lowercased()
    }

    private static func port(_ text: Substring) throws(ServerAddressError) -> UInt16? {
        guard !text.isEmpty else { return nil }
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }), let port = UInt16(text), port > 0
        else {
            throw ServerAddressError("the port of the registry is not a number from 1 to 65535")
        }
        return port
    }

    private static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
