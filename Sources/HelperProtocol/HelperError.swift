package import SystemSupport

/// The reason why a helper could not handle a request.
///
/// The protocol has one line of text and one exit status for every failure. ``message`` is that line, as it is written
/// to standard output; ``code`` is for programs that link this library. Neither ``message`` nor ``advice`` may contain
/// a secret.
public struct HelperError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A kind of failure.
    ///
    /// This is a struct rather than an enumeration, so that adding a code breaks no source.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, such as `credentialsNotFound`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// There are no credentials for this server.
        public static let credentialsNotFound = Code("credentialsNotFound")
        /// The request has no server URL.
        public static let missingServerURL = Code("missingServerURL")
        /// The request has no username.
        public static let missingUsername = Code("missingUsername")
        /// The request violates the protocol or contains something that no store can keep.
        public static let malformedRequest = Code("malformedRequest")
        /// The helper was called without an argument, with several, or with an unknown action.
        public static let unknownAction = Code("unknownAction")
        /// The store is locked.
        public static let locked = Code("locked")
        /// The store does not exist or does not respond.
        public static let unavailable = Code("unavailable")
        /// The store denies access, or is unsafe to use because of its owner, mode or key.
        public static let denied = Code("denied")
        /// A wait reached its limit.
        public static let timedOut = Code("timedOut")
        /// The stored data is damaged.
        public static let damaged = Code("damaged")
        /// The store cannot keep these credentials, or the helper does not implement the action.
        public static let unsupported = Code("unsupported")
        /// Any other failure.
        public static let failed = Code("failed")
    }

    /// The kind of failure.
    public let code: Code

    /// The line that is written to standard output.
    public let message: String

    /// What the user can do about it, one sentence per line.
    ///
    /// Written to standard error, which clients pass through.
    public let advice: [String]

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What failed and why, without a secret. Control characters become spaces, since clients read one
    ///     line. Other characters that a terminal would not show become escapes such as `\u{202E}`.
    ///   - advice: Imperative sentences, without a secret and without a full stop at the end, since they often end with
    ///     a command to paste.
    public init(_ code: Code, _ message: String, advice: [String] = []) {
        self.code = code
        self.message = message.escapedForProtocol
        self.advice = advice.map(\.escapedForProtocol)
    }

    /// The message.
    public var description: String { message }
}

extension HelperError {
    /// Creates an error for a condition that several programs report.
    package init(_ code: Code, _ diagnosis: Diagnosis, advice: [String] = []) {
        self.init(code, diagnosis.message, advice: diagnosis.advice + advice)
    }

    /// Creates an error for a failed system call.
    ///
    /// - Parameters:
    ///   - error: The failure.
    ///   - unchanged: What a failed write did not change.
    ///   - alternative: Another way to continue, as an imperative sentence.
    package init(system error: SystemError, unchanged: String = "the store", alternative: String? = nil) {
        let code: Code =
            switch error.code {
            case .permissionDenied, .untrustedLink: .denied
            case .timedOut: .timedOut
            default: .failed
            }
        self.init(code, .systemFailure(error, unchanged: unchanged, alternative: alternative))
    }
}
