public import HelperProtocol

/// The rules of the protocol, to be run over a helper in any language.
///
/// A run stores, asks for and erases credentials of its own, under keys with a random name in them, and leaves all
/// others alone. It is still best run over a store that is made for it.
public struct ConformanceSuite: Sendable {
    /// Every rule there is, in the order in which they are run.
    public static let allRules: [ConformanceRule] =
        FoundationRules.all + CallRules.all + GetRules.all + StoreRules.all + RefusalRules.all + TextRules.all
        + EraseRules.all
        + ListRules.all + TerminalRules.all

    /// The rules that are run.
    public let rules: [ConformanceRule]

    /// The identifiers of rules that the helper is known to break.
    public let expectedViolations: Set<String>

    /// Chooses rules.
    ///
    /// - Parameters:
    ///   - names: Identifiers such as `get.absent`, or categories such as `get`; none stands for all rules.
    ///   - expectedViolations: The identifiers of rules that the helper is known to break. That it breaks one is then
    ///     no violation, and that it keeps one is reported.
    /// - Throws: ``UnknownRuleError`` for a name that is none.
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

    /// Runs the rules over a program.
    ///
    /// - Parameter program: The helper. Its environment decides which store it uses.
    /// - Returns: What came of every rule.
    /// - Throws: ``HelperProgramError`` if the program cannot be started at all. A program that crashes or hangs breaks
    ///   rules instead.
    public func run(over program: HelperProgram) throws(HelperProgramError) -> ConformanceReport {
        var run = ConformanceRun(suite: self, caller: program)
        let report = run.report()
        if let failure = run.failure { throw failure }
        return report
    }

    /// Runs the rules over a helper in this process; those that need a terminal are not run.
    ///
    /// - Parameters:
    ///   - helper: The helper.
    ///   - identity: What it calls itself.
    /// - Returns: What came of every rule.
    public func run(over helper: some CredentialHelper, as identity: HelperIdentity) -> ConformanceReport {
        var run = ConformanceRun(suite: self, caller: InProcessCaller(helper: helper, identity: identity))
        return run.report()
    }
}
