/// The results of all rules.
public struct ConformanceReport: Sendable {
    /// The name of the helper.
    public let helper: String

    /// The result of every rule, in the order in which they ran.
    public let results: [ConformanceResult]

    /// The keys that the run stored but could not erase.
    public let leftovers: [String]

    /// Whether the run stopped at its time limit, so that some rules were not run.
    public let reachedTimeLimit: Bool

    /// The rules that the helper violates unexpectedly.
    public var violations: [ConformanceResult] { results.filter { $0.outcome == .violated } }

    /// The expected violations that did not occur.
    ///
    /// Remove them from the list of expected violations.
    public var unexpectedPasses: [ConformanceResult] { results.filter { $0.outcome == .passedUnexpectedly } }

    /// The rules that were not run.
    public var notRun: [ConformanceResult] { results.filter { $0.outcome == .notRun } }

    /// Returns whether the helper follows the rules.
    ///
    /// - Parameter strictly: Whether violations of recommended rules are failures too.
    /// - Returns: True if there are no violations. False also if the helper follows a rule that it was expected to
    ///   violate.
    public func conforms(strictly: Bool = false) -> Bool {
        unexpectedPasses.isEmpty && !violations.contains { strictly || $0.rule.severity == .required }
    }
}
