/// The beginning of an encrypted message: RFC 4880, sections 4.2 and 6.2.
package enum OpenPGPMessage {
    private static let armor = Array("-----BEGIN PGP MESSAGE-----".utf8)

    /// Whether these are the first bytes of an encrypted message, which saves a call of gpg for other files.
    package static func begins(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return false }
        // The upper bit marks a packet; bit 6 tells the new format from the old, which has its tag in bits 2 to 5.
        guard first & 0x80 != 0 else { return bytes.starts(with: armor) }
        let tag = first & 0x40 != 0 ? first & 0x3F : first >> 2 & 0x0F
        // A session key, encrypted to a key or by a passphrase, or a marker before those.
        return tag == 1 || tag == 3 || tag == 10
    }
}
