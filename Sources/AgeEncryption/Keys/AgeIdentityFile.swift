/// A list of secret keys in the form that `age-keygen` writes and `age -i` reads.
package struct AgeIdentityFile: Sendable {
    /// The keys in the order of the file; at least one.
    package let identities: [AgeIdentity]

    /// Reads the bytes of an identity file.
    ///
    /// - Parameter file: One key a line; comments begin with `#`.
    /// - Throws: ``AgeError/Code/malformedIdentity`` with the line's number and never its content, also for a file without
    ///   any key and for one that is itself encrypted.
    package init(parsing file: [UInt8]) throws(AgeError) {
        guard AgeFile.form(of: file) == nil else {
            throw AgeError(.malformedIdentity, "the identity file is itself encrypted; decrypt it with age -d first")
        }
        identities = try AgeKeyLines.parse(file) { (line) throws(AgeError) in try AgeIdentity(parsing: line) }
        guard !identities.isEmpty else {
            throw AgeError(.malformedIdentity, "the file holds no secret key")
        }
    }

    /// The file that `age-keygen` would write for one key: as secret as the key.
    ///
    /// - Parameters:
    ///   - identity: The key.
    ///   - created: The time that the first comment tells.
    /// - Returns: Two comment lines and the key.
    package static func secretBytes(for identity: AgeIdentity, created: AgeTimestamp) -> [UInt8] {
        let comments = "# created: \(created)\n# public key: \(identity.recipient)\n"
        return Array((comments + identity.secretText + "\n").utf8)
    }
}
