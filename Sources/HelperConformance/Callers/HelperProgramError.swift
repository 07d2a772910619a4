/// The reason why a call of a helper program could not be completed.
public struct HelperProgramError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A kind of failure.
    ///
    /// More may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, such as `cannotStart`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The program does not exist or may not be executed.
        public static let cannotStart = Code("cannotStart")
        /// The program did not exit within the timeout and was killed.
        public static let timedOut = Code("timedOut")
        /// The program printed more than the limit and was killed.
        public static let outputTooLarge = Code("outputTooLarge")
        /// The operating system could not provide a pipe, a terminal or memory.
        public static let systemFailure = Code("systemFailure")
    }

    /// The kind of failure.
    public let code: Code

    /// What happened, as a sentence.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
