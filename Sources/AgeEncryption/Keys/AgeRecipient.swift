/// A public key that files are encrypted to: `age1…`, an X25519 point.
package struct AgeRecipient: Sendable, Hashable, CustomStringConvertible {
    static let byteCount = 32
    private static let prefix = "age"

    /// The point, as RFC 7748 writes it.
    let point: [UInt8]

    /// A recipient of known length; ``AgeIdentity`` makes these.
    init(point: [UInt8]) {
        self.point = point
    }

    /// Reads `age1…`.
    ///
    /// - Parameter text: The key alone, in lower case: the reference implementation refuses upper case here.
    /// - Throws: ``AgeError/Code/malformedRecipient``. The message does not repeat the text.
    package init(parsing text: String) throws(AgeError) {
        try self.init(parsing: Array(text.utf8)[...])
    }

    /// Reads one line of a recipients file.
    init(parsing line: ArraySlice<UInt8>) throws(AgeError) {
        if line.starts(with: "AGE-SECRET-KEY-".utf8) {
            // Someone mixed up the two files. Say so: the secret key must not end up where public keys are passed around.
            throw Self.malformed("this is a secret key, where a public key is expected")
        }
        if line.starts(with: "ssh-".utf8) {
            throw Self.malformed("SSH keys are not supported, only age1… keys")
        }
        let decoded: Bech32
        do {
            decoded = try Bech32(parsing: line)
        } catch {
            throw Self.malformed("not an age1… public key: \(error.rawValue)")
        }
        guard decoded.humanReadablePart == Self.prefix else {
            let isForeign = decoded.humanReadablePart.hasPrefix("age1")
            throw Self.malformed(
                isForeign
                    ? "keys of plugins and post-quantum keys are not supported, only X25519 keys"
                    : "not an age1… public key: it begins otherwise"
            )
        }
        guard decoded.bytes.count == Self.byteCount else {
            throw Self.malformed("not an age1… public key: wrong length")
        }
        point = decoded.bytes
    }

    /// The key as text, `age1…`.
    package var description: String {
        Bech32(humanReadablePart: Self.prefix, bytes: point).text
    }

    private static func malformed(_ message: String) -> AgeError {
        AgeError(.malformedRecipient, message)
    }
}
