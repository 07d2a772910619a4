/// Searches for text, byte for byte.
///
/// The standard library's searches belong to its regular expressions. Using them would link all of those, which are 2.3
/// of the 8 MB of a static helper.
extension String {
    /// Returns whether the string contains `text`.
    package func contains(bytesOf text: String) -> Bool {
        firstRange(ofBytes: text) != nil
    }

    /// Returns the range of the first occurrence of `text`.
    package func firstRange(ofBytes text: String) -> Range<Index>? {
        var start = utf8.startIndex
        while start != utf8.endIndex {
            if let end = end(ofBytes: text, from: start) { return start..<end }
            utf8.formIndex(after: &start)
        }
        return text.isEmpty ? start..<start : nil
    }

    /// Returns the range of the last occurrence of `text`.
    package func lastRange(ofBytes text: String) -> Range<Index>? {
        var start = utf8.endIndex
        while true {
            if let end = end(ofBytes: text, from: start) { return start..<end }
            guard start != utf8.startIndex else { return nil }
            utf8.formIndex(before: &start)
        }
    }

    /// Returns the end of `text` if it begins at `start`.
    private func end(ofBytes text: String, from start: Index) -> Index? {
        var position = start
        for byte in text.utf8 {
            guard position != utf8.endIndex, utf8[position] == byte else { return nil }
            utf8.formIndex(after: &position)
        }
        return position
    }
}
