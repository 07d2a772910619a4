/// The keys of `gpg --list-keys --with-colons --with-keygrip` that this user can decrypt with.
package struct GpgOwnKeys: Equatable, Sendable {
    /// A key with a secret part.
    package struct Key: Equatable, Sendable {
        /// The fingerprint of the primary key.
        package let fingerprint: String
        /// The first user ID, such as `Ann <ann@example.org>`; empty if there is none.
        package let userID: String
        /// Whether gpg encrypts to it without asking, because it is trusted.
        package let isTrusted: Bool

        package init(fingerprint: String, userID: String, isTrusted: Bool = true) {
            self.fingerprint = fingerprint
            self.userID = userID
            self.isTrusted = isTrusted
        }
    }

    /// The keys that can encrypt and whose secret part for that is on this machine or a card.
    package let usable: [Key]

    /// Parses gpg's output; lines that are not understood are skipped.
    ///
    /// doc/DETAILS of GnuPG describes the fields.
    ///
    /// - Parameters:
    ///   - output: The listing; a key may be listed more than once.
    ///   - secretGrips: The key grips whose secret parts are on this machine or a card.
    package init(parsing output: [UInt8], secretGrips: Set<String>) {
        var drafts: [Draft] = []
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            if fields[0] == "pub", fields.count > 11 { drafts.append(Draft(fields)) }
            if !drafts.isEmpty { drafts[drafts.count - 1].read(fields, secretGrips) }
        }
        var seen: Set<String> = []
        usable = drafts.filter { $0.isUsable && seen.insert($0.fingerprint).inserted }.map { draft in
            Key(
                fingerprint: draft.fingerprint,
                userID: draft.userID,
                isTrusted: ["m", "f", "u"].contains(draft.validity)
            )
        }
    }

    private struct Draft {
        let validity: Character
        let capabilities: String
        var fingerprint = ""
        var userID = ""
        var hasSecretPart = false
        private var encrypts = false

        init(_ fields: [String]) {
            validity = fields[1].first ?? "-"
            capabilities = fields[11]
        }

        /// Whether gpg encrypts to the key and decrypts what was encrypted.
        ///
        /// A capital E: the key or one of its subkeys can be encrypted to. A capital D: the key is disabled.
        var isUsable: Bool {
            hasSecretPart && !fingerprint.isEmpty && capabilities.contains("E") && !capabilities.contains("D")
                && !["r", "e", "d", "i"].contains(validity)
        }

        mutating func read(_ fields: [String], _ secretGrips: Set<String>) {
            switch fields[0] {
            // The first one belongs to the primary key.
            case "fpr" where fields.count > 9 && fingerprint.isEmpty: fingerprint = fields[9]
            case "uid" where fields.count > 9 && userID.isEmpty: userID = fields[9]
            // A small e: this key or subkey itself encrypts. Its grip follows it.
            case "pub" where fields.count > 11, "sub" where fields.count > 11: encrypts = fields[11].contains("e")
            case "grp" where fields.count > 9 && encrypts && secretGrips.contains(fields[9]): hasSecretPart = true
            default: break
            }
        }
    }
}
