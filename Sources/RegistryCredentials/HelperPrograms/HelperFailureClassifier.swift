internal import HelperProtocol

/// Classifies the output of a helper that failed by texts that are known.
///
/// The protocol tells failures apart by their text alone. A text that is recognised becomes a message of this package;
/// the rest is never shown, since it may quote a secret.
struct HelperFailureClassifier {
    struct Meaning: Equatable {
        let code: CredentialStoreError.Code
        let message: String
    }

    private let text: String

    init(_ output: [UInt8]) {
        text = String(decoding: output.prefix(1 << 16), as: UTF8.self).lowercased()
    }

    /// Whether a line of it is the protocol's text for "there is no such credential".
    ///
    /// Helpers print it on either stream, and with a capital letter. The line in the second place is what `pass rm` says
    /// through the helpers in Go.
    var isNotFound: Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return line == HelperError.credentialsNotFound.message
                || line.contains("docker-credential-helpers/") && line.hasSuffix(" is not in the password store.")
        }
    }

    /// What it means; nil if it holds no text that is known.
    var meaning: Meaning? {
        Self.known.first { known in known.texts.contains { text.contains($0) } }
            .map { Meaning(code: $0.code, message: $0.message) }
    }

    private typealias Known = (texts: [String], code: CredentialStoreError.Code, message: String)

    /// Parts of messages in lower case, the more telling first: of this package's helpers, of the helpers in Go, and of
    /// what those quote: pass, gpg, libsecret, D-Bus, and the keychain of macOS.
    private static let known: [Known] = [
        (["no credentials server url"], .failed, "it found no key in its input"),
        (["no credentials username"], .notRepresentable, "it keeps no credential without a user name"),
        (
            ["unknown action", "unknown credential action", "not implemented"], .unsupported,
            "it does not have this verb"
        ),
        (
            ["pass not initialized", "pass store is uninitialized", "there is no password store", "try \"pass init\""],
            .unavailable, "there is no password store; pass init KEY makes one"
        ),
        (
            [
                "no d-bus session bus", "cannot autolaunch d-bus", "cannot spawn a message bus",
                "could not connect: no such file or directory", "could not connect: connection refused",
            ],
            .unavailable, "there is no session bus, over which a keyring is reached"
        ),
        (
            ["no keyring on the session bus", "org.freedesktop.secrets was not provided", "serviceunknown"],
            .unavailable, "no keyring is running"
        ),
        (["there is no default keyring"], .unavailable, "there is no default keyring"),
        (["error from list function in secretservice"], .unavailable, "no keyring answers"),
        (["is not installed", "executable file not found"], .unavailable, "a program that it needs is not installed"),
        (
            [
                "timed out after", "timed out while waiting", "nobody answered within", "still held it after",
                "timeout was reached",
            ],
            .timedOut, "it waited in vain for its store, or for someone to unlock it"
        ),
        (["dismissed", "user canceled", "user cancelled"], .denied, "the question for the password was dismissed"),
        (
            [
                "is locked", "locked collection", "user interaction is not allowed",
                "is protected by a passphrase, and there is no terminal",
            ],
            .locked, "its store is locked"
        ),
        (
            // gpg 2.2 says so as well where it cannot ask for the passphrase.
            ["no secret key"], .locked, "gpg has no secret key for the entry, or cannot ask for its passphrase"
        ),
        (
            [
                "is open to other users", "belongs to another user", "is not encrypted to any key",
                "the passphrase does not open", "is not on this machine", "permission denied",
            ],
            .denied, "its store refuses this user, or is not safe to use"
        ),
        (["key file", "passphrase file"], .unavailable, "a file that opens its store is not there"),
        (["is damaged"], .malformed, "its store is damaged"),
        (["no space left on"], .failed, "the disk is full"),
        (["malformed request"], .notRepresentable, "it cannot keep such a key or user name"),
    ]
}
