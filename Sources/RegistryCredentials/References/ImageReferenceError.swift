/// The error for text that is not an image reference, with its position.
public struct ImageReferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of error.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private let name: String

        /// The text is empty or names only a registry.
        public static let emptyName = Self(name: "emptyName")
        /// The registry's host or port is not valid.
        public static let invalidDomain = Self(name: "invalidDomain")
        /// The repository has an upper-case letter.
        public static let uppercaseName = Self(name: "uppercaseName")
        /// The repository has a character or a sequence of characters that the grammar does not allow.
        public static let invalidName = Self(name: "invalidName")
        /// The repository has more than 255 bytes.
        public static let nameTooLong = Self(name: "nameTooLong")
        /// The tag is not one to 128 letters, digits, `_`, `.` and `-`, or begins with `.` or `-`.
        public static let invalidTag = Self(name: "invalidTag")
        /// The digest is not `ALGORITHM:HEX` with the algorithm's number of lower-case digits.
        public static let invalidDigest = Self(name: "invalidDigest")
        /// The digest's algorithm is not sha256, sha384 or sha512.
        public static let unsupportedDigest = Self(name: "unsupportedDigest")
        /// The text is 64 hexadecimal digits, which could be an image ID.
        public static let ambiguousIdentifier = Self(name: "ambiguousIdentifier")
        /// The text names a transport without a registry, such as `docker-daemon:`.
        public static let unsupportedTransport = Self(name: "unsupportedTransport")

        /// The name of the code.
        public var description: String { name }
    }

    /// The kind of error.
    public let code: Code

    /// The position of the error, as a UTF-8 byte offset from the start of the text.
    public let offset: Int

    /// What is wrong, without the text itself.
    public let message: String

    init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    /// The message and the position.
    public var description: String { "invalid image reference: \(message) (at byte \(offset))" }
}
