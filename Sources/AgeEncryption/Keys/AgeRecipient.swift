/// A public key that files are encrypted to: an X25519 point (`age1…`), a post-quantum key (`age1pq1…`) or the
/// recipient of a plugin (`age1NAME1…`).
package struct AgeRecipient: Sendable, Hashable, CustomStringConvertible {
    enum Kind: Sendable, Hashable {
        /// The point in the encoding of RFC 7748.
        case x25519([UInt8])
        case hybrid([UInt8])
        case plugin(AgePluginKey)
    }

    static let byteCount = 32
    private static let prefix = "age"
    private static let hybridPrefix = "age1pq"

    let kind: Kind

    /// Creates a recipient from a point of the right length, as ``AgeIdentity`` computes it.
    init(point: [UInt8]) {
        kind = .x25519(point)
    }

    /// Creates a recipient from a post-quantum key of the right length, as ``AgeIdentity`` computes it.
    init(hybrid key: [UInt8]) {
        kind = .hybrid(key)
    }

    /// Creates a recipient from a plugin's recipient or identity.
    init(_ key: AgePluginKey) {
        kind = .plugin(key)
    }

    /// Parses `age1…`.
    ///
    /// - Parameter text: The key alone, in lower case: the reference implementation also rejects upper case.
    /// - Throws: ``AgeError/Code/malformedRecipient``. The message does not repeat the text.
    package init(parsing text: String) throws(AgeError) {
        try self.init(parsing: Array(text.utf8)[...])
    }

    /// Parses one line of a recipients file.
    init(parsing line: ArraySlice<UInt8>) throws(AgeError) {
        if line.starts(with: "AGE-SECRET-KEY-".utf8) {
            // The two files were confused. The message says so, because the secret key must not be passed on as a
            // public key.
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
        switch decoded.humanReadablePart {
        case Self.prefix:
            kind = .x25519(try Self.bytes(of: decoded, count: Self.byteCount))
        case Self.hybridPrefix:
            kind = .hybrid(try Self.bytes(of: decoded, count: XWingPrivateKey.publicKeyByteCount))
        default:
            guard let key = AgePluginKey(decoded, role: .recipient) else {
                throw Self.malformed("not an age1… public key: wrong prefix")
            }
            kind = .plugin(key)
        }
    }

    /// The key as text, `age1…`; for an identity of a plugin, which may be a secret, the name of the plugin.
    package var description: String {
        switch kind {
        case .x25519(let point): Bech32(humanReadablePart: Self.prefix, bytes: point).text
        case .hybrid(let key): Bech32(humanReadablePart: Self.hybridPrefix, bytes: key).text
        case .plugin(let key): key.role == .recipient ? key.text : "an identity of \(key.program)"
        }
    }

    private static func bytes(of key: Bech32, count: Int) throws(AgeError) -> [UInt8] {
        guard key.bytes.count == count else {
            throw malformed("not an \(key.humanReadablePart)1… public key: wrong length")
        }
        return key.bytes
    }

    private static func malformed(_ message: String) -> AgeError {
        AgeError(.malformedRecipient, message)
    }
}

/// A list of public keys in the format that `age -R` reads.
package struct AgeRecipientFile: Sendable, Equatable {
    /// The keys in the order of the file; at least one.
    package let recipients: [AgeRecipient]

    /// Parses the bytes of a recipients file.
    ///
    /// - Parameter file: One key a line; comments begin with `#`.
    /// - Throws: ``AgeError/Code/malformedRecipient`` with the line number but not the content, also for a file without
    ///   keys.
    package init(parsing file: [UInt8]) throws(AgeError) {
        recipients = try AgeKeyLines.parse(file) { (line) throws(AgeError) in try AgeRecipient(parsing: line) }
        guard !recipients.isEmpty else {
            throw AgeError(.malformedRecipient, "the file holds no public key")
        }
    }
}
