/// A secret key that decrypts files: an X25519 scalar (`AGE-SECRET-KEY-1…`), a post-quantum seed
/// (`AGE-SECRET-KEY-PQ-1…`) or the identity of a plugin (`AGE-PLUGIN-NAME-1…`).
///
/// Only ``secretText`` reveals its text.
package struct AgeIdentity: Sendable, Redacted {
    enum Kind: Sendable {
        case x25519(X25519PrivateKey)
        case hybrid(XWingPrivateKey)
        case plugin(AgePluginKey)
    }

    let kind: Kind

    private static let prefix = "AGE-SECRET-KEY-"
    private static let hybridPrefix = "AGE-SECRET-KEY-PQ-"

    /// Generates an X25519 key from the system's random numbers.
    package static func generate() -> AgeIdentity {
        AgeIdentity(kind: .x25519(X25519PrivateKey()))
    }

    /// Generates a post-quantum key from the system's random numbers.
    package static func generateHybrid() -> AgeIdentity {
        AgeIdentity(kind: .hybrid(XWingPrivateKey()))
    }

    private init(kind: Kind) {
        self.kind = kind
    }

    /// Parses the text of a key.
    ///
    /// - Parameter text: The key alone, in upper case: the reference implementation also rejects lower case.
    /// - Throws: ``AgeError/Code/malformedIdentity``. The message does not repeat the text.
    package init(parsing text: String) throws(AgeError) {
        try self.init(parsing: Array(text.utf8)[...])
    }

    /// Parses one line of an identity file.
    init(parsing line: ArraySlice<UInt8>) throws(AgeError) {
        let decoded: Bech32
        do throws(Bech32.Flaw) {
            decoded = try Bech32(parsing: line)
        } catch {
            throw Self.malformed("not an AGE-SECRET-KEY-1… key: \(error.rawValue)")
        }
        switch decoded.humanReadablePart {
        case Self.prefix:
            guard let key = X25519PrivateKey(SecretBytes(decoded.bytes)) else {
                throw Self.malformed("not an AGE-SECRET-KEY-1… key: wrong length")
            }
            kind = .x25519(key)
        case Self.hybridPrefix:
            guard let key = XWingPrivateKey(SecretBytes(decoded.bytes)) else {
                throw Self.malformed("not an AGE-SECRET-KEY-PQ-1… key: wrong length")
            }
            kind = .hybrid(key)
        default:
            guard let key = AgePluginKey(decoded, role: .identity) else {
                throw Self.malformed("not an AGE-SECRET-KEY-1… key: wrong prefix")
            }
            kind = .plugin(key)
        }
    }

    /// The public key of this secret key; for a plugin the identity itself, to which the plugin can encrypt.
    package var recipient: AgeRecipient {
        switch kind {
        case .x25519(let key): AgeRecipient(point: key.publicKey())
        case .hybrid(let key): AgeRecipient(hybrid: key.publicKey())
        case .plugin(let key): AgeRecipient(key)
        }
    }

    /// The text of the secret key.
    package var secretText: String {
        switch kind {
        case .x25519(let key): Self.text(Self.prefix, key.bytes.copy)
        case .hybrid(let key): Self.text(Self.hybridPrefix, key.seed.copy)
        case .plugin(let key): key.text
        }
    }

    private static func text(_ prefix: String, _ bytes: [UInt8]) -> String {
        Bech32(humanReadablePart: prefix, bytes: bytes).text.uppercased()
    }

    private static func malformed(_ message: String) -> AgeError {
        AgeError(.malformedIdentity, message)
    }
}
