/// The lines of a file of keys: one key a line, lines that begin with `#` and empty lines skipped, LF or CRLF.
///
/// That is all that the reference implementation skips: white space around a key is an error there, and here.
enum AgeKeyLines {
    /// The keys on the lines of `file`.
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
