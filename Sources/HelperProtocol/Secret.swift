/// A password or token: UTF-8 text that no log, dump or error shows by accident.
///
/// Whoever needs the text must say so, by ``revealed`` or ``withUTF8(_:)``. The bytes are kept as they are, also empty
/// ones; the runtime may make copies of them that are not wiped.
public struct Secret: Sendable, Equatable {
    private let bytes: [UInt8]

    /// Keeps a text.
    ///
    /// - Parameter text: The secret.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Keeps bytes that are UTF-8.
    ///
    /// - Parameter utf8: The secret. Nil is returned if this is not UTF-8: the protocol carries text only, and replacing
    ///   bytes would make another secret of it.
    public init?(utf8: some Collection<UInt8>) {
        guard String(validating: utf8, as: UTF8.self) != nil else { return nil }
        bytes = Array(utf8)
    }

    /// The secret in clear.
    public var revealed: String { String(decoding: bytes, as: UTF8.self) }

    /// Calls `body` with the secret in clear, as UTF-8.
    ///
    /// - Parameter body: Gets the bytes, which it should not keep.
    /// - Returns: What `body` returns.
    /// - Throws: What `body` throws.
    public func withUTF8<Result, Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result
    {
        try body(bytes)
    }

    /// Compares without stopping at the first difference, so that the time tells nothing but the length.
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
    /// A mirror without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
