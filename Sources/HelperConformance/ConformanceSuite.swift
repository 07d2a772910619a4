public import HelperProtocol

/// The rules of the protocol, to be run against a helper in any language.
///
/// A run creates, reads and erases its own entries under random names, and does not change any others. Still, use a
/// store that was created for the run if you can.
public struct ConformanceSuite: Sendable {
    /// All rules, in the order in which they run.
    public static let allRules: [ConformanceRule] =
        FoundationRules.all + CallRules.all + GetRules.all + StoreRules.all + RefusalRules.all + TextRules.all
        + EraseRules.all
        + ListRules.all + TerminalRules.all

    /// The rules of this suite.
    public let rules: [ConformanceRule]

    /// The identifiers of the rules that the helper is expected to violate.
    public let expectedViolations: Set<String>

    /// Creates a suite of some or all rules.
    ///
    /// - Parameters:
    ///   - names: Identifiers such as `get.absent`, or categories such as `get`. An empty array selects all rules.
    ///   - expectedViolations: The identifiers of rules that the helper is expected to violate. These violations are
    ///     not failures. The report lists those that did not occur.
    /// - Throws: ``UnknownRuleError`` for a name that is neither a rule nor a category.
    public init(rules names: [String] = [], expectedViolations: [String] = []) throws(UnknownRuleError) {
        for name in names where !Self.allRules.contains(where: { $0.id == name || $0.category == name }) {
            throw UnknownRuleError(name: name)
        }
        for name in expectedViolations where !Self.allRules.contains(where: { $0.id == name }) {
            throw UnknownRuleError(name: name)
        }
        rules = Self.allRules.filter { names.isEmpty || names.contains($0.id) || names.contains($0.category) }
        self.expectedViolations = Set(expectedViolations)
    }

    /// Runs the rules against a program.
    ///
    /// - Parameters:
    ///   - program: The helper. Its environment decides which store it uses.
    ///   - timeLimit: The time for all rules. The rules that are left when it is reached are not run. Erasing the
    ///     entries of the run may take ten seconds more.
    /// - Returns: The result of every rule.
    /// - Throws: ``HelperProgramError`` if the program cannot be started at all. A program that crashes or hangs
    ///   violates rules instead.
    public func run(
        over program: HelperProgram,
        timeLimit: Duration? = nil
    ) throws(HelperProgramError) -> ConformanceReport {
        var run = ConformanceRun(suite: self, caller: program, timeLimit: timeLimit)
        let report = run.report()
        if let failure = run.failure { throw failure }
        return report
    }

    /// Runs the rules against a helper in this process.
    ///
    /// Rules that need a terminal are not run.
    ///
    /// - Parameters:
    ///   - helper: The helper to check.
    ///   - identity: The name and version that the helper reports.
    /// - Returns: The result of every rule.
    public func run(over helper: some CredentialHelper, as identity: HelperIdentity) -> ConformanceReport {
        var run = ConformanceRun(suite: self, caller: InProcessCaller(helper: helper, identity: identity))
        return run.report()
    }
}
