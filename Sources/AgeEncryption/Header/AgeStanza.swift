/// One recipient stanza of a header: the file key, wrapped for one recipient (age specification, "Recipient stanza").
package struct AgeStanza: Sendable, Equatable {
    /// The first argument, which says how the rest is to be read.
    package let kind: String
    /// The arguments after the first.
    package let arguments: [String]
    /// The wrapped file key.
    package let body: [UInt8]

    package init(kind: String, arguments: [String], body: [UInt8]) {
        self.kind = kind
        self.arguments = arguments
        self.body = body
    }

    /// The stanza as a header holds it: an argument line, and the body in lines of 64 columns of which the last is shorter.
    package var bytes: [UInt8] {
        var bytes = Array("-> \(([kind] + arguments).joined(separator: " "))\n".utf8)
        var text = HeaderText.encode(body)[...]
        // A body that fills its last line is followed by an empty one: only a short line ends a stanza.
        while text.count >= HeaderText.columns {
            bytes.append(contentsOf: text.prefix(HeaderText.columns))
            bytes.append(HeaderText.lineFeed)
            text = text.dropFirst(HeaderText.columns)
        }
        bytes.append(contentsOf: text)
        bytes.append(HeaderText.lineFeed)
        return bytes
    }
}

extension AgeStanza {
    /// The share of the sender and the wrapped file key, which the stanzas for public keys consist of.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there is one argument, the share, and the body has the length
    ///   of a wrapped key.
    func shareAndWrappedKey(shareByteCount: Int) throws(AgeError) -> (share: [UInt8], wrappedKey: [UInt8]) {
        guard arguments.count == 1, let share = HeaderText.decode(Array(arguments[0].utf8)),
            share.count == shareByteCount, body.count == FileKey.wrappedByteCount
        else {
            throw AgeError(.malformedHeader, "the header is malformed: an \(kind) stanza breaks the rules of its type")
        }
        return (share, body)
    }
}
