/// Well-formed UTF-8, by table 3-7 of the Unicode Standard: no overlong form, no surrogate, nothing past U+10FFFF.
package enum UTF8Sequence {
    /// The number of bytes of the character at `position`; nil where the bytes are not UTF-8.
    package static func length(in bytes: [UInt8], at position: Int) -> Int? {
        let second: ClosedRange<UInt8>
        let length: Int
        switch bytes[position] {
        case 0x00...0x7F: return 1
        case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
        case 0xE0: (second, length) = (0xA0...0xBF, 3)
        case 0xE1...0xEC, 0xEE...0xEF: (second, length) = (0x80...0xBF, 3)
        case 0xED: (second, length) = (0x80...0x9F, 3)
        case 0xF0: (second, length) = (0x90...0xBF, 4)
        case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
        case 0xF4: (second, length) = (0x80...0x8F, 4)
        default: return nil
        }
        guard position + length <= bytes.count, second ~= bytes[position + 1] else { return nil }
        for offset in stride(from: 2, to: length, by: 1) where bytes[position + offset] & 0xC0 != 0x80 {
            return nil
        }
        return length
    }
}
