/// One thing that a helper must or should do.
public struct ConformanceRule: Sendable, CustomStringConvertible {
    /// How much a violation matters.
    public enum Severity: String, Sendable {
        /// Clients fail, users lose credentials or secrets get out.
        case required
        /// Users are better off.
        case recommended
    }

    /// A name that stays the same from version to version: a category, a dot and what it is about.
    public let id: String

    /// How much a violation matters.
    public let severity: Severity

    /// What a helper must or should do, in a sentence.
    public let sentence: String

    /// Returns if the helper keeps the rule, and throws what is wrong if it does not.
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

    /// The action or the subject: the part of the identifier before the first dot.
    public var category: String { String(id.prefix { $0 != "." }) }

    /// The identifier and the sentence.
    public var description: String { "\(id): \(sentence)" }
}
