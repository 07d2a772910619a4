/// An age v1 file: a header with the recipients, and an encrypted payload (age specification, "Encrypted file format").
package struct AgeFile: Sendable {
    /// The two forms of a file, of which only the binary one is written.
    package enum Form: Sendable {
        case binary
        case armored
    }

    /// The form of the file.
    package let form: Form
    /// The recipients of the file; they are authenticated only when the file is decrypted.
    package let header: AgeHeader
    private let payload: ArraySlice<UInt8>

    /// Returns the form of a file by its first bytes; nil if it is not an age file.
    package static func form(of file: [UInt8]) -> Form? {
        if file.starts(with: HeaderText.anyVersion) { return .binary }
        return AgeArmor.begins(file) ? .armored : nil
    }

    /// Parses the form and the header of a file, without a key and without decrypting anything.
    ///
    /// - Parameter file: A whole file, in binary form or in armor.
    /// - Throws: ``AgeError/Code/notAgeFile``, ``AgeError/Code/malformedArmor``, ``AgeError/Code/unsupportedVersion``
    ///   or ``AgeError/Code/malformedHeader``.
    package init(parsing file: [UInt8]) throws(AgeError) {
        guard let form = Self.form(of: file) else {
            throw AgeError(.notAgeFile, "not an age file")
        }
        let binary = form == .armored ? try AgeArmor.decode(file) : file
        self.form = form
        header = try AgeHeader(parsing: binary[...])
        payload = binary[header.bytes.count...]
    }

    /// Returns the plaintext.
    ///
    /// The header is authenticated before the payload is read, and nothing is returned unless the whole payload is
    /// authentic.
    ///
    /// - Parameter unlocking: The keys or the passphrase.
    /// - Returns: The plaintext.
    /// - Throws: ``AgeError`` about the header, the keys, the passphrase or the payload.
    package func decrypted(with unlocking: AgeUnlocking) throws(AgeError) -> [UInt8] {
        let fileKey = try unlocking.unwrap(header)
        guard header.isAuthentic(under: fileKey) else {
            throw AgeError(.headerAuthenticationFailed, "the header was altered: its MAC does not match")
        }
        var plaintext: [UInt8] = []
        plaintext.reserveCapacity(payload.count)
        do throws(AgeError) {
            var decryptor = AgePayloadDecryptor(fileKey: fileKey)
            try decryptor.decrypt(payload, to: &plaintext)
            try decryptor.finish(to: &plaintext)
        } catch {
            plaintext.overwrite()
            throw error
        }
        return plaintext
    }
}
