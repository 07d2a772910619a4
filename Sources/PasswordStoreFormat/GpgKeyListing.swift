/// The keys that `gpg --list-keys --with-colons` lists for a name.
///
/// doc/DETAILS of GnuPG describes the fields.
package struct GpgKeyListing {
    /// Why a key cannot be encrypted to.
    package enum Obstacle: Equatable, Sendable {
        /// gpg has no such key.
        case unknown
        case revoked(fingerprint: String)
        /// The key and the encryption subkeys with these fingerprints have expired.
        case expired(fingerprint: String, subkeys: [String])
        /// The key has no encryption subkey that can be used.
        case noEncryption(fingerprint: String)
        /// All encryption subkeys have expired.
        case encryptionExpired(fingerprint: String, subkeys: [String])
        case disabled(fingerprint: String)
        /// The listing shows no reason.
        case other(fingerprint: String)
    }

    private struct Key {
        var validity: Character = "-"
        var capabilities = ""
        var fingerprint = ""
        var subkeys: [Subkey] = []
        var grips: [String] = []
    }

    private struct Subkey {
        let validity: Character
        let capabilities: String
        let expires: Bool
        var fingerprint = ""
    }

    private var keys: [Key] = []

    /// Reads gpg's output; lines that are not understood are skipped.
    package init(parsing output: [UInt8]) {
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            guard fields.count > 11 || ["fpr", "grp"].contains(fields.first) else { continue }
            switch fields[0] {
            case "pub":
                keys.append(Key(validity: fields[1].first ?? "-", capabilities: fields[11]))
            case "sub":
                let validity = fields[1].first ?? "-"
                let subkey = Subkey(validity: validity, capabilities: fields[11], expires: !fields[6].isEmpty)
                if !keys.isEmpty { keys[keys.count - 1].subkeys.append(subkey) }
            case "fpr":
                // The line follows the key that it belongs to.
                guard !keys.isEmpty, fields.count > 9 else { continue }
                let (key, subkey) = (keys.count - 1, keys[keys.count - 1].subkeys.count - 1)
                if subkey < 0 {
                    keys[key].fingerprint = fields[9]
                } else {
                    keys[key].subkeys[subkey].fingerprint = fields[9]
                }
            case "grp":
                guard let key = keys.indices.last, fields.count > 9 else { continue }
                let capabilities = keys[key].subkeys.last?.capabilities ?? keys[key].capabilities
                // A small e: this key or subkey itself encrypts.
                if capabilities.contains("e") { keys[key].grips.append(fields[9]) }
            default: break
            }
        }
    }

    /// The fingerprint of the first key, which gpg uses; nil if there is none.
    package var fingerprint: String? { keys.first.flatMap { $0.fingerprint.isEmpty ? nil : $0.fingerprint } }

    /// The key grips of the first key that encrypt, if they were listed with `--with-keygrip`.
    package var encryptionGrips: [String] { keys.first?.grips ?? [] }

    /// Whether the first key is trusted enough for gpg to encrypt to it without asking.
    package var isTrusted: Bool { keys.first.map { ["m", "f", "u"].contains($0.validity) } ?? false }

    /// Why the first key, which gpg uses, cannot be encrypted to.
    package var obstacle: Obstacle {
        guard let key = keys.first else { return .unknown }
        let fingerprint = key.fingerprint
        let expired = key.subkeys.filter { $0.capabilities.contains("e") && $0.validity == "e" && $0.expires }
            .map(\.fingerprint)
        if key.capabilities.contains("D") || key.validity == "d" { return .disabled(fingerprint: fingerprint) }
        switch key.validity {
        case "r": return .revoked(fingerprint: fingerprint)
        case "e": return .expired(fingerprint: fingerprint, subkeys: expired)
        default: break
        }
        // A capital E: the key or one of its subkeys can be encrypted to.
        guard !key.capabilities.contains("E") else { return .other(fingerprint: fingerprint) }
        guard !expired.isEmpty else { return .noEncryption(fingerprint: fingerprint) }
        return .encryptionExpired(fingerprint: fingerprint, subkeys: expired)
    }
}
