/// A replacement for a range of bytes.
struct ByteReplacement: Sendable {
    let range: Range<Int>
    let bytes: [UInt8]

    /// Returns the bytes with all replacements applied.
    ///
    /// Replacements must not overlap. Those at the same position are applied in order.
    static func apply(_ replacements: [ByteReplacement], to source: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(source.count + replacements.reduce(0) { $0 + $1.bytes.count })
        var position = 0
        let ordered = replacements.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for replacement in ordered.map(\.element) {
            result.append(contentsOf: source[position..<replacement.range.lowerBound])
            result.append(contentsOf: replacement.bytes)
            position = replacement.range.upperBound
        }
        result.append(contentsOf: source[position...])
        return result
    }
}
