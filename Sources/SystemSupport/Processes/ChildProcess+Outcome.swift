extension ChildProcess {
    /// How a child ended.
    package enum Termination: Sendable, Equatable {
        /// By itself, with this status.
        case exited(Int32)
        /// By this signal.
        case signalled(Int32)
        /// Killed: the deadline passed.
        case timedOut
        /// Killed: it wrote more than the limit.
        case outputTooLarge
        /// Killed: the caller asked for it.
        case cancelled
    }

    /// How a child ended and what it wrote.
    package struct Outcome: Sendable, Equatable {
        /// How it ended.
        package let termination: Termination
        /// Its standard output; at most as many bytes as were allowed.
        package let output: [UInt8]
        /// The beginning of its standard error, if that was captured.
        package let errorOutput: [UInt8]

        /// An outcome, for those who stand in for a child.
        package init(termination: Termination, output: [UInt8] = [], errorOutput: [UInt8] = []) {
            self.termination = termination
            self.output = output
            self.errorOutput = errorOutput
        }
    }

    /// What becomes of a child's standard error.
    package enum StandardError: Sendable, Equatable {
        /// Collected up to `limit` bytes; what follows is read and dropped, as a talkative child is no failure.
        case capture(limit: Int)
        /// Written to this process's.
        case inherit
        /// Written to `/dev/null`.
        case discard
    }
}
