/// What the environment says to every helper of this package, and what a new helper should honour too.
public struct HelperSettings: Sendable, Equatable {
    /// The longest wait for a backend, a lock or a prompt: `DOCKER_CREDENTIAL_TIMEOUT` in seconds, else 30 seconds.
    public var timeout: Duration

    /// Whether a missing backend is an error where "not found" would let public images through:
    /// `DOCKER_CREDENTIAL_STRICT=1`.
    public var isStrict: Bool

    /// Whether steps are traced to standard error: `DOCKER_CREDENTIAL_DEBUG=1`.
    public var isTracing: Bool

    /// Half a minute: enough for a person to unlock a keyring, and an end to a prompt that nobody sees.
    public static let defaultTimeout = Duration.seconds(30)

    /// Reads the settings.
    ///
    /// - Parameter environment: The variables of the process.
    /// - Throws: ``HelperError`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds above zero.
    public init(environment: [String: String]) throws(HelperError) {
        try self.init { environment[$0] }
    }

    /// Reads the settings from wherever variables are looked up.
    ///
    /// - Parameter variable: Gives the value of a variable by its name.
    /// - Throws: ``HelperError`` if `DOCKER_CREDENTIAL_TIMEOUT` is not a number of seconds above zero.
    public init(_ variable: (String) -> String?) throws(HelperError) {
        isStrict = variable("DOCKER_CREDENTIAL_STRICT") == "1"
        isTracing = Self.isTracing(variable)
        guard let text = variable("DOCKER_CREDENTIAL_TIMEOUT"), !text.isEmpty else {
            timeout = Self.defaultTimeout
            return
        }
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw HelperError(
                .failed,
                "DOCKER_CREDENTIAL_TIMEOUT is not a number of seconds between 0 and 86400",
                advice: ["Set DOCKER_CREDENTIAL_TIMEOUT to a number of seconds, such as 30, or unset it."]
            )
        }
        timeout = .seconds(seconds)
    }

    static func isTracing(_ variable: (String) -> String?) -> Bool { variable("DOCKER_CREDENTIAL_DEBUG") == "1" }
}
