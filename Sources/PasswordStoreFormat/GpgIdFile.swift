/// A `.gpg-id` file: the keys that entries below its directory are encrypted to, one a line.
///
/// As pass reads it: a `#` begins a comment, white space around a key counts for nothing.
struct GpgIdFile: Equatable {
    /// The keys, as gpg takes them: fingerprints, key numbers, mail addresses or names of groups.
    let keys: [String]

    init(parsing bytes: [UInt8]) {
        keys = bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let text = line.prefix { $0 != UInt8(ascii: "#") }
            let key = String(decoding: text, as: UTF8.self).trimmingBlanks
            return key.isEmpty ? nil : key
        }
    }
}

extension String {
    /// The text without blanks, tabs and line ends at both ends.
    var trimmingBlanks: String {
        let isBlank = { (character: Character) in character.isWhitespace }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// The words between blanks, as the shell splits a variable without quotes.
    var words: [String] {
        split { $0 == " " || $0 == "\t" || $0 == "\n" }.map(String.init)
    }
}
