/// What `gpg --status-fd` said: the part of its output that is meant for programs, and the same in every language.
///
/// The keywords are those of doc/DETAILS of GnuPG.
struct GpgStatus: Equatable {
    /// A key that could not be encrypted to.
    struct InvalidRecipient: Equatable {
        let reason: Int
        /// As it was given to gpg.
        let key: String
    }

    /// The keys that a message is encrypted to, as their long numbers.
    private(set) var recipients: [String] = []
    /// Those of them whose secret part is not here.
    private(set) var missingSecretKeys: [String] = []
    /// The keys that could not be encrypted to.
    private(set) var invalidRecipients: [InvalidRecipient] = []
    /// The whole fingerprints of the keys whose signature is valid: of the key that signed, and of its primary key.
    private(set) var validSignatures: [String] = []
    /// Why a secret key could not be used, without the part of the number that says which program reported it.
    private(set) var secretKeyFailure: Int?
    /// Why the call as a whole failed, likewise.
    private(set) var failure: Int?
    /// Whether a prompt was started.
    private(set) var startedPrompt = false
    /// Whether the message was decrypted and is whole.
    private(set) var decrypted = false
    /// Whether a message was written.
    private(set) var encrypted = false
    /// Whether the input is no OpenPGP message.
    private(set) var hasNoData = false
    /// Whether the message was changed after it was encrypted.
    private(set) var isDamaged = false
    /// How the message's content is told to be: `b` for bytes, `t` and `u` for text, whose line ends gpg may change.
    private(set) var plaintextFormat: UInt8?
    /// How many bytes are in the message; nil where gpg does not know it beforehand.
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
        case "ERROR": if arguments.first == "pkdecrypt_failed" { secretKeyFailure = Self.code(in: arguments) }
        case "FAILURE": failure = Self.code(in: arguments)
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

    /// Whether output of so many bytes can be all that was in the message, and no more.
    ///
    /// An option of the user's may have sent a part of it elsewhere, or other words among it.
    func accepts(_ count: Int) -> Bool {
        guard let plaintextFormat else { return false }
        // A message in parts has at least 512 bytes in the first of them: RFC 4880, section 4.2.2.4.
        guard let plaintextLength else { return count > 0 }
        return plaintextFormat == UInt8(ascii: "b") ? count == plaintextLength : (count > 0) == (plaintextLength > 0)
    }

    /// The error of libgpg-error without its source, which is in the upper bits.
    private static func code(in arguments: [String]) -> Int? {
        guard arguments.count >= 2, let number = UInt32(arguments[1]) else { return nil }
        return Int(number & 0xFFFF)
    }
}
