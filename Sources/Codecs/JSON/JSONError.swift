/// The reason why a text is not valid JSON, and its position.
///
/// It never quotes the text, which may contain passwords.
package struct JSONError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A kind of syntax error.
    ///
    /// This is a struct, so that adding a reason breaks no source.
    package struct Reason: Sendable, Hashable {
        package let text: String
        private init(_ text: String) { self.text = text }

        package static let empty = Reason("there is no value")
        package static let unexpectedEnd = Reason("the text ends in the middle of a value")
        package static let unexpectedByte = Reason("an unexpected character")
        package static let malformedNumber = Reason("an invalid number")
        package static let malformedEscape = Reason("an invalid escape sequence")
        package static let controlCharacter = Reason("a control character inside a string")
        package static let malformedUTF8 = Reason("bytes that are not UTF-8")
        package static let byteOrderMark = Reason("a byte order mark")
        package static let trailingBytes = Reason("unexpected text after the value")
        package static let nestedTooDeeply = Reason("arrays and objects nested too deeply")
        package static let tooLarge = Reason("the text is too large")
        package static let notAnObject = Reason("a value that should be an object")
    }

    package let reason: Reason

    /// The byte offset of the error.
    package let offset: Int

    /// The line number of `offset`, starting at 1.
    package let line: Int

    package init(_ reason: Reason, at offset: Int, in bytes: [UInt8]) {
        self.reason = reason
        self.offset = offset
        line = 1 + bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") }
    }

    package var description: String { "\(reason.text), at byte \(offset) (line \(line))" }
}
