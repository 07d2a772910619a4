internal import SystemSupport

/// The environment variables that all helpers of this package support, and that new helpers should support.
public struct HelperSettings: Sendable, Equatable {
    /// The longest wait for a backend, a lock or a prompt: `DOCKER_CREDENTIAL_TIMEOUT` in seconds, or 30 seconds by
    /// default.
    public var timeout: Duration

    /// Whether a missing backend is an error rather than "not found": `DOCKER_CREDENTIAL_STRICT=1`.
    ///
    /// With "not found", clients can still pull public images.
    public var isStrict: Bool

    /// Whether a request that would need a prompt fails at once: `DOCKER_CREDENTIAL_NO_PROMPT=1`.
    ///
    /// docker-credential-auto sets it to find a backend that works without a prompt.
    public var forbidsPrompts: Bool

    /// Whether a debug trace is written to standard error: `DOCKER_CREDENTIAL_DEBUG=1`.
    public var isTracing: Bool

    /// 30 seconds: enough time to unlock a keyring, and a limit for a prompt that the user cannot see.
    public static let defaultTimeout = Duration.seconds(30)

    /// Reads the settings from a dictionary.
    ///
    /// - Parameter environment: The variables of the process.
    /// - Throws: ``HelperError`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds above zero.
    public init(environment: [String: String]) throws(HelperError) {
        try self.init { environment[$0] }
    }

    /// Reads the settings through a lookup function.
    ///
    /// - Parameter variable: Returns the value of a variable, or nil if it is not set.
    /// - Throws: ``HelperError`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds above zero.
    public init(_ variable: (String) -> String?) throws(HelperError) {
        isStrict = variable("DOCKER_CREDENTIAL_STRICT") == "1"
        forbidsPrompts = variable(Self.noPromptVariable) == "1"
        isTracing = Self.isTracing(variable)
        guard let text = variable("DOCKER_CREDENTIAL_TIMEOUT"), !text.isEmpty else {
            timeout = Self.defaultTimeout
            return
        }
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw HelperError(
                .failed,
                Diagnosis.unusableVariable(
                    "DOCKER_CREDENTIAL_TIMEOUT",
                    because: "it is not a number of seconds between 0 and 86400",
                    expected: "a number of seconds, such as 30"
                )
            )
        }
        timeout = .seconds(seconds)
    }

    /// The variable for ``forbidsPrompts``.
    package static let noPromptVariable = "DOCKER_CREDENTIAL_NO_PROMPT"

    static func isTracing(_ variable: (String) -> String?) -> Bool { variable("DOCKER_CREDENTIAL_DEBUG") == "1" }
}
