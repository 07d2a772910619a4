internal import HelperProtocol

extension HelperOutcome {
    /// How a call ended, without quoting its output except for the protocol's fixed texts.
    var ending: String {
        let error = HelperError(output: output)
        let said =
            switch error.code {
            case .failed: output.isEmpty ? "nothing" : "\(output.count) bytes"
            default: "‘\(error.message)’"
            }
        let hint = output.isEmpty && !errorOutput.isEmpty ? ", but something on standard error" : ""
        return exitStatus > 128
            ? "was ended by signal \(exitStatus - 128)"
            : "exited with \(exitStatus) and \(said) on standard output\(hint)"
    }
}
