/// What came of one rule.
public struct ConformanceResult: Sendable {
    /// How a rule came out.
    public enum Outcome: Sendable, Equatable {
        /// The helper keeps the rule.
        case passed
        /// The helper breaks the rule.
        case violated
        /// The helper breaks the rule, and that was known.
        case violatedAsExpected
        /// The helper was known to break the rule, and does not any more.
        case passedUnexpectedly
        /// The rule says nothing about this helper.
        case notRun
    }

    /// The rule.
    public let rule: ConformanceRule

    /// How it came out.
    public let outcome: Outcome

    /// What the helper did instead, or why the rule was not run; empty for a rule that is kept.
    ///
    /// It holds no output of the helper, which might be a secret: lengths and places stand for it.
    public let detail: String
}
