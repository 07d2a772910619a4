internal import HelperProtocol

/// The result of one call, as a client sees it.
public struct HelperOutcome: Sendable, Equatable {
    /// All of standard output.
    public let output: [UInt8]

    /// All of standard error.
    public let errorOutput: [UInt8]

    /// The exit status, or 128 plus the signal's number for a helper that was killed by a signal, as in shells.
    public let exitStatus: Int32

    /// Creates an outcome.
    ///
    /// - Parameters:
    ///   - output: All of standard output.
    ///   - errorOutput: All of standard error.
    ///   - exitStatus: The exit status, or 128 plus a signal's number.
    public init(output: [UInt8], errorOutput: [UInt8] = [], exitStatus: Int32) {
        self.output = output
        self.errorOutput = errorOutput
        self.exitStatus = exitStatus
    }

    /// Creates the outcome of a process that sends this response.
    init(_ response: HelperResponse) {
        self.init(
            output: response.output,
            errorOutput: response.advice.flatMap { Array("\($0)\n".utf8) },
            exitStatus: response.exitStatus
        )
    }
}
