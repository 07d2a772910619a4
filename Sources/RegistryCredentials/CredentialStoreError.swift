internal import SystemSupport

/// The failure of a store operation.
///
/// ``description`` says what failed, where, why, and what to do about it. It contains no secret, and no helper output
/// that might be one.
public struct CredentialStoreError: Error, Sendable, Equatable {
    /// The kind of failure.
    ///
    /// A structure rather than an enumeration, because more cases may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, such as `locked`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The store cannot be reached: the helper is not installed, there is no keyring, or a file cannot be read.
        public static let unavailable = Code("unavailable")
        /// The store is locked and was not unlocked.
        public static let locked = Code("locked")
        /// The user, the helper or the change is not permitted.
        public static let denied = Code("denied")
        /// The operation took longer than its timeout.
        public static let timedOut = Code("timedOut")
        /// The stored data or a helper's reply is damaged; it was not changed.
        public static let damaged = Code("damaged")
        /// The store cannot represent the credential without losing a part of it.
        public static let notRepresentable = Code("notRepresentable")
        /// The entry changed since it was read, or another program kept changing the file.
        public static let conflict = Code("conflict")
        /// The credential would be stored in a file in plain text, which is not allowed.
        public static let plaintextRefused = Code("plaintextRefused")
        /// The store does not support the operation; for example, it is read-only.
        public static let unsupported = Code("unsupported")
        /// Any other failure.
        public static let failed = Code("failed")
    }

    /// The place of a failure, as far as it is known.
    public struct Place: Sendable, Equatable {
        /// The path of the file.
        public internal(set) var file: String?
        /// The key in the file or the key passed to the helper, without user information and query.
        public let key: String?
        /// The file name of the helper program.
        public let helper: String?
        /// The file name of the helper that ``helper`` called in turn, as docker-credential-auto does; nil if that is
        /// unknown.
        public internal(set) var backend: String?
        /// The setting in ``file`` that names the helper, such as `credsStore`.
        public let setting: String?

        /// Creates a place.
        ///
        /// - Parameters:
        ///   - file: The path of the file.
        ///   - key: The key in the file or the key passed to the helper.
        ///   - helper: The file name of the helper program.
        ///   - setting: The setting in the file that names the helper.
        public init(file: String? = nil, key: String? = nil, helper: String? = nil, setting: String? = nil) {
            self.file = file
            // A key may hold a password or a token, and places are shown to users.
            self.key = key?.withoutUserInformation
            self.helper = helper
            self.setting = setting
        }
    }

    /// The kind of failure.
    public let code: Code

    /// The message, on one line: what failed and why, without the place.
    public let message: String

    /// Where the failure occurred.
    public let place: Place

    /// What the user can do about it, one sentence per element.
    public let advice: [String]

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What failed and why, without a secret. Characters that a terminal would not show are escaped.
    ///   - place: Where the failure occurred.
    ///   - advice: What the user can do about it, one sentence per element, without a secret.
    public init(_ code: Code, _ message: String, at place: Place = Place(), advice: [String] = []) {
        self.code = code
        self.message = message.escapedForDisplay
        self.place = place
        self.advice = advice.map(\.asAdvice)
    }

    /// Creates an error for a condition that several programs report.
    init(_ code: Code, _ diagnosis: Diagnosis, at place: Place = Place()) {
        self.init(code, diagnosis.message, at: place, advice: diagnosis.advice)
    }
}

extension CredentialStoreError: CustomStringConvertible {
    /// The message, the place and the advice, on one line.
    public var description: String {
        ([messageWithPlace] + advice).joined(separator: ". ")
    }

    /// The message, followed by the parts of the place that it does not mention.
    package var messageWithPlace: String { placeText.map { "\(message) (\($0))" } ?? message }

    /// The parts of the place that the message does not mention.
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

    /// Whether the place is an environment variable and not a file.
    static func isVariable(_ file: String) -> Bool {
        file.utf8.allSatisfy { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 || $0 == UInt8(ascii: "_") }
    }
}

extension String {
    /// The text on one line, with characters that a terminal would not show escaped.
    package var printable: String { escapedForDisplay }
}
