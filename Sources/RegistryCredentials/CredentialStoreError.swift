internal import SystemSupport

/// Why a store could not do what it was asked for.
///
/// ``description`` says what failed, where, why, and what to try. Neither a secret nor a byte of a helper's output that
/// might be one is ever in it.
public struct CredentialStoreError: Error, Sendable, Equatable {
    /// The kinds of failure that a caller may want to tell apart.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, as it is spelt here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The store is not there or does not answer: no such helper, no keyring, a file that cannot be read.
        public static let unavailable = Code("unavailable")
        /// The credential is there, behind a lock that was not opened.
        public static let locked = Code("locked")
        /// The store refuses this user, this helper or this change.
        public static let denied = Code("denied")
        /// A wait came to its limit.
        public static let timedOut = Code("timedOut")
        /// What is stored, or what a helper answered, is damaged; it was left as it is.
        public static let malformed = Code("malformed")
        /// The store cannot keep such a credential without losing a part of it.
        public static let notRepresentable = Code("notRepresentable")
        /// The entry is no longer the one that the caller expected, or another program kept changing the file.
        public static let conflict = Code("conflict")
        /// The credential would lie in clear in a file, and that was not allowed.
        public static let plaintextRefused = Code("plaintextRefused")
        /// The store does not have the verb: one that is read only, for example.
        public static let unsupported = Code("unsupported")
        /// Anything else.
        public static let failed = Code("failed")
    }

    /// Where it happened, as far as that is known.
    public struct Place: Sendable, Equatable {
        /// The path of the file.
        public internal(set) var file: String?
        /// The key in the file, or the one that a helper was asked for, without user information and query.
        public let key: String?
        /// The file name of the helper program.
        public let helper: String?
        /// The setting in ``file`` that names the helper, such as `credsStore`.
        public let setting: String?

        /// Names a place.
        ///
        /// - Parameters:
        ///   - file: The path of the file.
        ///   - key: The key in the file, or the one that a helper was asked for.
        ///   - helper: The file name of the helper program.
        ///   - setting: The setting in the file that names the helper.
        public init(file: String? = nil, key: String? = nil, helper: String? = nil, setting: String? = nil) {
            self.file = file
            // Some keys hold a password or a token, and places are there to be shown.
            self.key = key?.withoutUserInformation
            self.helper = helper
            self.setting = setting
        }
    }

    /// What kind of failure this is.
    public let code: Code

    /// What failed and why, on one line, without the place.
    public let message: String

    /// Where it happened.
    public let place: Place

    /// What the user can do about it, a sentence each.
    public let advice: [String]

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: Its kind.
    ///   - message: What failed and why, without a secret. What a terminal would not show becomes an escape.
    ///   - place: Where it happened.
    ///   - advice: What to do about it, a sentence each, without a secret.
    public init(_ code: Code, _ message: String, at place: Place = Place(), advice: [String] = []) {
        self.code = code
        self.message = message.escapedForDisplay
        self.place = place
        self.advice = advice.map(\.asAdvice)
    }
}

extension CredentialStoreError: CustomStringConvertible {
    /// The message, the place and the advice, on one line.
    public var description: String {
        ([messageWithPlace] + advice).joined(separator: ". ")
    }

    /// The message, with those parts of the place that it does not name itself.
    package var messageWithPlace: String { placeText.map { "\(message) (\($0))" } ?? message }

    /// The place, named once: what the message has already is left out.
    private var placeText: String? {
        var details: [String] = []
        if let key = place.key { details.append("key \(key.printable)") }
        if let helper = place.helper, !message.contains(helper) { details.append("helper \(helper.printable)") }
        if let file = place.file, !message.contains(file) {
            let name = "\(Self.isVariable(file) ? "variable" : "file") \(file.printable)"
            details.append(place.setting.map { "named by \($0.printable) in \(file.printable)" } ?? name)
        }
        return details.isEmpty ? nil : details.joined(separator: ", ")
    }

    /// Whether a place is a variable of the environment, which is named like none of the files.
    private static func isVariable(_ file: String) -> Bool {
        file.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 == UInt8(ascii: "_") }
    }
}

extension String {
    /// The text on one line, with escapes for what a terminal would not show.
    package var printable: String { escapedForDisplay }
}
