extension ChildProcess {
    /// How a child ended.
    package enum Termination: Sendable, Equatable {
        /// It exited with this status.
        case exited(Int32)
        /// This signal ended it.
        case signalled(Int32)
        /// It was killed at the deadline.
        case timedOut
        /// It was killed because it wrote more than the limit.
        case outputTooLarge
        /// It was killed because the caller cancelled.
        case cancelled
    }

    /// How a child ended and what it wrote.
    package struct Outcome: Sendable, Equatable {
        /// How the child ended.
        package let termination: Termination
        /// The standard output, up to the limit.
        package let output: [UInt8]
        /// The beginning of standard error, if it was captured.
        package let errorOutput: [UInt8]

        /// Creates an outcome, for code that replaces a child.
        package init(termination: Termination, output: [UInt8] = [], errorOutput: [UInt8] = []) {
            self.termination = termination
            self.output = output
            self.errorOutput = errorOutput
        }
    }

    /// Where a child's standard error is sent.
    package enum StandardError: Sendable, Equatable {
        /// It is collected up to `limit` bytes.
        ///
        /// The rest is read and discarded, and is not an error.
        case capture(limit: Int)
        /// It is written to the standard error of this process.
        case inherit
        /// It is written to `/dev/null`.
        case discard
    }

    /// How a child may use the controlling terminal, which decides its process group and session.
    package enum TerminalAccess: Sendable {
        /// The child leads its own process group in the background.
        ///
        /// Its own children can be ended with it, Ctrl-C does not reach it, and it stops when it reads from the
        /// terminal.
        case background

        /// The child leads its own process group, which has the terminal while it runs, like a job of a shell.
        ///
        /// It may prompt. Ctrl-C and Ctrl-Z reach it and then this process. Its own children can be ended with it. If
        /// this process is in the background, the child joins its process group and stops with it. Without a
        /// controlling terminal, this is the same as ``background``.
        case foreground

        /// The child shares this process's group and its access to the terminal.
        ///
        /// Its own children outlive it when it is ended.
        case shared

        /// The child leads its own session without a controlling terminal, so nothing that it starts can prompt there.
        case none
    }
}
