internal import SystemSupport

/// Why a login or an authenticated request did not succeed.
///
/// ``description`` says what failed, why, and what to try. No secret is in it, and of what a server sent only its own words
/// about the failure, on one line and cut.
public struct LoginError: Error, Sendable, Equatable {
    /// The kind of failure.
    public let code: Code

    /// What failed and why, on one line.
    public let message: String

    /// The status that the server answered with; nil if there was no answer, or if the status was not the problem.
    public let status: Int?

    /// What the registry or its token server says about the failure; empty if it says nothing in a form that is known.
    public let serverErrors: [RegistryErrorEntry]

    /// How long the server wants not to be asked; nil if it does not say.
    public let retryAfter: Duration?

    /// What the user can do about it: imperative sentences without a full stop.
    public let advice: [String]

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: Its kind.
    ///   - message: What failed and why, without a secret. Control characters in it become blanks.
    ///   - status: The status that the server answered with.
    ///   - serverErrors: What the server says about it.
    ///   - retryAfter: How long the server wants not to be asked.
    ///   - advice: What to do about it, a sentence each, without a secret.
    public init(
        _ code: Code,
        _ message: String,
        status: Int? = nil,
        serverErrors: [RegistryErrorEntry] = [],
        retryAfter: Duration? = nil,
        advice: [String] = []
    ) {
        self.code = code
        self.message = message.escapedForDisplay
        self.status = status
        self.serverErrors = serverErrors
        self.retryAfter = retryAfter
        self.advice = advice.map(\.asAdvice)
    }
}

extension LoginError: CustomStringConvertible {
    /// The message, what the server says, and the advice, on one line.
    public var description: String { ([summary] + advice).joined(separator: ". ") }

    /// The message and what the server says, without the advice.
    public var summary: String {
        serverErrors.isEmpty ? message : "\(message): \(serverErrors.map(\.description).joined(separator: "; "))"
    }
}
