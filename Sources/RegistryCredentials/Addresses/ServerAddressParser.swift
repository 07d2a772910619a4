/// Parses the parts of an address.
enum ServerAddressParser {
    struct Parts {
        var text: String
        var scheme: ServerAddress.Scheme?
        var host: String
        var port: UInt16?
        var namedPort: UInt16?
        var path: String
        /// Why the text is not an address, if it is used as a key anyway.
        var problem: ServerAddressError?
    }

    static func parse(_ given: String) throws(ServerAddressError) -> Parts {
        let text = trimmed(given)
        guard !text.isEmpty else { throw ServerAddressError("the address of the registry is empty") }
        guard !hasControlCharacter(text) else {
            throw ServerAddressError("the address of the registry contains a control character")
        }
        let (scheme, afterScheme) = try split(schemeOf: text)
        let (server, path) = split(serverAndPath: afterScheme)
        let (host, port) = try split(hostAndPort: server, isURL: scheme != nil)
        return Parts(
            text: text,
            scheme: scheme,
            host: host,
            // 443 is a default port after http:// too: the key of such an address has no scheme and must mean the same.
            port: port == 443 || scheme == .http && port == 80 ? nil : port,
            namedPort: port,
            path: path
        )
    }

    static func hasControlCharacter(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    private static func split(schemeOf text: String) throws(ServerAddressError) -> (ServerAddress.Scheme?, Substring) {
        guard let mark = text.firstRange(of: "://"), !text[..<mark.lowerBound].contains("/") else {
            let lowercased = text.lowercased()
            guard !lowercased.hasPrefix("http:"), !lowercased.hasPrefix("https:") else {
                throw ServerAddressError("two slashes are missing after the scheme of the registry's address")
            }
            return (nil, text.hasPrefix("//") ? text.dropFirst(2) : text[...])
        }
        let name = text[..<mark.lowerBound].lowercased()
        guard let scheme = ServerAddress.Scheme(rawValue: name) else {
            throw ServerAddressError(
                "the address of the registry has an unknown scheme: use https:// or http://, or only the host"
            )
        }
        return (scheme, text[mark.upperBound...])
    }

    /// Removes the parts that do not identify the server: user information, query, fragment, and the `v1` and `v2` of
    /// the registry API.
    private static func split(serverAndPath text: Substring) -> (server: Substring, path: String) {
        let meaningful = text.prefix { $0 != "?" && $0 != "#" }
        let authority = meaningful.prefix { $0 != "/" }
        // User information ends with the last `@`.
        let server = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] } ?? authority
        var path = meaningful[authority.endIndex...].split(separator: "/", omittingEmptySubsequences: true)[...]
        if path.first == "v1" || path.first == "v2" { path = path.dropFirst() }
        return (server, path.joined(separator: "/"))
    }

    private static func split(
        hostAndPort server: Substring,
        isURL: Bool
    ) throws(ServerAddressError) -> (String, UInt16?) {
        let parts: HostAndPort
        do throws(HostAndPort.Problem) {
            if let address = try split(withoutBrackets: server, isURL: isURL) { return address }
            parts = try HostAndPort(server)
        } catch {
            throw ServerAddressError(error)
        }
        return (server.first == "[" ? parts.host : try host(parts.host[...]), parts.port)
    }

    /// Splits an IPv6 address without brackets; nil if the text does not have several colons.
    ///
    /// In a URL the last number is a port if the rest is an address, as Docker parses `http://::1:5000`. Elsewhere it
    /// is a port only if the whole text is not an address.
    private static func split(
        withoutBrackets server: Substring,
        isURL: Bool
    ) throws(HostAndPort.Problem) -> (String, UInt16?)? {
        guard server.first != "[", let colon = server.lastIndex(of: ":"), server[..<colon].contains(":") else {
            return nil
        }
        let whole = IPAddress(ipv6: server)?.ipv6Text
        if !isURL, let whole { return (whole, nil) }
        if let address = IPAddress(ipv6: server[..<colon]) {
            return (address.ipv6Text, try HostAndPort.port(server[server.index(after: colon)...]))
        }
        guard let whole else { throw .severalColons }
        return (whole, nil)
    }

    private static func host(_ text: Substring) throws(ServerAddressError) -> String {
        let name = text.hasSuffix(".") ? text.dropLast() : text
        guard !name.isEmpty else { throw ServerAddressError("the address of the registry has no host") }
        guard name.unicodeScalars.allSatisfy(isInHost), !name.hasPrefix("."), !name.hasSuffix("."), !name.contains("..")
        else {
            throw ServerAddressError("the host of the registry is not a host name")
        }
        return name.lowercasedASCII
    }

    /// Whether a host may contain a character.
    ///
    /// Keys of `config.json` may contain letters that are not ASCII, which docker and oras compare byte for byte.
    private static func isInHost(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else {
            return !scalar.properties.isWhitespace && !scalar.properties.isDefaultIgnorableCodePoint
                && scalar.properties.generalCategory != .format
        }
        return isHostByte(UInt8(truncatingIfNeeded: scalar.value))
    }

    // Host names on the internet have no underscore, but many names in Docker's networks do.

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension StringProtocol {
    /// The text with the letters A to Z in lower case and every other character unchanged.
    var lowercasedASCII: String {
        String(decoding: utf8.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }
}
