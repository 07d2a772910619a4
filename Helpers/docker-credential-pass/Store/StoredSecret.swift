import HelperProtocol

/// Secrets as entries of a password store hold them.
enum StoredSecret {
    /// Rejects a secret that would not be read back unchanged.
    ///
    /// Entries that people make end in a line end. Docker's own helper cuts line ends off, and so does ``read(_:_:)``.
    static func check(_ secret: Secret) throws(HelperError) {
        let endsLine = secret.withUTF8 { $0.last.map(isLineEnd) ?? false }
        guard !endsLine else {
            throw HelperError(
                .unsupported,
                "a password store cannot keep this secret: it ends with a line break, which is lost when it is read",
                advice: ["Remove the line break, or use docker-credential-file, which keeps any secret"]
            )
        }
    }

    /// Returns the secret in the decrypted content of an entry.
    ///
    /// - Throws: ``HelperError`` if the content is not UTF-8, which the protocol cannot carry.
    static func read(_ bytes: [UInt8], _ entry: String) throws(HelperError) -> Secret {
        var bytes = bytes
        while let last = bytes.last, isLineEnd(last) { bytes.removeLast() }
        guard let secret = Secret(utf8: bytes) else {
            throw HelperError(
                .damaged,
                "the secret in \(entry) is not UTF-8, which the protocol cannot carry",
                advice: ["Log in again, which replaces the entry"]
            )
        }
        return secret
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
