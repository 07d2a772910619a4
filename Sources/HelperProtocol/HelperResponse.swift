/// The output and exit status of one call.
public struct HelperResponse: Sendable, Equatable {
    /// The bytes for standard output.
    public let output: [UInt8]

    /// Lines for the user, written to standard error.
    public let advice: [String]

    /// The exit status: 0 on success, 1 for every error.
    public let exitStatus: Int32

    /// Creates a response.
    ///
    /// - Parameters:
    ///   - output: The bytes for standard output.
    ///   - advice: Lines for the user, written to standard error.
    ///   - exitStatus: 0 or 1.
    public init(output: [UInt8] = [], advice: [String] = [], exitStatus: Int32 = 0) {
        self.output = output
        self.advice = advice
        self.exitStatus = exitStatus
    }

    /// Returns a response with one line on standard output.
    static func line(_ text: String, advice: [String] = [], exitStatus: Int32) -> HelperResponse {
        HelperResponse(output: Array("\(text)\n".utf8), advice: advice, exitStatus: exitStatus)
    }
}
