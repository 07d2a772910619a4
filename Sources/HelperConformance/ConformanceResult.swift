/// The result of one rule.
public struct ConformanceResult: Sendable {
    /// The outcome of a rule.
    public enum Outcome: Sendable, Equatable {
        /// The helper follows the rule.
        case passed
        /// The helper violates the rule.
        case violated
        /// The helper violates the rule, as expected.
        case violatedAsExpected
        /// The helper follows the rule, although a violation was expected.
        case passedUnexpectedly
        /// The rule was not run.
        case notRun
    }

    /// The rule.
    public let rule: ConformanceRule

    /// The outcome.
    public let outcome: Outcome

    /// What the helper did instead, or why the rule was not run.
    ///
    /// Empty if the helper follows the rule. It contains lengths and offsets but no output of the helper, which might
    /// be a secret.
    public let detail: String
}
