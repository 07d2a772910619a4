/// The content of a journal: a header with lengths, then the old and the new content of the file.
struct JournalRecord: Equatable {
    let old: [UInt8]
    let new: [UInt8]

    private static let title = "credentials journal 1"

    init(old: [UInt8], new: [UInt8]) {
        self.old = old
        self.new = new
    }

    /// Parses a journal, or returns nil if it is invalid.
    init?(parsing bytes: [UInt8]) {
        guard let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let words = String(decoding: bytes[..<lineEnd], as: UTF8.self).split(separator: " ")
        guard words.count == 5, words.prefix(3).joined(separator: " ") == Self.title,
            let oldCount = Int(words[3]), let newCount = Int(words[4]), oldCount >= 0, newCount >= 0,
            bytes.count - lineEnd - 1 - oldCount == newCount
        else { return nil }
        let content = bytes[(lineEnd + 1)...]
        old = Array(content.prefix(oldCount))
        new = Array(content.suffix(newCount))
    }

    var bytes: [UInt8] { Array("\(Self.title) \(old.count) \(new.count)\n".utf8) + old + new }

    func examine(_ bytes: [UInt8]) -> JournaledFile.Finding {
        if bytes == old || bytes == new { return .whole }
        return isMixture(bytes) ? .torn(intended: new) : .outdated
    }

    /// Whether every byte is the old or the new one at its offset.
    ///
    /// Blocks that a power failure kept from the disk are zero.
    private func isMixture(_ bytes: [UInt8]) -> Bool {
        guard min(old.count, new.count)...max(old.count, new.count) ~= bytes.count else { return false }
        return bytes.indices.allSatisfy { index in
            index < old.count && bytes[index] == old[index] || index < new.count && bytes[index] == new[index]
                || index >= old.count && bytes[index] == 0
        }
    }
}
