internal import Codecs
internal import SystemSupport

/// Classifies the output of a failed helper by known messages.
///
/// The protocol distinguishes failures by their text alone. A known text is replaced by a message of this package.
/// Other text is never shown, because it may quote a secret.
package struct HelperFailureClassifier {
    /// What a known message means.
    package struct Meaning: Equatable {
        /// The kind of failure.
        package let code: HelperError.Code
        /// Why the helper failed, in the wording of this package.
        package let message: String
        /// Whether the helper's store does not exist in this session or on this machine.
        package var isAbsence: Bool { HelperFailureClassifier.absences.contains(message) }
    }

    private let text: String

    /// Reads what a failed helper wrote to one of its streams.
    package init(_ output: [UInt8]) {
        text = String(decoding: output.prefix(1 << 16), as: UTF8.self).lowercased()
    }

    /// Whether a line is the protocol's message for a missing credential.
    ///
    /// Helpers print it on either stream, some with a capital letter. The second text is that of `pass rm`, passed on
    /// by Docker's helpers.
    package var isNotFound: Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return line == HelperError.credentialsNotFound.message
                || line.contains(bytesOf: "docker-credential-helpers/")
                    && line.hasSuffix(" is not in the password store.")
        }
    }

    /// The meaning of the output; nil if it has no known message.
    package var meaning: Meaning? {
        Self.known.first { known in known.texts.contains { text.contains(bytesOf: $0) } }
            .map { Meaning(code: $0.code, message: $0.message) }
    }

    /// The messages for a store that does not exist.
    private static let absences: Set = [
        Phrase.noPasswordStore, Phrase.uninitializedPasswordStore, Phrase.noSessionBus, Phrase.noKeyring,
        Phrase.noDefaultKeyring, noAnswer, noProgram,
    ]
    private static let noAnswer = "no keyring responds"
    private static let noProgram = "a program that it needs is not installed"

    private typealias Phrase = Diagnosis.Phrase
    private typealias Known = (texts: [String], code: HelperError.Code, message: String)

    /// Fragments of known messages in lower case, the most specific first.
    ///
    /// They come from this package's helpers, from Docker's helpers, and from the tools that those quote: pass, gpg,
    /// libsecret, D-Bus, and the macOS keychain.
    private static let known: [Known] = [
        (
            ["started by a credential helper that it runs itself"], .failed,
            "it runs docker-credential-creds, which runs it in turn: a loop"
        ),
        (["no credentials server url"], .failed, "it received no server URL"),
        (["no credentials username"], .malformedRequest, "it cannot store a credential without a user name"),
        (
            ["unknown action", "unknown credential action", "not implemented"], .unsupported,
            "it does not support this verb"
        ),
        (
            ["pass not initialized", "pass store is uninitialized", Phrase.noPasswordStore, "try \"pass init\""],
            .unavailable, Phrase.noPasswordStore
        ),
        ([Phrase.uninitializedPasswordStore], .unavailable, Phrase.uninitializedPasswordStore),
        (
            [
                Phrase.noSessionBus, "cannot autolaunch d-bus", "cannot spawn a message bus",
                "could not connect: no such file or directory", "could not connect: connection refused",
            ],
            .unavailable, Phrase.noSessionBus
        ),
        (
            [Phrase.noKeyring, "org.freedesktop.secrets was not provided", "serviceunknown"],
            .unavailable, Phrase.noKeyring
        ),
        ([Phrase.noDefaultKeyring], .unavailable, Phrase.noDefaultKeyring),
        (["error from list function in secretservice"], .unavailable, noAnswer),
        (
            [Phrase.notFoundInPath.lowercased(), "is not installed", "executable file not found"], .unavailable,
            noProgram
        ),
        (
            [Phrase.timedOut, "timeout was reached"], .timedOut,
            "it timed out while waiting for its store, or for someone to unlock it"
        ),
        (
            ["run `docker creds unlock`"], .locked,
            "its key is locked by a passphrase; run `docker creds unlock` in a terminal"
        ),
        (["dismissed", "user canceled", "user cancelled"], .denied, "the prompt for the password was dismissed"),
        (
            [Phrase.locked, "locked collection", "user interaction is not allowed"], .locked,
            "its store \(Phrase.locked)"
        ),
        (
            // gpg 2.2 also prints this if it cannot prompt for the passphrase.
            ["no secret key"], .locked, "gpg has no secret key for the entry, or cannot ask for its passphrase"
        ),
        (
            [
                Phrase.openToOthers, Phrase.foreignOwner, "can decrypt", Phrase.wrongPassphrase,
                Phrase.missingSecretKey, "permission denied",
            ],
            .denied, "its store denies access, or is not safe to use"
        ),
        (["key file", "passphrase file", "recipients file"], .unavailable, "a file that opens its store is missing"),
        ([Phrase.damaged], .damaged, "its store \(Phrase.damaged)"),
        (["no space left on"], .failed, "the disk is full"),
        (["file system is read-only", "read-only file system"], .denied, "the file system of its store is read-only"),
        (["malformed request"], .malformedRequest, "it cannot keep such a key or user name"),
        (
            [
                "cannot keep this user name", "cannot keep this server url", "cannot keep this secret",
                "file name too long",
            ],
            .malformedRequest, "it cannot keep such a key, user name or secret"
        ),
    ]
}
