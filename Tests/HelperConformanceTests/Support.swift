import HelperConformance
import SystemPackage
import Testing

/// Runs a program that is not a helper, and returns its output.
@discardableResult
func run(_ path: FilePath, _ arguments: [String], environment: [String: String], input: [UInt8] = []) throws -> String {
    let outcome = try HelperProgram(path: path, environment: environment).call(arguments, input: input)
    guard outcome.exitStatus == 0 else {
        throw CommandFailure(
            command: "\(path) \(arguments)",
            error: String(decoding: outcome.errorOutput, as: UTF8.self)
        )
    }
    return String(decoding: outcome.output, as: UTF8.self)
}

struct CommandFailure: Error {
    let command: String
    let error: String
}

extension ConformanceReport {
    var brokenRules: Set<String> { Set(violations.map(\.rule.id)) }
}
