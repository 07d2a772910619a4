/// Why a text is not an image reference, and where.
public struct ImageReferenceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of fault.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private let name: String

        /// The text is empty, or nothing but a registry.
        public static let emptyName = Self(name: "emptyName")
        /// The registry's host or port is not valid.
        public static let invalidDomain = Self(name: "invalidDomain")
        /// The repository has an upper-case letter.
        public static let uppercaseName = Self(name: "uppercaseName")
        /// The repository has a character or an order of characters that the grammar does not allow.
        public static let invalidName = Self(name: "invalidName")
        /// The repository has more than 255 bytes.
        public static let nameTooLong = Self(name: "nameTooLong")
        /// The tag is not one to 128 letters, digits, `_`, `.` and `-`, or begins with `.` or `-`.
        public static let invalidTag = Self(name: "invalidTag")
        /// The digest is not `ALGORITHM:HEX` with as many lower-case digits as the algorithm has.
        public static let invalidDigest = Self(name: "invalidDigest")
        /// The digest's algorithm is not sha256, sha384 or sha512.
        public static let unsupportedDigest = Self(name: "unsupportedDigest")
        /// 64 hexadecimal digits alone, which could be the identifier of an image.
        public static let ambiguousIdentifier = Self(name: "ambiguousIdentifier")
        /// A transport without a registry, such as `docker-daemon:`.
        public static let unsupportedTransport = Self(name: "unsupportedTransport")

        /// The code's name.
        public var description: String { name }
    }

    /// The kind of fault.
    public let code: Code

    /// Where it was found: bytes of UTF-8 from the beginning of the text.
    public let offset: Int

    /// What is wrong, without the text itself.
    public let message: String

    init(_ code: Code, at offset: Int, _ message: String) {
        self.code = code
        self.offset = offset
        self.message = message
    }

    /// The message and the place.
    public var description: String { "invalid image reference: \(message) (at byte \(offset))" }
}
