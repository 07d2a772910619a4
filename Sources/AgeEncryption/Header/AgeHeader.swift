/// The textual header of an age file: its recipients, and a MAC over them (age specification, "Header").
package struct AgeHeader: Sendable {
    /// The stanzas in the order of the file; at least one.
    package let stanzas: [AgeStanza]
    /// The bytes of the header in the file, from the version line to the end of the MAC line.
    package let bytes: [UInt8]
    private let mac: [UInt8]

    /// Creates the header of an existing file.
    init(stanzas: [AgeStanza], bytes: [UInt8], mac: [UInt8]) {
        self.stanzas = stanzas
        self.bytes = bytes
        self.mac = mac
    }

    /// Creates a header, authenticated with the file key that its stanzas wrap.
    package init(stanzas: [AgeStanza], fileKey: FileKey) {
        var bytes = HeaderText.version + [HeaderText.lineFeed]
        for stanza in stanzas {
            bytes.append(contentsOf: stanza.bytes)
        }
        bytes.append(contentsOf: HeaderText.macMark)
        mac = KeyDerivation.authenticationCode(for: bytes[...], key: fileKey.headerKey)
        bytes.append(HeaderText.space)
        bytes.append(contentsOf: HeaderText.encode(mac))
        bytes.append(HeaderText.lineFeed)
        self.stanzas = stanzas
        self.bytes = bytes
    }

    /// Parses the header of a file without a key; it is not authenticated.
    ///
    /// - Parameter binary: An age file in binary form, or the beginning of one. Bytes after the header are not read.
    /// - Throws: ``AgeError/Code/notAgeFile``, ``AgeError/Code/unsupportedVersion`` or
    ///   ``AgeError/Code/malformedHeader``.
    package init(parsing binary: ArraySlice<UInt8>) throws(AgeError) {
        var parser = AgeHeaderParser(binary)
        self = try parser.parse()
    }

    /// Whether the file is encrypted with a passphrase, and not to keys.
    package var isPassphraseProtected: Bool {
        stanzas.contains { $0.kind == ScryptStanza.kind }
    }

    /// Returns whether the header was written with a file key.
    func isAuthentic(under fileKey: FileKey) -> Bool {
        // The MAC covers everything up to and including the mark of its own line.
        let covered = bytes.dropLast(Self.macTextCount)
        return equalInConstantTime(mac, KeyDerivation.authenticationCode(for: covered, key: fileKey.headerKey))
    }

    /// A space, 43 digits for 32 bytes, and the end of the line.
    private static let macTextCount = 1 + 43 + 1
}
