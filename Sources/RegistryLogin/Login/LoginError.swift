/// Why a login or an authenticated request did not succeed.
///
/// ``description`` says what failed, why, and what to try, on one line. No secret is ever in it, and of what a server sent
/// only the registry's own error list.
public struct LoginError: Error, Sendable, Equatable {
    /// What kind of failure this is.
    public let code: Code

    /// What failed and why, on one line.
    public let message: String

    /// The status that the server answered with; nil if it did not come to an answer, or if the status was in order.
    public let status: Int?

    /// What the registry itself says about it; empty if it says nothing in the form of the distribution specification.
    public let registryErrors: [RegistryErrorEntry]

    /// What the user can do about it, a sentence each.
    public let advice: [String]

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: Its kind.
    ///   - message: What failed and why, without a secret. Control characters in it become blanks.
    ///   - status: The status that the server answered with.
    ///   - registryErrors: What the registry itself says about it.
    ///   - advice: What to do about it, a sentence each, without a secret.
    public init(
        _ code: Code,
        _ message: String,
        status: Int? = nil,
        registryErrors: [RegistryErrorEntry] = [],
        advice: [String] = []
    ) {
        self.code = code
        self.message = message.onOneLine
        self.status = status
        self.registryErrors = registryErrors
        self.advice = advice.map(\.onOneLine)
    }
}

extension LoginError: CustomStringConvertible {
    /// The message, what the registry says, and the advice, on one line.
    public var description: String {
        let said =
            registryErrors.isEmpty
            ? "" : " (the registry says: \(registryErrors.map(\.description).joined(separator: "; ")))"
        return ([message + said] + advice).joined(separator: ". ")
    }
}
