internal import RegistryCredentials

/// A host name or address, and what can be told from an address without a look-up.
struct HTTPHost: Sendable, Equatable {
    /// The name in lower case, without the dot at its end; an IPv6 address in the form of RFC 5952.
    let name: String

    /// Reads a host; nil if it is not a host.
    ///
    /// Names beyond ASCII are rejected: the form that begins with `xn--` is the one that goes over the network.
    ///
    /// - Parameter text: A name, an IPv4 address or an IPv6 address without brackets.
    init?(_ text: String) {
        let name = text.lowercased()
        if name.contains(":") {
            guard let address = IPv6Address(name) else { return nil }
            self.name = address.description
            return
        }
        let trimmed = name.hasSuffix(".") ? String(name.dropLast()) : name
        // No part of a name is empty.
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy(\.isInHostName), !trimmed.hasPrefix("."),
            !trimmed.hasSuffix("."),
            !trimmed.contains("..")
        else { return nil }
        // A name that ends in a number is an address or invalid: resolvers read 127.1 and 0x7f000001 as 127.0.0.1.
        if IPAddress.looksLikeIPv4(trimmed), IPAddress(ipv4: trimmed[...]) == nil { return nil }
        self.name = trimmed
    }

    private var address: IPAddress? { IPAddress(name[...]) }

    /// Whether it is `localhost`, 127.0.0.0/8 or ::1, in any form that resolvers understand.
    ///
    /// Never by the beginning of a name: `localhost.example.org` and `127.0.0.1.example.org` are elsewhere.
    var isLoopback: Bool { name == "localhost" || address?.isLoopback == true }

    /// The same in the usual form only: not `127.1`, `0x7f.1` or `::ffff:127.0.0.1`.
    ///
    /// Plain HTTP is allowed by this rule, which everybody who reads an address can follow.
    var isExactlyLoopback: Bool {
        guard isLoopback else { return false }
        let numbers = name.split(separator: ".", omittingEmptySubsequences: false)
        return name == "localhost" || name == "::1"
            || numbers.count == 4 && numbers.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }

    /// Whether it is an address and not a name.
    var isAddress: Bool { address != nil }

    /// Whether the address is this machine's or one that only machines near it can reach.
    ///
    /// `localhost` and all names below it are among them, since resolvers must answer with loopback there (RFC 6761).
    var isPrivate: Bool {
        name == "localhost" || name.hasSuffix(".localhost") || address?.isGlobal == false
    }
}

extension UInt8 {
    /// Letters, digits, and the marks that names are written with; the underscore is in use inside companies.
    fileprivate var isInHostName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
