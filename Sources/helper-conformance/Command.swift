internal import ArgumentParser
internal import HelperConformance
internal import SystemPackage
internal import SystemSupport

/// The command line of the program.
struct Command: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "helper-conformance",
        abstract: "Check a credential helper against the rules of the protocol.",
        usage: """
            helper-conformance [OPTION]... PATH-TO-HELPER
            helper-conformance --list
            """,
        discussion: """
            Prints each rule that the helper violates. The helper runs with this program's environment. The checks \
            create entries under random names and erase them afterwards; other entries are not changed. To be safe, \
            select a separate store with --env. Processes that the helper has started are ended with the run.

            Exit status: 0 if the helper follows the rules, 1 if it does not, 2 if some rules could not be run.
            """
    )

    @Option(
        name: .customLong("env"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Set an environment variable for the helper. May be repeated.", valueName: "NAME=VALUE")
    )
    var variables: [String] = []

    @Option(
        name: .customLong("rule"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp("Run only this rule or category of rules. May be repeated.", valueName: "NAME")
    )
    var rules: [String] = []

    @Option(
        name: .customLong("expect-violation"),
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Do not fail if the helper violates this rule, but fail if it follows it. May be repeated.",
            valueName: "ID"
        )
    )
    var expectedViolations: [String] = []

    @Flag(name: .customLong("strict"), help: "Fail for violations of recommended rules too.")
    var isStrict = false

    // `--deadline` is the name of the option in earlier versions.
    @Option(
        name: [.customLong("timeout"), .customLong("deadline")],
        parsing: .unconditional,
        help: ArgumentHelp("Kill each call of the helper after this time (default: 30).", valueName: "SECONDS")
    )
    var timeout: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Stop the run after this time (default: 600).", valueName: "SECONDS")
    )
    var timeLimit: String?

    @Flag(name: .customLong("list"), help: "Print all rules and exit.")
    var wantsList = false

    @Argument(help: ArgumentHelp("The path of the helper.", valueName: "PATH-TO-HELPER"))
    var paths: [String] = []

    /// The variables of `--env`; nil for an argument that is not an assignment.
    var assignments: [String: String]? {
        var assignments: [String: String] = [:]
        for text in variables {
            guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
            assignments[String(text[..<sign])] = String(text[text.index(after: sign)...])
        }
        return assignments
    }

    func validate() throws {
        guard assignments != nil else { throw ValidationError("--env needs NAME=VALUE") }
        _ = try (duration("--timeout", timeout, default: 30), duration("--time-limit", timeLimit, default: 600))
        guard wantsList || paths.count == 1 else { throw ValidationError("name one helper by its path") }
    }

    /// Runs the rules, and returns the exit status.
    func check() throws -> Int32 {
        let suite = try ConformanceSuite(rules: rules, expectedViolations: expectedViolations)
        let program = HelperProgram(
            path: Self.absolute(FilePath(paths[0])),
            variables: ProcessEnvironment.current.replacing((assignments ?? [:]).mapValues(Optional.some)),
            timeout: try duration("--timeout", timeout, default: 30)
        )
        let limit = try duration("--time-limit", timeLimit, default: 600)
        CurrentProcess.adoptDescendants()
        defer { CurrentProcess.endDescendants() }
        let report = try suite.run(over: program, timeLimit: limit)
        Output.write("\(report)", to: .standardOutput)
        if report.reachedTimeLimit {
            let count = report.notRun.count
            Output.report(
                "stopped at the time limit of \(timeLimit ?? "600") seconds: \(count) of \(report.results.count) "
                    + "rules were not run; allow more time with --time-limit"
            )
        }
        guard report.conforms(strictly: isStrict) else { return 1 }
        return report.reachedTimeLimit ? 2 : 0
    }

    /// The output of `--list`, with one line for each rule.
    static var list: String {
        let width = ConformanceSuite.allRules.map(\.id.count).max() ?? 0
        return ConformanceSuite.allRules.map { rule in
            let gap = String(repeating: " ", count: width - rule.id.count)
            return "\(rule.id)\(gap)  \(rule.severity.rawValue)  \(rule.sentence)\n"
        }.joined()
    }

    private func duration(_ option: String, _ text: String?, default standard: Double) throws -> Duration {
        guard let text else { return .seconds(standard) }
        guard let seconds = Double(text), seconds > 0, seconds <= 86_400 else {
            throw ValidationError("\(option) needs a number of seconds between 0 and 86400")
        }
        return .seconds(seconds)
    }

    /// Returns an absolute path, since `ChildProcess` does not accept a relative one.
    private static func absolute(_ path: FilePath) -> FilePath {
        guard path.isRelative, let directory = unsafe getcwd(nil, 0) else { return path }
        defer { unsafe free(directory) }
        return unsafe FilePath(platformString: directory).pushing(path)
    }
}
