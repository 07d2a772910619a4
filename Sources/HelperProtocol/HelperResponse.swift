/// What a call of a helper comes to: the whole of its output and its exit status.
public struct HelperResponse: Sendable, Equatable {
    /// What goes to standard output.
    public let output: [UInt8]

    /// Lines for the user, on standard error.
    public let advice: [String]

    /// 0, or 1 for every error.
    public let exitStatus: Int32

    /// Describes a response.
    ///
    /// - Parameters:
    ///   - output: What goes to standard output.
    ///   - advice: Lines for the user.
    ///   - exitStatus: 0 or 1.
    public init(output: [UInt8] = [], advice: [String] = [], exitStatus: Int32 = 0) {
        self.output = output
        self.advice = advice
        self.exitStatus = exitStatus
    }

    /// One line on standard output.
    static func line(_ text: String, advice: [String] = [], exitStatus: Int32) -> HelperResponse {
        HelperResponse(output: Array("\(text)\n".utf8), advice: advice, exitStatus: exitStatus)
    }
}
