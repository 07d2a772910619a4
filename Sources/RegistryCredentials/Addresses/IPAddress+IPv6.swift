extension IPAddress {
    /// Parses the text form of RFC 4291, section 2.2; nil for anything else, and for an address with a zone.
    ///
    /// The grammar of image references has no zones either: a zone has a different meaning on every machine.
    package init?(ipv6 text: some StringProtocol) {
        let halves = Self.halves(of: Array(text.utf8))
        // Only the last two groups may be in IPv4 notation.
        guard let head = Self.groups(halves.head, mayEndDotted: halves.tail == nil) else { return nil }
        guard let tail = halves.tail else {
            guard head.count == 8 else { return nil }
            self.init(groups: head)
            return
        }
        // `::` stands for at least one group of zeros.
        guard let tail = Self.groups(tail, mayEndDotted: true), head.count + tail.count < 8 else { return nil }
        self.init(groups: head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail)
    }

    private init(groups: [UInt16]) {
        self.init(
            high: groups[..<4].reduce(0) { $0 << 16 | UInt64($1) },
            low: groups[4...].reduce(0) { $0 << 16 | UInt64($1) }
        )
    }

    /// The text before and after the first `::`; a second one is rejected as an invalid group.
    private static func halves(of text: [UInt8]) -> (head: ArraySlice<UInt8>, tail: ArraySlice<UInt8>?) {
        let colon = UInt8(ascii: ":")
        for index in text.indices.dropLast() where text[index] == colon && text[index + 1] == colon {
            return (text[..<index], text[(index + 2)...])
        }
        return (text[...], nil)
    }

    private static func groups(_ text: ArraySlice<UInt8>, mayEndDotted: Bool) -> [UInt16]? {
        guard !text.isEmpty else { return [] }
        let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        var groups: [UInt16] = []
        for (position, part) in parts.enumerated() {
            if mayEndDotted, position == parts.count - 1, part.contains(UInt8(ascii: ".")) {
                guard let pair = dotted(part) else { return nil }
                groups += pair
            } else {
                guard let group = number(part, radix: 16, digits: 4) else { return nil }
                groups.append(group)
            }
        }
        return groups
    }

    /// The last two groups of an address that ends in IPv4 notation.
    private static func dotted(_ text: ArraySlice<UInt8>) -> [UInt16]? {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let numbers = parts.compactMap { number($0, radix: 10, digits: 3) }.filter { $0 < 256 }
        guard parts.count == 4, numbers.count == 4 else { return nil }
        return [numbers[0] << 8 | numbers[1], numbers[2] << 8 | numbers[3]]
    }

    private static func number(_ text: ArraySlice<UInt8>, radix: Int, digits: Int) -> UInt16? {
        // `UInt16` itself would accept a sign.
        guard 1...digits ~= text.count, text.first != UInt8(ascii: "+"), text.first != UInt8(ascii: "-") else {
            return nil
        }
        return UInt16(String(decoding: text, as: UTF8.self), radix: radix)
    }
}

extension IPAddress {
    /// The IPv6 form of RFC 5952: lower case, no leading zeros, the longest run of zeros as `::`.
    package var ipv6Text: String {
        let groups = [high, low].flatMap { half in
            stride(from: 48, through: 0, by: -16).map { UInt16(truncatingIfNeeded: half >> UInt64($0)) }
        }
        let words = groups.map { String($0, radix: 16) }
        guard let run = Self.longestRunOfZeros(in: groups) else { return words.joined(separator: ":") }
        return words[..<run.lowerBound].joined(separator: ":") + "::" + words[run.upperBound...].joined(separator: ":")
    }

    /// The first of the longest runs of two or more.
    private static func longestRunOfZeros(in groups: [UInt16]) -> Range<Int>? {
        var longest = 0..<1
        var start = 0
        for (index, group) in groups.enumerated() {
            if group != 0 {
                start = index + 1
            } else if index + 1 - start > longest.count {
                longest = start..<index + 1
            }
        }
        return longest.count > 1 ? longest : nil
    }
}
