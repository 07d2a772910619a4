/// Bytes to put in place of a range of others.
struct ByteReplacement: Sendable {
    let range: Range<Int>
    let bytes: [UInt8]

    /// Makes all replacements in `source`.
    ///
    /// They must not overlap; those of one place are made in their order.
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
