/// Base64 of RFC 4648: the standard alphabet of `auth` members and age headers, the URL alphabet of password stores.
package struct Base64: Sendable {
    /// The two alphabets of RFC 4648, sections 4 and 5.
    package enum Alphabet: Sendable {
        case standard
        case urlSafe
    }

    /// Whether `=` fills the last group of four.
    package enum Padding: Sendable {
        /// Written, and required when read.
        case required
        /// Not written, and refused when read.
        case forbidden
    }

    private let tables: Tables
    private let padding: Padding

    private static let padByte = UInt8(ascii: "=")
    private static let noValue: UInt8 = 0xFF

    package init(_ alphabet: Alphabet = .standard, padding: Padding = .required) {
        tables = alphabet == .standard ? .standard : .urlSafe
        self.padding = padding
    }

    /// The digits by their values, and the values by their digits.
    private struct Tables: Sendable {
        let digits: [UInt8]
        let values: [UInt8]

        static let standard = Tables(lastDigits: "+/")
        static let urlSafe = Tables(lastDigits: "-_")

        private init(lastDigits: String) {
            digits = Array(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + lastDigits).utf8)
            var values = [UInt8](repeating: Base64.noValue, count: 256)
            for (value, digit) in digits.enumerated() {
                values[Int(digit)] = UInt8(value)
            }
            self.values = values
        }
    }

    /// The text for `bytes`, in one line.
    package func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encodeToBytes(bytes), as: UTF8.self)
    }

    /// The text for `bytes` as ASCII.
    package func encodeToBytes(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        var group: UInt32 = 0
        var held = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                append(group, digitCount: 4, to: &text)
                (group, held) = (0, 0)
            }
        }
        if held > 0 {
            append(group << UInt32(8 * (3 - held)), digitCount: held + 1, to: &text)
            if padding == .required {
                text.append(contentsOf: repeatElement(Self.padByte, count: 3 - held))
            }
        }
        return text
    }

    /// The bytes that `text` stands for; nil for a foreign character, wrong padding or a length that no encoder writes.
    ///
    /// - Parameters:
    ///   - text: ASCII, without line ends.
    ///   - canonical: Refuse unused bits that are not zero, so that one value has one text (RFC 4648, section 3.5). Go's
    ///     decoder lets them pass, so readers of what it wrote leave this off; age requires it.
    /// - Returns: The bytes, or nil.
    package func decode(_ text: [UInt8], canonical: Bool = false) -> [UInt8]? {
        decode(text[...], canonical: canonical)
    }

    /// The same for a part of an array.
    ///
    /// Not generic: code of another module would run it unspecialised, a hundred times slower.
    package func decode(_ text: ArraySlice<UInt8>, canonical: Bool = false) -> [UInt8]? {
        guard let digitCount = digitCount(in: text) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digitCount * 3 / 4)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for digit in text.prefix(digitCount) {
            let value = tables.values[Int(digit)]
            guard value != Self.noValue else { return nil }
            group = group << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: group >> bits))
            }
        }
        let unused = group & (1 << bits - 1)
        return canonical && unused != 0 ? nil : bytes
    }

    /// How many leading bytes of `text` are digits, once the padding is known to be right.
    private func digitCount(in text: ArraySlice<UInt8>) -> Int? {
        let count = text.count
        guard padding == .required else {
            return count % 4 == 1 ? nil : count
        }
        guard count % 4 == 0 else { return nil }
        let padBytes = text.suffix(2).reversed().prefix { $0 == Self.padByte }.count
        return count - padBytes
    }

    private func append(_ group: UInt32, digitCount: Int, to text: inout [UInt8]) {
        for position in 0..<digitCount {
            text.append(tables.digits[Int(group >> UInt32(18 - 6 * position) & 0x3F)])
        }
    }
}
