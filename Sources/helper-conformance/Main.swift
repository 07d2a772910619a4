internal import HelperConformance
internal import SystemPackage
internal import SystemSupport

@main
struct Main {
    static func main() {
        do {
            try StandardStreams.ensureOpen()
            CurrentProcess.endChildrenOnSignals()
            let request = try Request(try CurrentProcess.arguments)
            if request.wantsHelp { return print(Request.usage, to: .standardOutput) }
            if request.wantsList { return print(list, to: .standardOutput) }
            let suite = try ConformanceSuite(rules: request.rules, expectedViolations: request.expectedViolations)
            let program = HelperProgram(
                path: absolute(FilePath(request.path)),
                environment: ProcessEnvironment.current.variables.merging(request.variables) { $1 },
                timeout: request.timeout
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

    /// Returns an absolute path, since `ChildProcess` does not accept a relative one.
    private static func absolute(_ path: FilePath) -> FilePath {
        guard path.isRelative, let directory = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(directory) }
        return unsafe FilePath(platformString: directory).pushing(path)
    }

    private static func print(_ text: String, to descriptor: FileDescriptor) {
        // If the reader has closed the pipe, there is nothing to report.
        try? StandardStreams.write(Array(text.utf8), to: descriptor)
    }
}
