extension Doctor {
    /// The result of verifying a saved credential with its registry.
    public enum Verification: Sendable, Equatable {
        /// The registry accepts the credential.
        case valid
        /// The registry rejects the credential.
        case rejected
        /// The credential has expired, by its own date or by the registry's error.
        case expired
        /// The registry cannot be reached, with the reason.
        case unreachable(String)
        /// The registry does not require authentication.
        case notNeeded
        /// There is no saved credential for the registry.
        case noCredential
    }

    /// What was learned by verifying a saved credential with its registry.
    public struct RegistryAnswer: Sendable, Equatable {
        /// The result.
        public var verification: Verification

        /// The time until the credential expires; nil if it does not say.
        public var timeLeft: Duration?

        /// The time by which the registry's clock is ahead of this machine's; nil if the registry did not say.
        public var clockDifference: Duration?

        /// Creates an answer.
        public init(_ verification: Verification, timeLeft: Duration? = nil, clockDifference: Duration? = nil) {
            self.verification = verification
            self.timeLeft = timeLeft
            self.clockDifference = clockDifference
        }
    }
}

extension VerificationFacts {
    init(server: String, _ answer: Doctor.RegistryAnswer) {
        self.init(
            server: server,
            result: answer.verification,
            timeLeft: answer.timeLeft,
            clockDifference: answer.clockDifference
        )
    }
}
