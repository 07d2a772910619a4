internal import SystemSupport

/// The reason why a login or an authenticated request failed.
///
/// ``description`` says what failed, why, and what to try. It contains no secret. Of the server's text it contains only
/// the error entries, truncated and on one line.
public struct LoginError: Error, Sendable, Equatable {
    /// The kind of failure.
    public let code: Code

    /// What failed and why, on one line.
    public let message: String

    /// The status of the response; nil if there was no response, or if the status was not the problem.
    public let status: Int?

    /// The errors that the registry or its token server returned; empty if there are none in a known format.
    public let serverErrors: [RegistryErrorEntry]

    /// How long to wait before the next request; nil if the server does not say.
    public let retryAfter: Duration?

    /// What the user can do about it: imperative sentences without a full stop.
    public let advice: [String]

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What failed and why, without a secret. Control characters become spaces.
    ///   - status: The status of the response.
    ///   - serverErrors: The errors that the server returned.
    ///   - retryAfter: How long to wait before the next request.
    ///   - advice: What to do about it, one sentence per element, without a secret.
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
    /// The message, the server's errors and the advice, on one line.
    public var description: String { ([summary] + advice).joined(separator: ". ") }

    /// The message and the server's errors, without the advice.
    public var summary: String {
        serverErrors.isEmpty ? message : "\(message): \(serverErrors.map(\.description).joined(separator: "; "))"
    }
}
