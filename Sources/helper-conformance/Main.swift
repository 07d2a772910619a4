internal import Glibc
internal import HelperConformance
internal import SystemPackage

@main
struct Main {
    static func main() {
        do {
            let request = try Request(Array(CommandLine.arguments.dropFirst()))
            if request.wantsHelp { return print(Request.usage, to: .standardOutput) }
            if request.wantsList { return print(list, to: .standardOutput) }
            let suite = try ConformanceSuite(rules: request.rules, expectedViolations: request.expectedViolations)
            let program = HelperProgram(
                path: FilePath(request.path),
                environment: environment.merging(request.variables) { $1 },
                deadline: request.deadline
            )
            let report = try suite.run(over: program)
            print(report.description, to: .standardOutput)
            exit(report.conforms(strictly: request.isStrict) ? 0 : 1)
        } catch {
            let message = (error as? UsageError)?.message ?? "\(error)"
            print("helper-conformance: \(message)\n", to: .standardError)
            exit(2)
        }
    }

    private static var list: String {
        Request.list(ConformanceSuite.allRules.map { ($0.id, $0.severity.rawValue, $0.sentence) })
    }

    private static func print(_ text: String, to descriptor: FileDescriptor) {
        // A reader that is gone needs no report.
        _ = try? descriptor.writeAll(text.utf8)
    }

    private static var environment: [String: String] {
        var variables: [String: String] = [:]
        var entry = unsafe environ
        while let text = unsafe entry.pointee {
            unsafe entry += 1
            let pair = unsafe String(cString: text).split(
                separator: "=",
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
        }
        return variables
    }
}
