/// The two forms of text after a bar: a line, and an argument list.
extension TranscriptParser {
    /// Returns the text with a line feed, unless it ends with a backslash.
    static func lineText(_ value: ArraySlice<UInt8>) throws(TranscriptSyntaxError) -> TranscriptText {
        if value.last == UInt8(ascii: "\\") { return try TranscriptText(value.dropLast()) }
        var text = try TranscriptText(value)
        text.append([UInt8(ascii: "\n")])
        return text
    }

    /// Returns the words of an argument list.
    ///
    /// Quotes group spaces, and can produce an empty word.
    static func words(in value: ArraySlice<UInt8>) throws(TranscriptSyntaxError) -> [TranscriptText] {
        var words: [TranscriptText] = []
        var rest = value
        while let byte = rest.first {
            switch byte {
            case UInt8(ascii: " "): rest.removeFirst()
            case UInt8(ascii: "\""):
                let content = rest.dropFirst()
                guard let end = content.firstIndex(of: UInt8(ascii: "\"")) else {
                    throw TranscriptSyntaxError("a quoted argument is not closed")
                }
                words.append(try TranscriptText(content[..<end]))
                rest = rest[(end + 1)...]
            default:
                let word = rest.prefix { $0 != UInt8(ascii: " ") }
                words.append(try TranscriptText(word))
                rest = rest[word.endIndex...]
            }
        }
        return words
    }
}
