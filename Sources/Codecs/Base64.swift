/// Base64 (RFC 4648) with the standard or the URL alphabet.
///
/// `auth` members and age headers use the standard alphabet, password stores the URL alphabet.
package struct Base64: Sendable {
    /// The two alphabets of RFC 4648, sections 4 and 5.
    package enum Alphabet: Sendable {
        case standard
        case urlSafe
    }

    /// Whether `=` fills the last group of four.
    package enum Padding: Sendable {
        /// Written by the encoder, and required by the decoder.
        case required
        /// Not written by the encoder, and rejected by the decoder.
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

    /// The lookup tables from values to digits and back.
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

    /// Returns the text for bytes, on one line.
    package func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encodeToBytes(bytes), as: UTF8.self)
    }

    /// Returns the text for bytes as ASCII.
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

    /// Decodes a text, or returns nil for invalid characters, padding or lengths.
    ///
    /// - Parameters:
    ///   - text: ASCII, without line ends.
    ///   - canonical: Whether to reject nonzero unused bits, so that each value has one text (RFC 4648, section 3.5).
    ///     Go's decoder accepts them, so leave this off for its output. age requires it.
    /// - Returns: The bytes, or nil.
    package func decode(_ text: [UInt8], canonical: Bool = false) -> [UInt8]? {
        decode(text[...], canonical: canonical)
    }

    /// Decodes a slice of an array.
    ///
    /// This is not generic, because other modules would run it unspecialized, a hundred times slower.
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

    /// Returns the number of digits before the padding, or nil if the padding is invalid.
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
