/// A `.gpg-id` file: the keys that entries below its directory are encrypted to, one per line.
///
/// As in pass, `#` begins a comment and white space around a key is ignored.
package struct GpgIdFile: Equatable, Sendable {
    /// The keys as gpg takes them: fingerprints, key IDs, mail addresses or names of groups.
    package let keys: [String]

    /// Reads the file's content.
    package init(parsing bytes: [UInt8]) {
        keys = bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let text = line.prefix { $0 != UInt8(ascii: "#") }
            let key = String(decoding: text, as: UTF8.self).trimmingBlanks
            return key.isEmpty ? nil : key
        }
    }
}

extension String {
    /// The text without white space at both ends.
    package var trimmingBlanks: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
