import Codecs

/// The fixed texts and measures of a header, in one place for the reader and the writer.
enum HeaderText {
    /// What any version of the format begins with.
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

    /// The longest header that is read or written.
    ///
    /// The specification sets no limit, but nothing of a header can be authenticated before it is parsed and its stanzas
    /// are tried: this bounds the work that a stranger's file can ask for, and leaves room for a thousand recipients.
    static let maximumByteCount = 128 * 1024

    /// `bytes` in unpadded base64 (age specification, "Conventions").
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        base64.encodeToBytes(bytes)
    }

    /// The bytes that `text` stands for; nil unless it is the one text that an encoder writes for them.
    static func decode(_ text: [UInt8]) -> [UInt8]? {
        base64.decode(text, canonical: true)
    }
}
