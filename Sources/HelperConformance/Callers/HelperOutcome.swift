internal import HelperProtocol

/// What one call of a helper came to, as a client sees it.
public struct HelperOutcome: Sendable, Equatable {
    /// All of standard output.
    public let output: [UInt8]

    /// All of standard error.
    public let errorOutput: [UInt8]

    /// The exit status; for a helper that a signal ended, 128 and the signal's number, as shells count.
    public let exitStatus: Int32

    /// Describes an outcome.
    ///
    /// - Parameters:
    ///   - output: All of standard output.
    ///   - errorOutput: All of standard error.
    ///   - exitStatus: The exit status, or 128 and a signal's number.
    public init(output: [UInt8], errorOutput: [UInt8] = [], exitStatus: Int32) {
        self.output = output
        self.errorOutput = errorOutput
        self.exitStatus = exitStatus
    }

    /// What a process with this response would have left behind.
    init(_ response: HelperResponse) {
        self.init(
            output: response.output,
            errorOutput: response.advice.flatMap { Array("\($0)\n".utf8) },
            exitStatus: response.exitStatus
        )
    }
}
