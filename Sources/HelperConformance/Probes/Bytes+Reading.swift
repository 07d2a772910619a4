/// Inspects output for rules and transcripts.
extension [UInt8] {
    /// Whether the bytes are one line that is not empty, including its line feed.
    var isOneLine: Bool {
        count > 1 && firstIndex(of: UInt8(ascii: "\n")) == count - 1
    }

    /// The bytes in the notation of transcripts, cut after 200.
    var readable: String {
        guard !isEmpty else { return "nothing" }
        let head = prefix(200)
        let isText = String(validating: head, as: UTF8.self) != nil
        let text = head.reduce(into: [UInt8]()) { text, byte in
            if byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !isText) {
                let digits = String(byte, radix: 16, uppercase: true)
                text.append(contentsOf: (digits.utf8.count == 1 ? #"\x0"# + digits : #"\x"# + digits).utf8)
            } else {
                text.append(byte)
            }
        }
        let rest = count > head.count ? " … and \(count - head.count) bytes more" : ""
        return "‘\(String(decoding: text, as: UTF8.self))’\(rest)"
    }

    /// Returns the offset of the first difference, or nil if the bytes are equal.
    func firstDifference(from other: [UInt8]) -> Int? {
        if let index = indices.prefix(other.count).first(where: { self[$0] != other[$0] }) { return index }
        return count == other.count ? nil : Swift.min(count, other.count)
    }
}
