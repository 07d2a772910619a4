/// Parses a header by exactly the grammar of the age specification, "ABNF definition of file header".
struct AgeHeaderParser {
    private let bytes: ArraySlice<UInt8>
    /// The position of the next line.
    private var position: Int

    private var maximumByteCount = HeaderText.maximumByteCount

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Parses the header at the beginning of the bytes.
    ///
    /// - Throws: ``AgeError/Code/notAgeFile``, ``AgeError/Code/unsupportedVersion`` or
    ///   ``AgeError/Code/malformedHeader``.
    mutating func parse() throws(AgeError) -> AgeHeader {
        try parseVersion()
        var stanzas: [AgeStanza] = []
        while true {
            let line = try nextLine()
            if line.starts(with: HeaderText.stanzaMark) {
                stanzas.append(try parseStanza(argumentLine: line.dropFirst(HeaderText.stanzaMark.count)))
            } else if line.starts(with: HeaderText.macMark) {
                guard !stanzas.isEmpty else { throw Self.malformed("there is no recipient stanza") }
                let mac = try parseMac(line.dropFirst(HeaderText.macMark.count))
                return AgeHeader(stanzas: stanzas, bytes: Array(bytes[..<position]), mac: mac)
            } else {
                throw Self.malformed("a line is neither a recipient stanza nor the MAC")
            }
        }
    }

    /// Parses bytes that consist of one stanza.
    static func stanza(_ bytes: [UInt8]) throws(AgeError) -> AgeStanza {
        var parser = AgeHeaderParser(bytes[...])
        parser.maximumByteCount = bytes.count
        let line = try parser.nextLine()
        guard line.starts(with: HeaderText.stanzaMark) else { throw malformed("it does not begin as a stanza") }
        let stanza = try parser.parseStanza(argumentLine: line.dropFirst(HeaderText.stanzaMark.count))
        guard parser.position == bytes.endIndex else { throw malformed("unexpected text after the stanza") }
        return stanza
    }

    private mutating func parseVersion() throws(AgeError) {
        guard bytes.starts(with: HeaderText.anyVersion) else {
            throw AgeError(.notAgeFile, "not an age file")
        }
        let line = try nextLine()
        guard line.elementsEqual(HeaderText.version) else {
            guard line.allSatisfy(Self.isVisible) else { throw Self.malformed("the version line is damaged") }
            throw AgeError(.unsupportedVersion, "an age file of another version than v1")
        }
    }

    private mutating func parseStanza(argumentLine: ArraySlice<UInt8>) throws(AgeError) -> AgeStanza {
        var arguments: [String] = []
        for argument in argumentLine.split(separator: HeaderText.space, omittingEmptySubsequences: false) {
            guard !argument.isEmpty else { throw Self.malformed("a stanza has an empty argument") }
            guard argument.allSatisfy(Self.isVisible) else {
                throw Self.malformed("a stanza argument has a character that is not visible ASCII")
            }
            arguments.append(String(decoding: argument, as: UTF8.self))
        }
        guard let kind = arguments.first else { throw Self.malformed("a stanza has no argument") }
        return AgeStanza(kind: kind, arguments: Array(arguments.dropFirst()), body: try parseBody())
    }

    /// Parses the body: full lines, then one of fewer than 64 columns, which may be empty and ends the stanza.
    private mutating func parseBody() throws(AgeError) -> [UInt8] {
        var text: [UInt8] = []
        while true {
            let line = try nextLine()
            guard line.count <= HeaderText.columns else {
                throw Self.malformed("a stanza line has more than 64 columns")
            }
            text.append(contentsOf: line)
            if line.count < HeaderText.columns { break }
        }
        guard let body = HeaderText.decode(text) else {
            throw Self.malformed("a stanza body is not canonical base64")
        }
        return body
    }

    private func parseMac(_ rest: ArraySlice<UInt8>) throws(AgeError) -> [UInt8] {
        guard rest.first == HeaderText.space,
            let mac = HeaderText.decode(Array(rest.dropFirst())),
            mac.count == HeaderText.macByteCount
        else {
            throw Self.malformed("the MAC line is not a space and 32 bytes in canonical base64")
        }
        return mac
    }

    /// Returns the next line without its end, which is a single LF: no header line may contain a CR.
    private mutating func nextLine() throws(AgeError) -> ArraySlice<UInt8> {
        let limit = bytes.startIndex + min(bytes.count, maximumByteCount)
        guard let end = bytes[position..<limit].firstIndex(of: HeaderText.lineFeed) else {
            throw Self.malformed(
                limit < bytes.endIndex ? "it is longer than \(HeaderText.maximumByteCount) bytes" : "it is cut off"
            )
        }
        defer { position = end + 1 }
        return bytes[position..<end]
    }

    /// Whether `byte` is `VCHAR` of RFC 5234: ASCII that is neither a control character nor a space.
    private static func isVisible(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte)
    }

    private static func malformed(_ reason: String) -> AgeError {
        AgeError(.malformedHeader, "the header is malformed: \(reason)")
    }
}
