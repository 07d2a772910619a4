extension IPAddress {
    /// The IPv4 address, also one in an IPv6 address: mapped, translated (64:ff9b::/96) or tunnelled (2002::/16).
    private var ipv4: UInt32? {
        if high == 0, low >> 32 == 0xFFFF { return UInt32(truncatingIfNeeded: low) }
        if high == 0, low >> 32 == 0, low > 1 { return UInt32(truncatingIfNeeded: low) }
        if high == 0x0064_FF9B_0000_0000, low >> 32 == 0 { return UInt32(truncatingIfNeeded: low) }
        if high >> 48 == 0x2002 { return UInt32(truncatingIfNeeded: high >> 16) }
        return nil
    }

    /// Whether it is an IPv4 address, or an IPv6 address that maps one.
    package var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// Whether the first `bits` of the 128 bits are the same in both addresses.
    package func sharesPrefix(with other: IPAddress, bits: Int) -> Bool {
        let (highBits, lowBits) = (min(bits, 64), max(bits - 64, 0))
        // A shift by 64 gives 0 in Swift, so no bits are no difference.
        return (high ^ other.high) >> (64 - highBits) == 0 && (low ^ other.low) >> (64 - lowBits) == 0
    }

    /// Whether the address is in 127.0.0.0/8, or is ::1.
    package var isLoopback: Bool {
        high == 0 && (low == 1 || (low >> 32 == 0xFFFF && (low >> 24) & 0xFF == 127))
    }

    /// Whether the address may be anywhere on the internet: not loopback, private, link-local, shared, reserved or multicast (RFC 6890).
    package var isGlobal: Bool {
        if let ipv4 { return Self.localNetworks.allSatisfy { ipv4 >> (32 - $0.bits) != $0.prefix >> (32 - $0.bits) } }
        // 64:ff9b:1::/48 is for translation inside a network (RFC 8215). Teredo's 2001::/32 holds the address of the
        // client, each bit inverted, and of its server (RFC 4380); today it only leads to private addresses.
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
