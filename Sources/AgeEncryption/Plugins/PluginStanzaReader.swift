/// Takes stanzas off the output of a plugin as it comes, within limits.
package struct PluginStanzaReader {
    /// The longest stanza, in bytes of text: far more than any key needs.
    package static let stanzaLimit = 256 * 1024

    private var pending: [UInt8] = []
    /// How far the pending bytes were searched for the end of a stanza.
    private var searched = 0

    package init() {}

    /// Adds what the plugin has written.
    package mutating func add(_ bytes: [UInt8]) { pending += bytes }

    /// Whether there is a part of a stanza, whose rest is missing.
    package var isInsideStanza: Bool { !pending.isEmpty }

    /// The next stanza; nil if its end has not come yet.
    ///
    /// - Throws: ``AgeError/Code/pluginFailed`` for text that is no stanza, or one beyond the limit.
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
            throw Self.failure("it sent something else than a stanza")
        }
    }

    /// The position behind the first line that is shorter than a full one and not the first.
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
