/// Why a call of a helper program came to no outcome.
public struct HelperProgramError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure, of which more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the kind.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// There is no such program, or it may not be run.
        public static let cannotStart = Code("cannotStart")
        /// The program did not end within its deadline, and was ended.
        public static let deadlineExceeded = Code("deadlineExceeded")
        /// The program printed more than any answer needs, and was ended.
        public static let outputTooLarge = Code("outputTooLarge")
        /// The operating system refused something that a call needs: a pipe, a terminal, memory.
        public static let systemFailure = Code("systemFailure")
    }

    /// The kind of failure.
    public let code: Code

    /// What happened, in a sentence.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
