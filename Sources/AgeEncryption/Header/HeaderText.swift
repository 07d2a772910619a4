import Codecs

/// The constants of a header, shared by the parser and the writer.
enum HeaderText {
    /// The beginning of every version of the format.
    static let anyVersion = Array("age-encryption.org/".utf8)
    /// The version line of this format, without its end.
    static let version = Array("age-encryption.org/v1".utf8)
    static let stanzaMark = Array("-> ".utf8)
    static let macMark = Array("---".utf8)
    static let lineFeed = UInt8(ascii: "\n")
    static let space = UInt8(ascii: " ")
    static let columns = 64
    static let macByteCount = 32
    private static let base64 = Base64(padding: .forbidden)

    /// The longest header that is read or written, in bytes.
    ///
    /// The specification has no limit. But a header can only be authenticated after it was parsed and its stanzas were
    /// tried, so this limits the work that an untrusted file can cause. It is enough for a thousand recipients.
    static let maximumByteCount = 128 * 1024

    /// Encodes bytes in unpadded base64 (age specification, "Conventions").
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        base64.encodeToBytes(bytes)
    }

    /// Decodes unpadded base64; nil unless the text is the only one that an encoder writes for the bytes.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        base64.decode(text, canonical: true)
    }
}
