internal import RegistryCredentials

extension HTTPOrigin {
    /// Returns a host in lower case and without a trailing dot, or an IPv6 address in the form of RFC 5952; nil if the text
    /// is not a host.
    ///
    /// Names that are not ASCII are rejected: the form that begins with `xn--` is the one that is sent over the network.
    static func normalized(_ host: String) -> String? {
        let name = host.lowercased()
        if name.contains(":") { return IPAddress(ipv6: name)?.ipv6Text }
        let trimmed = name.hasSuffix(".") ? String(name.dropLast()) : name
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy(\.isInHostName), !trimmed.hasPrefix("."),
            !trimmed.hasSuffix("."), !trimmed.contains("..")
        else { return nil }
        // A name that ends in a number is an address or invalid: resolvers read 127.1 and 0x7f000001 as 127.0.0.1.
        if IPAddress.looksLikeIPv4(trimmed), IPAddress(ipv4: trimmed[...]) == nil { return nil }
        return trimmed
    }

    private var address: IPAddress? { IPAddress(host[...]) }

    /// Whether the host is an IP address and not a name.
    package var isIPAddress: Bool { address != nil }

    /// Whether the host is `localhost`, in 127.0.0.0/8 or `::1`, in any form that resolvers understand.
    ///
    /// The beginning of a name does not matter: `localhost.example.org` and `127.0.0.1.example.org` are other hosts.
    var isLoopback: Bool { host == "localhost" || address?.isLoopback == true }

    /// Whether the host is loopback in its usual form: not `127.1`, `0x7f.1` or `::ffff:127.0.0.1`.
    ///
    /// Plain HTTP is allowed by this rule, because everyone who reads an address can follow it.
    var isExactlyLoopback: Bool {
        guard isLoopback else { return false }
        let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
        return host == "localhost" || host == "::1"
            || numbers.count == 4 && numbers.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }

    /// Whether the host is this machine, or an address that only machines near it can reach.
    ///
    /// This includes `localhost` and all names below it, because resolvers return loopback for them (RFC 6761).
    var isPrivate: Bool { host == "localhost" || host.hasSuffix(".localhost") || address?.isGlobal == false }
}

extension UInt8 {
    /// Letters, digits, and the punctuation of names; company networks also use underscores.
    fileprivate var isInHostName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
