/// A member name to look up, and how to compare it.
package struct JSONKey: Sendable, ExpressibleByStringLiteral {
    package let name: String
    private let wanted: [UInt8]
    private let folds: Bool

    /// Compares names byte for byte, as for registry addresses.
    package static func exactly(_ name: String) -> JSONKey { JSONKey(name: name, folds: false) }

    /// Compares names without regard to case, like Go's decoder for struct members.
    package static func foldingCase(_ name: String) -> JSONKey { JSONKey(name: name, folds: true) }

    package init(stringLiteral name: String) {
        self.init(name: name, folds: false)
    }

    private init(name: String, folds: Bool) {
        self.name = name
        self.folds = folds
        wanted = folds ? Self.folded(name.utf8) : Array(name.utf8)
    }

    /// Whether a name in UTF-8 matches this key.
    package func matches(_ other: ArraySlice<UInt8>) -> Bool {
        wanted.count == other.count && wanted.elementsEqual(other) || folds && wanted == Self.folded(other)
    }

    /// Folds the case of ASCII, and of the two other characters that Unicode's simple folding maps to ASCII letters.
    private static func folded(_ name: some Collection<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(name.count)
        for byte in name {
            folded.append(UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte ? byte | 0x20 : byte)
            if folded.ends(with: longS) {
                folded.replaceSubrange(folded.count - longS.count..<folded.count, with: [UInt8(ascii: "s")])
            } else if folded.ends(with: kelvinSign) {
                folded.replaceSubrange(folded.count - kelvinSign.count..<folded.count, with: [UInt8(ascii: "k")])
            }
        }
        return folded
    }

    private static let longS = Array("\u{017F}".utf8)
    private static let kelvinSign = Array("\u{212A}".utf8)
}

extension [UInt8] {
    fileprivate func ends(with bytes: [UInt8]) -> Bool { suffix(bytes.count).elementsEqual(bytes) }
}
