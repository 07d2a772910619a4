/// What came of all rules.
public struct ConformanceReport: Sendable {
    /// What the helper is called.
    public let helper: String

    /// Every rule's result, in the order in which they were run.
    public let results: [ConformanceResult]

    /// The keys that the run stored and could not erase again.
    public let leftovers: [String]

    /// The rules that the helper breaks without that being known.
    public var violations: [ConformanceResult] { results.filter { $0.outcome == .violated } }

    /// The known deviations that are gone, so that the list of them is to be mended.
    public var unexpectedPasses: [ConformanceResult] { results.filter { $0.outcome == .passedUnexpectedly } }

    /// The rules that say nothing about this helper.
    public var notRun: [ConformanceResult] { results.filter { $0.outcome == .notRun } }

    /// Whether the helper keeps the rules.
    ///
    /// - Parameter strictly: Whether recommended rules count, and not only required ones.
    /// - Returns: False also if a known deviation is gone.
    public func conforms(strictly: Bool = false) -> Bool {
        unexpectedPasses.isEmpty && !violations.contains { strictly || $0.rule.severity == .required }
    }
}
