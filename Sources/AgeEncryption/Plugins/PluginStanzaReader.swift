/// Parses stanzas from the output of a plugin incrementally, within limits.
package struct PluginStanzaReader {
    /// The longest stanza, in bytes of text: far more than any key needs.
    package static let stanzaLimit = 256 * 1024

    private var pending: [UInt8] = []
    /// The number of pending bytes that were searched for the end of a stanza.
    private var searched = 0

    package init() {}

    /// Adds output of the plugin.
    package mutating func add(_ bytes: [UInt8]) { pending += bytes }

    /// Whether an incomplete stanza is pending.
    package var isInsideStanza: Bool { !pending.isEmpty }

    /// Returns the next stanza; nil if it is not complete yet.
    ///
    /// - Throws: ``AgeError/Code/pluginFailed`` for text that is not a stanza, or for one over the limit.
    package mutating func next() throws(AgeError) -> AgeStanza? {
        guard let end = endOfStanza() else {
            guard pending.count <= Self.stanzaLimit else {
                throw Self.failure("it sent a stanza of more than \(Self.stanzaLimit) bytes")
            }
            return nil
        }
        let text = Array(pending[..<end])
        pending.removeFirst(end)
        searched = 0
        do throws(AgeError) {
            return try AgeHeaderParser.stanza(text)
        } catch {
            throw Self.failure("it sent text that is not a stanza")
        }
    }

    /// Returns the position after the first line, other than the argument line, that is shorter than a full one.
    private mutating func endOfStanza() -> Int? {
        var lineStart = searched
        while let lineEnd = pending[lineStart...].firstIndex(of: HeaderText.lineFeed) {
            if lineStart > 0, lineEnd - lineStart < HeaderText.columns { return lineEnd + 1 }
            lineStart = lineEnd + 1
            searched = lineStart
        }
        return nil
    }

    private static func failure(_ reason: String) -> AgeError { AgeError(.pluginFailed, reason) }
}
