/// Bech32 of BIP 173 without the limit on length, which is how age writes its keys (age specification, "Conventions").
package struct Bech32: Sendable, Equatable {
    /// The reason why a text is not Bech32.
    ///
    /// It quotes no part of the text, which may be a secret key.
    package enum Flaw: String, Error {
        case mixedCase = "upper and lower case are mixed"
        case noSeparator = "the separator is missing"
        case foreignCharacter = "it contains an invalid character"
        case tooShort = "it is too short"
        case wrongChecksum = "the checksum does not match"
        case badPadding = "the last character has unused bits that are not zero"
    }

    /// The part before the separator, in its original case.
    package let humanReadablePart: String
    /// The bytes that the part after the separator encodes.
    package let bytes: [UInt8]

    private static let digits = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)
    private static let separator = UInt8(ascii: "1")
    private static let checksumCount = 6

    package init(humanReadablePart: String, bytes: [UInt8]) {
        self.humanReadablePart = humanReadablePart
        self.bytes = bytes
    }

    /// Parses a text.
    ///
    /// - Parameter text: ASCII, all of it in one case.
    /// - Throws: ``Flaw`` for text that BIP 173 rejects, except for its length.
    package init(parsing text: some Collection<UInt8>) throws(Flaw) {
        let written = Array(text)
        guard written.allSatisfy({ (33...126).contains($0) }) else { throw .foreignCharacter }
        let lowered = written.map(Self.lowercased)
        guard lowered == written || !written.contains(where: Self.isLowercase) else { throw .mixedCase }
        guard let separator = written.lastIndex(of: Self.separator), separator > 0 else { throw .noSeparator }

        var values: [UInt8] = []
        for digit in lowered[(separator + 1)...] {
            guard let value = Self.digits.firstIndex(of: digit) else { throw .foreignCharacter }
            values.append(UInt8(value))
        }
        guard values.count >= Self.checksumCount else { throw .tooShort }
        guard Self.checksum(of: Self.expanded(lowered[..<separator]) + values) == 1 else { throw .wrongChecksum }
        guard let bytes = Self.bytes(fromQuintets: values.dropLast(Self.checksumCount)) else { throw .badPadding }
        humanReadablePart = String(decoding: written[..<separator], as: UTF8.self)
        self.bytes = bytes
    }

    /// The text, in lower case.
    package var text: String {
        let prefix = humanReadablePart.utf8.map(Self.lowercased)
        let values = Self.quintets(of: bytes)
        let checksummed = Self.expanded(prefix[...]) + values + [UInt8](repeating: 0, count: Self.checksumCount)
        let checksum = Self.checksum(of: checksummed) ^ 1
        let checksumValues = (0..<Self.checksumCount).map { position in
            UInt8(checksum >> UInt32(5 * (Self.checksumCount - 1 - position)) & 31)
        }
        let data = (values + checksumValues).map { Self.digits[Int($0)] }
        return String(decoding: prefix + [Self.separator] + data, as: UTF8.self)
    }

    private static func isLowercase(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }

    /// Returns the prefix as input of the checksum: high bits, a zero, low bits (BIP 173, "Checksum").
    private static func expanded(_ prefix: ArraySlice<UInt8>) -> [UInt8] {
        prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    }

    /// Returns the remainder of the BCH code over five-bit values (BIP 173, "Checksum").
    private static func checksum(of values: [UInt8]) -> UInt32 {
        let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        var remainder: UInt32 = 1
        for value in values {
            let top = remainder >> 25
            remainder = (remainder & 0x1FF_FFFF) << 5 ^ UInt32(value)
            for (bit, polynomial) in generator.enumerated() where top >> UInt32(bit) & 1 == 1 {
                remainder ^= polynomial
            }
        }
        return remainder
    }

    private static func quintets(of bytes: [UInt8]) -> [UInt8] {
        let (values, rest, bits) = regrouped(bytes, from: 8, to: 5)
        return bits > 0 ? values + [UInt8(rest << (5 - bits) & 31)] : values
    }

    /// Returns the bytes; nil if a digit is left over or unused bits are set, so that each value has only one text.
    private static func bytes(fromQuintets values: ArraySlice<UInt8>) -> [UInt8]? {
        let (bytes, rest, bits) = regrouped(values, from: 5, to: 8)
        return bits < 5 && rest & (1 << bits - 1) == 0 ? bytes : nil
    }

    /// Splits the bits of values with one width into values with another.
    ///
    /// - Returns: The values, and the bits that are left over, which are the lowest `bits` bits of `rest`.
    private static func regrouped(
        _ values: some Sequence<UInt8>,
        from width: UInt32,
        to newWidth: UInt32
    ) -> (values: [UInt8], rest: UInt32, bits: UInt32) {
        var result: [UInt8] = []
        var rest: UInt32 = 0
        var bits: UInt32 = 0
        for value in values {
            rest = (rest << width | UInt32(value)) & 0xFFF
            bits += width
            while bits >= newWidth {
                bits -= newWidth
                result.append(UInt8(rest >> bits & (1 << newWidth - 1)))
            }
        }
        return (result, rest, bits)
    }
}
