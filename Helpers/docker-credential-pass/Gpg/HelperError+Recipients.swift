import HelperProtocol
import PasswordStoreFormat
import SystemSupport

extension HelperError {
    /// A key that gpg does not encrypt to because its owner is not verified.
    ///
    /// Only gpg's status tells.
    static func untrustedKey(_ key: String, origin: String) -> HelperError {
        let name = key.shellQuoted
        return HelperError(
            .denied,
            "cannot encrypt: gpg does not trust the key \(name) in \(origin)",
            advice: [
                "If the key is your own: gpg --edit-key \(name) trust quit",
                "If it belongs to someone else, compare the fingerprint with them, then run: gpg --lsign-key \(name)",
            ]
        )
    }

    /// A key that gpg cannot encrypt to.
    ///
    /// - Parameters:
    ///   - key: The key as it was given to gpg.
    ///   - obstacle: Why gpg cannot encrypt to it.
    ///   - origin: The file or variable with the key.
    /// - Returns: An error with the command that fixes it.
    static func unusableKey(_ key: String, _ obstacle: GpgKeyListing.Obstacle, origin: String) -> HelperError {
        let (code, reason, advice): (Code, String, [String]) =
            switch obstacle {
            case .unknown:
                (
                    .unavailable, "is not known to gpg",
                    [
                        "If you have the key in a file: gpg --import FILE",
                        "To use a key of yours instead, find it with gpg --list-secret-keys, then run: pass init KEY",
                        "To make a key: gpg --quick-generate-key 'NAME <MAIL>' future-default default never",
                    ]
                )
            case .revoked:
                (.denied, "was revoked", ["Use another key: pass init KEY"])
            case .disabled:
                (.denied, "is disabled", ["Enable it: gpg --edit-key \(key.shellQuoted) enable save"])
            case .expired(let fingerprint, let subkeys):
                (.denied, "has expired", Self.renewing(fingerprint, [[]] + (subkeys.isEmpty ? [] : [subkeys])))
            case .encryptionExpired(let fingerprint, let subkeys):
                (.denied, "has an encryption subkey that has expired", Self.renewing(fingerprint, [subkeys]))
            case .noEncryption(let fingerprint):
                (
                    .denied, "has no encryption subkey",
                    ["Add one: gpg --quick-add-key \(fingerprint)", "Or use another key: pass init KEY"]
                )
            case .other:
                (
                    .failed, "was rejected by gpg",
                    ["See what gpg reports: echo test | gpg --encrypt --recipient \(key.shellQuoted) >/dev/null"]
                )
            }
        return HelperError(
            code,
            "cannot encrypt: the key \(key.shellQuoted) in \(origin) \(reason)",
            advice: advice
        )
    }

    /// Returns the commands that renew a key; an empty list of subkeys stands for the primary key.
    ///
    /// gpg takes `*` for all subkeys, but that leaves out those that have expired.
    private static func renewing(_ fingerprint: String, _ subkeys: [[String]]) -> [String] {
        let commands = subkeys.map {
            (["gpg --quick-set-expire", fingerprint, "2y"] + $0).joined(separator: " ")
        }
        return [
            "If the key is yours: \(commands.joined(separator: " && "))",
            "If it belongs to someone else, import their renewed key: gpg --import FILE",
        ]
    }
}
