/// A password or token that is redacted when it is printed, logged or dumped.
///
/// Use ``revealed`` or ``withUTF8(_:)`` to read the secret. It is kept byte for byte and may be empty. The runtime may
/// make copies that are not wiped.
public struct Secret: Sendable, Equatable {
    private let bytes: [UInt8]

    /// Creates a secret from text.
    ///
    /// - Parameter text: The password or token.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Creates a secret from UTF-8 bytes, or returns nil if they are not valid UTF-8.
    ///
    /// Invalid bytes are not replaced, since that would change the secret.
    ///
    /// - Parameter utf8: The bytes of the password or token.
    public init?(utf8: some Collection<UInt8>) {
        guard String(validating: utf8, as: UTF8.self) != nil else { return nil }
        bytes = Array(utf8)
    }

    /// The secret in plain text.
    public var revealed: String { String(decoding: bytes, as: UTF8.self) }

    /// Calls a closure with the secret in plain text, as UTF-8.
    ///
    /// - Parameter body: Receives the bytes, and should not keep them.
    /// - Returns: The result of `body`.
    /// - Throws: Any error that `body` throws.
    public func withUTF8<Result, Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result
    {
        try body(bytes)
    }

    /// Compares in constant time for secrets of equal length, so that timing reveals only the length.
    public static func == (one: Secret, other: Secret) -> Bool {
        guard one.bytes.count == other.bytes.count else { return false }
        return zip(one.bytes, other.bytes).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `<redacted>`.
    public var description: String { "<redacted>" }
    /// `<redacted>`.
    public var debugDescription: String { "<redacted>" }
    /// A mirror without children, so that `dump` does not show the secret either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
