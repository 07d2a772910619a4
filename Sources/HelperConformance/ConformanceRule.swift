/// One thing that a helper must or should do.
public struct ConformanceRule: Sendable, CustomStringConvertible {
    /// How much a violation matters.
    public enum Severity: String, Sendable {
        /// A violation makes clients fail, loses credentials or leaks secrets.
        case required
        /// A violation inconveniences users.
        case recommended
    }

    /// A stable identifier: a category, a dot and a subject, such as `get.absent`.
    public let id: String

    /// How much a violation matters.
    public let severity: Severity

    /// What a helper must or should do, as a sentence.
    public let sentence: String

    /// Returns if the helper follows the rule, and throws the violation otherwise.
    let check: @Sendable (ConformanceProbe) throws(RuleInterruption) -> Void

    init(
        _ id: String,
        _ severity: Severity,
        _ sentence: String,
        _ check: @escaping @Sendable (ConformanceProbe) throws(RuleInterruption) -> Void
    ) {
        self.id = id
        self.severity = severity
        self.sentence = sentence
        self.check = check
    }

    /// The part of the identifier before the first dot: an action or a subject.
    public var category: String { String(id.prefix { $0 != "." }) }

    /// The identifier and the sentence, separated by a colon.
    public var description: String { "\(id): \(sentence)" }
}
