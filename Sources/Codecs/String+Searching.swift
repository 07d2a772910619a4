/// Searches for texts, byte for byte.
///
/// The standard library's own are those of its regular expressions, of which a program then has all: 2.3 MB of a static
/// helper of 8.
extension String {
    /// Whether `text` occurs in this one.
    package func contains(bytesOf text: String) -> Bool {
        firstRange(ofBytes: text) != nil
    }

    /// The first occurrence of `text`.
    package func firstRange(ofBytes text: String) -> Range<Index>? {
        var start = utf8.startIndex
        while start != utf8.endIndex {
            if let end = end(ofBytes: text, from: start) { return start..<end }
            utf8.formIndex(after: &start)
        }
        return text.isEmpty ? start..<start : nil
    }

    /// The last occurrence of `text`.
    package func lastRange(ofBytes text: String) -> Range<Index>? {
        var start = utf8.endIndex
        while true {
            if let end = end(ofBytes: text, from: start) { return start..<end }
            guard start != utf8.startIndex else { return nil }
            utf8.formIndex(before: &start)
        }
    }

    /// Where `text` ends if it stands at `start`.
    private func end(ofBytes text: String, from start: Index) -> Index? {
        var position = start
        for byte in text.utf8 {
            guard position != utf8.endIndex, utf8[position] == byte else { return nil }
            utf8.formIndex(after: &position)
        }
        return position
    }
}
