/// What `gpg --status-fd` reported: output for programs, which is the same in every language.
///
/// doc/DETAILS of GnuPG explains the keywords.
struct GpgStatus: Equatable {
    /// A key that could not be encrypted to.
    struct InvalidRecipient: Equatable {
        let reason: Int
        /// As it was given to gpg.
        let key: String
    }

    /// The long key IDs of the keys that a message is encrypted to.
    private(set) var recipients: [String] = []
    /// Those of them whose secret key gpg did not find.
    private(set) var missingSecretKeys: [String] = []
    /// The keys that could not be encrypted to.
    private(set) var invalidRecipients: [InvalidRecipient] = []
    /// The full fingerprints of the keys with a valid signature: the signing key's and its primary key's.
    private(set) var validSignatures: [String] = []
    /// Why a secret key could not be used: a code of libgpg-error without the bits for its source.
    private(set) var secretKeyFailure: Int?
    /// Why a key could not be listed.
    private(set) var keyListingFailure: Int?
    /// Why the call as a whole failed.
    private(set) var failure: Int?
    /// Whether no smart card can be used.
    private(set) var lacksCard = false
    /// Whether gpg-agent asked gpg for the passphrase, as with `pinentry-mode loopback`, and gpg had none.
    var hasUnansweredInquiry: Bool { hasInquiry && !decryptionFailed && !decrypted && secretKeyFailure == nil }
    private var hasInquiry = false
    /// Whether a prompt was started.
    private(set) var startedPrompt = false
    /// Whether the message was decrypted and is whole.
    private(set) var decrypted = false
    /// Whether a message was written.
    private(set) var encrypted = false
    /// Whether the input is not an OpenPGP message.
    private(set) var hasNoData = false
    /// Whether the message was changed after it was encrypted.
    private(set) var isDamaged = false
    /// The declared format of the content: `b` for bytes, `t` and `u` for text, whose line ends gpg may change.
    private(set) var plaintextFormat: UInt8?
    /// The number of bytes in the message; nil if gpg does not know it beforehand.
    private(set) var plaintextLength: Int?
    /// Whether decryption began and failed.
    private(set) var decryptionFailed = false

    init() {}

    init(parsing output: [UInt8]) {
        for line in output.split(separator: UInt8(ascii: "\n")) {
            let words = String(decoding: line, as: UTF8.self).split(separator: " ", omittingEmptySubsequences: false)
            guard words.count >= 2, words[0] == "[GNUPG:]" else { continue }
            note(words[1], words.dropFirst(2).map(String.init))
        }
    }

    private mutating func note(_ keyword: Substring, _ arguments: [String]) {
        switch keyword {
        case "ENC_TO": recipients += arguments.prefix(1)
        case "NO_SECKEY": missingSecretKeys += arguments.prefix(1)
        case "INV_RECP":
            guard let reason = arguments.first.flatMap({ Int($0) }) else { return }
            let key = arguments.dropFirst().joined(separator: " ")
            invalidRecipients.append(InvalidRecipient(reason: reason, key: key))
        case "VALIDSIG": validSignatures += Set([arguments.first, arguments.last].compactMap(\.self)).sorted()
        case "ERROR":
            switch arguments.first {
            case "pkdecrypt_failed": secretKeyFailure = Self.code(in: arguments)
            case "keylist.getkey": keyListingFailure = Self.code(in: arguments)
            default: break
            }
        // gpg 2.4 adds a general error for its exit status, which tells nothing.
        case "FAILURE": if arguments.first != "gpg-exit" { failure = Self.code(in: arguments) }
        case "CARDCTRL": lacksCard = true
        case "INQUIRE_MAXLEN": hasInquiry = true
        case "PINENTRY_LAUNCHED": startedPrompt = true
        case "DECRYPTION_OKAY": decrypted = true
        case "DECRYPTION_FAILED": decryptionFailed = true
        case "END_ENCRYPTION": encrypted = true
        case "PLAINTEXT": plaintextFormat = arguments.first.flatMap { UInt8($0, radix: 16) }
        case "PLAINTEXT_LENGTH": plaintextLength = arguments.first.flatMap { Int($0) }
        case "NODATA": hasNoData = true
        case "BADMDC": isDamaged = true
        default: break
        }
    }

    /// Whether `count` bytes of output can be the whole content of the message.
    ///
    /// An option of the user's may have sent a part of it elsewhere, or other output into it.
    func accepts(_ count: Int) -> Bool {
        guard let plaintextFormat else { return false }
        // A message in parts has at least 512 bytes in the first of them: RFC 4880, section 4.2.2.4.
        guard let plaintextLength else { return count > 0 }
        return plaintextFormat == UInt8(ascii: "b") ? count == plaintextLength : (count > 0) == (plaintextLength > 0)
    }

    /// Returns the code of libgpg-error without its source, which is in the upper bits.
    private static func code(in arguments: [String]) -> Int? {
        guard arguments.count >= 2, let number = UInt32(arguments[1]) else { return nil }
        return Int(number & 0xFFFF)
    }
}
