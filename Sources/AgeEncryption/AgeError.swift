/// The reason why a file, a key or a list of keys cannot be used.
///
/// The message holds no part of a key, a passphrase or a plaintext.
package struct AgeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A kind of failure; more may be added.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The code's name in the source.
        package var description: String { name }

        /// The bytes are neither a binary nor an armored age file.
        package static let notAgeFile = Code("notAgeFile")
        /// The file has another version of the age format than v1.
        package static let unsupportedVersion = Code("unsupportedVersion")
        /// The header violates the grammar, or a stanza violates the rules of its type.
        package static let malformedHeader = Code("malformedHeader")
        /// A file key was unwrapped, but the header was not written with it.
        package static let headerAuthenticationFailed = Code("headerAuthenticationFailed")
        /// None of the given keys decrypts the file.
        package static let noMatchingIdentity = Code("noMatchingIdentity")
        /// The passphrase does not decrypt the file.
        package static let wrongPassphrase = Code("wrongPassphrase")
        /// Decrypting the file would take more work or time than the limit.
        package static let workFactorTooHigh = Code("workFactorTooHigh")
        /// There is not enough memory to read or write the file.
        package static let notEnoughMemory = Code("notEnoughMemory")
        /// The payload is truncated, damaged, reordered or longer than it should be.
        package static let malformedPayload = Code("malformedPayload")
        /// The text of a secret key is malformed.
        package static let malformedIdentity = Code("malformedIdentity")
        /// The text of a public key is malformed.
        package static let malformedRecipient = Code("malformedRecipient")
        /// The armor of the file is not strict PEM.
        package static let malformedArmor = Code("malformedArmor")
        /// A plugin is missing, failed, or violated the plugin protocol.
        package static let pluginFailed = Code("pluginFailed")
        /// The header has a passphrase stanza and another stanza.
        package static let mixedPassphrase = Code("mixedPassphrase")
        /// There are no recipients or too many, or the passphrase cannot be used.
        package static let unusableRecipients = Code("unusableRecipients")
    }

    /// The kind of failure.
    package let code: Code
    /// What failed, and what to try if there is something.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }

    /// Returns the error with the number of the line that it occurred on.
    func onLine(_ number: Int) -> AgeError {
        AgeError(code, "line \(number): \(message)")
    }
}
