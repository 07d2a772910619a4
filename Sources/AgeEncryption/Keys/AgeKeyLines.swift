/// The lines of a key file: one key per line, with LF or CRLF.
///
/// Empty lines and lines that begin with `#` are skipped.
///
/// White space around a key is an error, as in the reference implementation.
enum AgeKeyLines {
    /// Parses the keys on the lines of a file.
    ///
    /// - Throws: The error that `parse` throws, with the number of the line before it.
    static func parse<Key>(
        _ file: [UInt8],
        _ parse: (ArraySlice<UInt8>) throws(AgeError) -> Key
    ) throws(AgeError) -> [Key] {
        var keys: [Key] = []
        var number = 0
        for ended in file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            number += 1
            let line = ended.last == UInt8(ascii: "\r") ? ended.dropLast() : ended
            guard let first = line.first, first != UInt8(ascii: "#") else { continue }
            do throws(AgeError) {
                keys.append(try parse(line))
            } catch {
                throw error.onLine(number)
            }
        }
        return keys
    }
}
