internal import RegistryCredentials

/// An address as a number of 128 bits; an IPv4 address is the last 32 of them behind `::ffff`.
///
/// It is not read by the system's resolver, since nothing may be looked up before it is known to be allowed.
struct IPAddress: Sendable, Equatable {
    private let high: UInt64
    private let low: UInt64

    private static let mappedPrefix: UInt64 = 0xFFFF_0000_0000

    /// Reads an address of either kind; nil for a name.
    init?(_ text: Substring) {
        guard let address = IPAddress(ipv6: text) ?? IPAddress(ipv4: text) else { return nil }
        self = address
    }

    /// Reads an IPv4 address in any of the forms that `inet_aton` takes: four numbers or fewer, in decimal, octal or
    /// hexadecimal digits.
    init?(ipv4 text: Substring) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count, let last = numbers.popLast() else { return nil }
        // The last number fills all bytes that the others leave.
        guard numbers.allSatisfy({ $0 <= 0xFF }), last < 1 << (8 * (4 - UInt64(numbers.count))) else { return nil }
        let value = numbers.enumerated().reduce(last) { $0 | $1.element << (24 - 8 * UInt64($1.offset)) }
        self.init(high: 0, low: Self.mappedPrefix | value)
    }

    /// Reads an IPv6 address, without brackets and zone.
    init?(ipv6 text: Substring) {
        guard let groups = IPv6Address(text)?.groups else { return nil }
        self.init(
            high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
            low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
        )
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether the last part of a name is a number, so that a resolver may read the whole as an address.
    static func looksLikeIPv4(_ name: String) -> Bool {
        guard let last = name.split(separator: ".").last else { return false }
        return last.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } || number(last) != nil
    }

    private static func number(_ text: Substring) -> UInt64? {
        if text.hasPrefix("0x") {
            let digits = text.dropFirst(2)
            // The initialiser would take a sign too.
            guard digits.utf8.first != UInt8(ascii: "+") else { return nil }
            return digits.isEmpty ? 0 : UInt32(digits, radix: 16).map(UInt64.init)
        }
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return UInt32(text, radix: text.hasPrefix("0") ? 8 : 10).map(UInt64.init)
    }

    /// The IPv4 address, also one in an IPv6 address: mapped, translated (64:ff9b::/96) or tunnelled (2002::/16).
    private var ipv4: UInt32? {
        if high == 0, low >> 32 == 0xFFFF { return UInt32(truncatingIfNeeded: low) }
        if high == 0, low >> 32 == 0, low > 1 { return UInt32(truncatingIfNeeded: low) }
        if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return UInt32(truncatingIfNeeded: low) }
        if high >> 48 == 0x2002 { return UInt32(truncatingIfNeeded: high >> 16) }
        return nil
    }

    /// Whether it is an IPv4 address, or written as one.
    var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Whether both begin with the same bits.
    ///
    /// - Parameters:
    ///   - other: The other address.
    ///   - bits: How many of the 128 bits to compare.
    /// - Returns: Whether they are the same.
    func sharesPrefix(with other: IPAddress, bits: Int) -> Bool {
        let (highBits, lowBits) = (min(bits, 64), max(bits - 64, 0))
        // A shift by 64 gives 0 in Swift, so no bits are no difference.
        return (high ^ other.high) >> (64 - highBits) == 0 && (low ^ other.low) >> (64 - lowBits) == 0
    }

    /// 127.0.0.0/8 and ::1.
    var isLoopback: Bool {
        high == 0 && (low == 1 || (low >> 32 == 0xFFFF && (low >> 24) & 0xFF == 127))
    }

    /// Whether the address may be anywhere: not loopback, private, link-local, shared, reserved or multicast (RFC 6890).
    var isGlobal: Bool {
        if let ipv4 { return Self.localNetworks.allSatisfy { ipv4 >> (32 - $0.bits) != $0.prefix >> (32 - $0.bits) } }
        // 64:ff9b:1::/48 is for translation inside a network (RFC 8215). Teredo's 2001::/32 holds the address of the
        // client, each bit inverted, and of its server (RFC 4380); it is of no use any more but to reach private ones.
        if high >> 16 == 0x0064_FF9B_0001 || high >> 32 == 0x2001_0000 { return false }
        // Unspecified and loopback; fc00::/7, fe80::/10 with the old fec0::/10, ff00::/8.
        return !(high == 0 && low <= 1) && high >> 57 != 0x7E && high >> 55 != 0x1FD && high >> 56 != 0xFF
    }

    private static let localNetworks: [(prefix: UInt32, bits: UInt32)] = [
        (0x0000_0000, 8),  // this network
        (0x0A00_0000, 8),  // private
        (0x6440_0000, 10),  // shared, behind a provider's address translation
        (0x7F00_0000, 8),  // loopback
        (0xA9FE_0000, 16),  // link-local, with the metadata services of clouds
        (0xAC10_0000, 12),  // private
        (0xC000_0000, 24),  // protocol assignments
        (0xC0A8_0000, 16),  // private
        (0xC612_0000, 15),  // benchmarks
        (0xE000_0000, 3),  // multicast and reserved
    ]
}
