/// One recipient stanza of a header: the file key, wrapped for one recipient (age specification, "Recipient stanza").
package struct AgeStanza: Sendable, Equatable {
    /// The first argument, which is the type of the stanza.
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

    /// The stanza as bytes of a header: an argument line, and the body in lines of 64 columns, the last of which is
    /// shorter.
    package var bytes: [UInt8] {
        var bytes = Array("-> \(([kind] + arguments).joined(separator: " "))\n".utf8)
        var text = HeaderText.encode(body)[...]
        // A body that fills its last line is followed by an empty line, because only a short line ends a stanza.
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
    /// Returns the sender's share and the wrapped file key of a stanza for a public key.
    ///
    /// - Throws: ``AgeError/Code/malformedHeader`` unless there is exactly one argument, the share, and the body has
    ///   the length of a wrapped key.
    func shareAndWrappedKey(shareByteCount: Int) throws(AgeError) -> (share: [UInt8], wrappedKey: [UInt8]) {
        guard arguments.count == 1, let share = HeaderText.decode(Array(arguments[0].utf8)),
            share.count == shareByteCount, body.count == FileKey.wrappedByteCount
        else {
            throw AgeError(.malformedHeader, "the header is malformed: an \(kind) stanza breaks the rules of its type")
        }
        return (share, body)
    }
}
