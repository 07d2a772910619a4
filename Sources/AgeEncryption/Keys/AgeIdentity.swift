import Crypto

/// A secret key that opens files: `AGE-SECRET-KEY-1…`, an X25519 scalar.
///
/// Its text is to be had from ``secretText`` only.
package struct AgeIdentity: Sendable, Redacted {
    private static let prefix = "AGE-SECRET-KEY-"

    /// Kept in swift-crypto's type, which overwrites its storage when it is released.
    let key: Curve25519.KeyAgreement.PrivateKey

    /// A new secret key from the system's random numbers.
    package static func generate() -> AgeIdentity {
        AgeIdentity(key: Curve25519.KeyAgreement.PrivateKey())
    }

    private init(key: Curve25519.KeyAgreement.PrivateKey) {
        self.key = key
    }

    /// Reads `AGE-SECRET-KEY-1…`.
    ///
    /// - Parameter text: The key alone, in upper case: the reference implementation refuses lower case here.
    /// - Throws: ``AgeError/Code/malformedIdentity``. The message does not repeat the text.
    package init(parsing text: String) throws(AgeError) {
        try self.init(parsing: Array(text.utf8)[...])
    }

    /// Reads one line of an identity file.
    init(parsing line: ArraySlice<UInt8>) throws(AgeError) {
        let decoded: Bech32
        do throws(Bech32.Flaw) {
            decoded = try Bech32(parsing: line)
        } catch {
            throw Self.malformed("not an AGE-SECRET-KEY-1… key: \(error.rawValue)")
        }
        guard decoded.humanReadablePart == Self.prefix else {
            let isForeign = decoded.humanReadablePart.hasPrefix("AGE-")
            throw Self.malformed(
                isForeign
                    ? "keys of plugins and post-quantum keys are not supported, only X25519 keys"
                    : "not an AGE-SECRET-KEY-1… key: it begins otherwise"
            )
        }
        // The initialiser refuses any other length than 32 bytes, and nothing else.
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: decoded.bytes) else {
            throw Self.malformed("not an AGE-SECRET-KEY-1… key: wrong length")
        }
        self.key = key
    }

    /// The public key that belongs to this secret key.
    package var recipient: AgeRecipient {
        AgeRecipient(point: Array(key.publicKey.rawRepresentation))
    }

    /// The secret itself, `AGE-SECRET-KEY-1…`.
    package var secretText: String {
        Bech32(humanReadablePart: Self.prefix, bytes: Array(key.rawRepresentation)).text.uppercased()
    }

    private static func malformed(_ message: String) -> AgeError {
        AgeError(.malformedIdentity, message)
    }
}
