internal import RegistryCredentials

/// A host name or address, with what is known of an address by looking at it.
struct HTTPHost: Sendable, Equatable {
    /// The name in lower case, without the dot at its end; of the spellings of an IPv6 address the one of RFC 5952.
    let name: String

    /// Reads a host; nil if it is none.
    ///
    /// Names in Unicode are refused, as there are two spellings of each: `xn--` it is.
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
        // What ends in a number is an address, or nothing: resolvers read 127.1 and 0x7f000001 as 127.0.0.1.
        if IPAddress.looksLikeIPv4(trimmed), IPAddress(ipv4: trimmed[...]) == nil { return nil }
        self.name = trimmed
    }

    private var address: IPAddress? { IPAddress(name[...]) }

    /// Exactly `localhost`, 127.0.0.0/8 or ::1.
    ///
    /// Never by the beginning of a name: `localhost.example.org` and `127.0.0.1.example.org` are elsewhere.
    var isLoopback: Bool { name == "localhost" || address?.isLoopback == true }

    /// Whether the address is one that only machines near this one reach, or this one itself.
    ///
    /// `localhost` and what is below it counts, since resolvers must answer with loopback there (RFC 6761).
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
