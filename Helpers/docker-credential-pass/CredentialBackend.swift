import HelperProtocol

/// One way to a password store: by its files and gpg, or through another program.
protocol CredentialBackend {
    func store(_ credentials: Credentials) throws(HelperError)
    func get(_ server: ServerURL) throws(HelperError) -> Credentials
    func erase(_ server: ServerURL) throws(HelperError)
    func list() throws(HelperError) -> [ServerURL: String]
}

/// What both ways do to secrets.
enum StoredSecret {
    /// Refuses what would not come back as it was: Docker's own helper cuts line ends, and so do we, since entries that
    /// are made by hand have one.
    static func check(_ secret: Secret) throws(HelperError) {
        let endsLine = secret.withUTF8 { $0.last.map(isLineEnd) ?? false }
        guard !endsLine else {
            throw HelperError(
                .unsupported,
                "a password store cannot keep this secret: it ends in a line end, which is cut off when it is read",
                advice: ["Use docker-credential-file, which keeps any secret, or a secret without the line end."]
            )
        }
    }

    /// The secret in what an entry holds.
    static func read(_ bytes: [UInt8], _ entry: String) throws(HelperError) -> Secret {
        var bytes = bytes
        while let last = bytes.last, isLineEnd(last) { bytes.removeLast() }
        guard let secret = Secret(utf8: bytes) else {
            throw HelperError(
                .damaged,
                "\(entry) holds bytes that are not UTF-8, which the protocol cannot carry",
                advice: ["Log in again, which replaces the entry."]
            )
        }
        return secret
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }
}
