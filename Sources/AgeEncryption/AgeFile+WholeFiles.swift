extension AgeFile {
    /// Encrypts `plaintext`.
    ///
    /// - Parameters:
    ///   - plaintext: The bytes to encrypt.
    ///   - recipients: The keys or the passphrase that will decrypt the file.
    /// - Returns: A file in binary form.
    /// - Throws: ``AgeError/Code/unusableRecipients`` or ``AgeError/Code/malformedRecipient``.
    package static func encrypt(_ plaintext: [UInt8], to recipients: AgeRecipients) throws(AgeError) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return try encrypt(plaintext, to: recipients, using: &generator)
    }

    /// Encrypts `plaintext` with the given random numbers, for tests with known results.
    ///
    /// The file is as secret as they are.
    ///
    /// - Parameters:
    ///   - plaintext: The bytes to encrypt.
    ///   - recipients: The keys or the passphrase that will decrypt the file.
    ///   - generator: Returns the file key, then each recipient's ephemeral secret or the salt, then the nonce.
    /// - Returns: A file in binary form.
    /// - Throws: ``AgeError/Code/unusableRecipients`` or ``AgeError/Code/malformedRecipient``.
    package static func encrypt(
        _ plaintext: [UInt8],
        to recipients: AgeRecipients,
        using generator: inout some RandomNumberGenerator
    ) throws(AgeError) -> [UInt8] {
        var keyBytes = generator.bytes(count: FileKey.byteCount)
        let fileKey = FileKey(keyBytes)
        keyBytes.overwrite()
        let header = AgeHeader(stanzas: try recipients.wrap(fileKey, using: &generator), fileKey: fileKey)
        guard header.bytes.count <= HeaderText.maximumByteCount else {
            throw AgeError(.unusableRecipients, "there are more recipients than a header holds")
        }
        var file = header.bytes
        let chunkCount = plaintext.count / PayloadCipher.chunkByteCount + 1
        file.reserveCapacity(file.count + plaintext.count + (chunkCount + 1) * PayloadCipher.tagByteCount)
        var encryptor = AgePayloadEncryptor(
            fileKey: fileKey,
            nonce: generator.bytes(count: PayloadCipher.nonceByteCount)
        )
        try encryptor.encrypt(plaintext[...], to: &file)
        try encryptor.finish(to: &file)
        return file
    }

    /// Decrypts `file`.
    ///
    /// - Parameters:
    ///   - file: A whole file, in binary form or in armor.
    ///   - unlocking: The keys or the passphrase.
    /// - Returns: The plaintext.
    /// - Throws: Any code of ``AgeError`` except those of encryption and of key files.
    package static func decrypt(_ file: [UInt8], with unlocking: AgeUnlocking) throws(AgeError) -> [UInt8] {
        try AgeFile(parsing: file).decrypted(with: unlocking)
    }
}
