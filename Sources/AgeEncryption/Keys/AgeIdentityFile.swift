/// A list of secret keys in the format that `age-keygen` writes and `age -i` reads.
package struct AgeIdentityFile: Sendable {
    /// The keys in the order of the file; at least one.
    package let identities: [AgeIdentity]

    /// Parses the bytes of an identity file.
    ///
    /// - Parameter file: One key a line; comments begin with `#`.
    /// - Throws: ``AgeError/Code/malformedIdentity`` with the line number but not the content, also for a file without
    ///   keys and for an encrypted file.
    package init(parsing file: [UInt8]) throws(AgeError) {
        guard !Self.isEncrypted(file) else {
            throw AgeError(.malformedIdentity, "the identity file is itself encrypted; decrypt it with age -d first")
        }
        identities = try AgeKeyLines.parse(file) { (line) throws(AgeError) in try AgeIdentity(parsing: line) }
        guard !identities.isEmpty else {
            throw AgeError(.malformedIdentity, "the file has no secret key")
        }
    }

    /// Returns whether the file is an age file that contains the list of keys, as `age-keygen | age -p` writes it.
    package static func isEncrypted(_ file: [UInt8]) -> Bool {
        AgeFile.form(of: file) != nil
    }

    /// Returns the SHA-256 of the file in hexadecimal digits.
    package static func fingerprint(of file: [UInt8]) -> String {
        KeyDerivation.digest(of: file).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// Returns the file that `age-keygen` would write for one key.
    ///
    /// It is as secret as the key.
    ///
    /// - Parameters:
    ///   - identity: The key.
    ///   - created: The time for the first comment.
    /// - Returns: Two comment lines and the key.
    package static func secretBytes(for identity: AgeIdentity, created: AgeTimestamp) -> [UInt8] {
        let comments = "# created: \(created)\n# public key: \(identity.recipient)\n"
        return Array((comments + identity.secretText + "\n").utf8)
    }
}
