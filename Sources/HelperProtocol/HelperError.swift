package import SystemSupport

/// What a helper answers instead of what it was asked for.
///
/// The protocol has one line of text and one exit status for all that can go wrong; ``code`` is what programs in one
/// process go by, and ``message`` is exactly the line on standard output. Neither it nor ``advice`` ever holds a secret.
public struct HelperError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure that a client may want to tell apart.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, as it is spelt here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// There is no credential for this server.
        public static let credentialsNotFound = Code("credentialsNotFound")
        /// The request has no server URL.
        public static let missingServerURL = Code("missingServerURL")
        /// The request has no user name.
        public static let missingUsername = Code("missingUsername")
        /// The request is not what the protocol says, or has in it what no store can keep.
        public static let malformedRequest = Code("malformedRequest")
        /// The helper was called with no argument, with several, or with an unknown one.
        public static let unknownAction = Code("unknownAction")
        /// The credential is there, behind a lock that was not opened.
        public static let locked = Code("locked")
        /// The store itself is not there or does not answer.
        public static let unavailable = Code("unavailable")
        /// The store is there and refuses, or is not safe to use: wrong owner, mode or key.
        public static let denied = Code("denied")
        /// A wait came to its limit.
        public static let timedOut = Code("timedOut")
        /// What is stored is damaged.
        public static let damaged = Code("damaged")
        /// The store cannot keep such a credential, or the helper does not have the verb.
        public static let unsupported = Code("unsupported")
        /// Anything else.
        public static let failed = Code("failed")
    }

    /// What kind of failure this is.
    public let code: Code

    /// The line that is printed on standard output.
    public let message: String

    /// What the user can do about it: lines for standard error, which clients pass on to the user.
    public let advice: [String]

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: Its kind.
    ///   - message: What failed and why, without a secret. Control characters become blanks, since clients read
    ///     one line; others that a terminal would not show become escapes such as `\u{202E}`.
    ///   - advice: What to do about it, an imperative sentence each, without a secret. It has no full stop at its end, as
    ///     it often ends with a command to paste.
    public init(_ code: Code, _ message: String, advice: [String] = []) {
        self.code = code
        self.message = message.escapedForProtocol
        self.advice = advice.map(\.escapedForProtocol)
    }

    /// The message.
    public var description: String { message }
}

extension HelperError {
    /// A failure of a kind that several programs report.
    package init(_ code: Code, _ diagnosis: Diagnosis, advice: [String] = []) {
        self.init(code, diagnosis.message, advice: diagnosis.advice + advice)
    }
}
