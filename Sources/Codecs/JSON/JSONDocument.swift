/// A JSON text, whole: its bytes as they are, and the place of every value in them.
///
/// Reading goes through ``root``. Editing gives new bytes in which all that was not touched is as it was; see
/// `JSONDocument+Editing.swift`.
package struct JSONDocument: Sendable {
    let storage: JSONStorage

    /// Parses a text that holds one value and white space.
    ///
    /// - Parameters:
    ///   - bytes: UTF-8, without a byte order mark.
    ///   - maximumDepth: How deeply arrays and objects may be nested.
    /// - Throws: ``JSONError`` for whatever RFC 8259 does not allow, and for nesting beyond `maximumDepth`.
    package init(
        parsing bytes: [UInt8],
        maximumDepth: Int = JSONDocument.defaultMaximumDepth
    ) throws(JSONError) {
        var parser = try JSONParser(bytes, maximumDepth: maximumDepth)
        try parser.parseDocument()
        storage = JSONStorage(bytes: bytes, tokens: parser.tokens)
    }

    /// Parses the first value of `bytes` and pays no attention to what comes after it, as Go's decoder does.
    ///
    /// - Parameter bytes: UTF-8, without a byte order mark.
    /// - Throws: ``JSONError`` if there is no whole value.
    package init(parsingFirstValueOf bytes: [UInt8]) throws(JSONError) {
        var parser = try JSONParser(bytes)
        try parser.parseFirstValue()
        storage = JSONStorage(bytes: bytes, tokens: parser.tokens)
    }

    /// 512: deep enough for any file that people write, and shallow enough for any thread's stack.
    package static var defaultMaximumDepth: Int { JSONParser.defaultMaximumDepth }

    /// The text, byte for byte.
    package var bytes: [UInt8] { storage.bytes }

    /// The one value of the text.
    package var root: JSONValue { JSONValue(storage: storage, index: 0) }
}

/// What the views into one document share, so that handing one around costs one reference.
final class JSONStorage: Sendable {
    let bytes: [UInt8]
    let tokens: [JSONToken]

    init(bytes: [UInt8], tokens: [JSONToken]) {
        self.bytes = bytes
        self.tokens = tokens
    }
}
