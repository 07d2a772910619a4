/// A JSON text: its bytes, and the place of every value in them.
///
/// Read it through ``root``. Edits return new bytes in which everything else is unchanged. See
/// `JSONDocument+Editing.swift`.
package struct JSONDocument: Sendable {
    let storage: JSONStorage

    /// Parses a text of one value, possibly surrounded by white space.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8 without a byte order mark.
    ///   - maximumDepth: The deepest allowed nesting of arrays and objects.
    /// - Throws: ``JSONError`` for text that violates RFC 8259 or is nested too deeply.
    package init(
        parsing bytes: [UInt8],
        maximumDepth: Int = JSONDocument.defaultMaximumDepth
    ) throws(JSONError) {
        var parser = try JSONParser(bytes, maximumDepth: maximumDepth)
        try parser.parseDocument()
        storage = JSONStorage(bytes: bytes, tokens: parser.tokens)
    }

    /// Parses the first value of a text and ignores what follows, like Go's decoder.
    ///
    /// - Parameter bytes: UTF-8 without a byte order mark.
    /// - Throws: ``JSONError`` if there is no complete value.
    package init(parsingFirstValueOf bytes: [UInt8]) throws(JSONError) {
        var parser = try JSONParser(bytes)
        try parser.parseFirstValue()
        storage = JSONStorage(bytes: bytes, tokens: parser.tokens)
    }

    /// The default limit of 512, which is enough for any config file and safe for any thread's stack.
    package static var defaultMaximumDepth: Int { JSONParser.defaultMaximumDepth }

    /// The bytes of the text.
    package var bytes: [UInt8] { storage.bytes }

    /// The root value of the text.
    package var root: JSONValue { JSONValue(storage: storage, index: 0) }
}

/// The storage that all values of a document share, so that copying one costs one reference.
final class JSONStorage: Sendable {
    let bytes: [UInt8]
    let tokens: [JSONToken]

    init(bytes: [UInt8], tokens: [JSONToken]) {
        self.bytes = bytes
        self.tokens = tokens
    }
}
