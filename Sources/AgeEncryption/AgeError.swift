/// Why a file, a key or a list of keys could not be used.
///
/// The message is for people and never holds a byte of a key, a passphrase or of what was encrypted.
package struct AgeError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure this is; new kinds may be added.
    package struct Code: Sendable, Hashable, CustomStringConvertible {
        private let name: String

        private init(_ name: String) {
            self.name = name
        }

        /// The code's name in the source.
        package var description: String { name }

        /// The bytes do not begin as an age file does, neither in binary form nor in armor.
        package static let notAgeFile = Code("notAgeFile")
        /// An age file of another version than v1.
        package static let unsupportedVersion = Code("unsupportedVersion")
        /// The header breaks the grammar, or a stanza in it breaks the rules of its type.
        package static let malformedHeader = Code("malformedHeader")
        /// A file key was unwrapped, but the header is not the one that was written with it.
        package static let headerAuthenticationFailed = Code("headerAuthenticationFailed")
        /// None of the given keys decrypts the file.
        package static let noMatchingIdentity = Code("noMatchingIdentity")
        /// The passphrase does not decrypt the file.
        package static let wrongPassphrase = Code("wrongPassphrase")
        /// Opening the file would take more work, or longer, than the reader allows.
        package static let workFactorTooHigh = Code("workFactorTooHigh")
        /// Opening or writing the file takes more memory than there is.
        package static let notEnoughMemory = Code("notEnoughMemory")
        /// The payload is truncated, damaged, reordered or longer than it should be.
        package static let malformedPayload = Code("malformedPayload")
        /// The text of a secret key is not well formed.
        package static let malformedIdentity = Code("malformedIdentity")
        /// The text of a public key is not well formed.
        package static let malformedRecipient = Code("malformedRecipient")
        /// The armor of the file is not strict PEM.
        package static let malformedArmor = Code("malformedArmor")
        /// A plugin is missing, failed, or broke the rules of its conversation.
        package static let pluginFailed = Code("pluginFailed")
        /// The header has a passphrase stanza and another stanza.
        package static let mixedPassphrase = Code("mixedPassphrase")
        /// There are no recipients, or more than a header holds, or the passphrase cannot be used.
        package static let unusableRecipients = Code("unusableRecipients")
    }

    /// The kind of failure.
    package let code: Code
    /// What failed and, where there is something to try, what.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    package var description: String { message }

    /// The same failure, told with the line of the file that it was found on.
    func onLine(_ number: Int) -> AgeError {
        AgeError(code, "line \(number): \(message)")
    }
}
