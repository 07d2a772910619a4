/// An IP address as a number of 128 bits; an IPv4 address is the last 32 of them, after `::ffff`.
///
/// No resolver is used, because a name may only be looked up after it is known to be allowed.
package struct IPAddress: Sendable, Equatable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Parses an IPv6 address or an IPv4 address; nil for a name.
    package init?(_ text: Substring) {
        guard let address = IPAddress(ipv6: text) ?? IPAddress(ipv4: text) else { return nil }
        self = address
    }

    /// Parses an IPv4 address in any of the forms that `inet_aton` accepts: one to four numbers in decimal, octal or
    /// lower-case hexadecimal digits.
    package init?(ipv4 text: Substring) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...4).contains(parts.count) else { return nil }
        var numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count, let last = numbers.popLast() else { return nil }
        // The last number fills all remaining bytes.
        guard numbers.allSatisfy({ $0 <= 0xFF }), last < 1 << (8 * (4 - UInt64(numbers.count))) else { return nil }
        let value = numbers.enumerated().reduce(last) { $0 | $1.element << (24 - 8 * UInt64($1.offset)) }
        self.init(high: 0, low: 0xFFFF_0000_0000 | value)
    }

    /// Whether the last label of a name is a number, so that a resolver may read the whole name as an IPv4 address.
    package static func looksLikeIPv4(_ name: String) -> Bool {
        guard let last = name.split(separator: ".").last else { return false }
        return last.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } || number(last) != nil
    }

    private static func number(_ text: Substring) -> UInt64? {
        if text.hasPrefix("0x") {
            let digits = text.dropFirst(2)
            // The initializer also accepts a sign.
            guard digits.utf8.first != UInt8(ascii: "+") else { return nil }
            return digits.isEmpty ? 0 : UInt32(digits, radix: 16).map(UInt64.init)
        }
        guard text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        return UInt32(text, radix: text.hasPrefix("0") ? 8 : 10).map(UInt64.init)
    }
}
