/// One thing that is wrong, or may surprise: what, where, what follows from it, and what to do.
public struct DiagnosticFinding: Sendable, Equatable {
    /// How much a finding matters.
    public enum Severity: String, Sendable, Comparable, CaseIterable {
        /// Worth knowing; a machine with notes alone is healthy.
        case note
        /// It fails, leaks, or will fail: the report counts it.
        case problem

        /// Orders by how much it matters.
        public static func < (one: Self, other: Self) -> Bool { one == .note && other == .problem }
    }

    /// The check that found it, such as `C05`; identifiers never change their meaning.
    public let check: String

    /// How much it matters.
    public let severity: Severity

    /// What is wrong, in one line without a secret.
    public let summary: String

    /// The file it was found in; nil if it is not in a file.
    public let file: String?

    /// The line in ``file``, from 1; nil if the finding is about the file as a whole.
    public let line: Int?

    /// What follows from it; nil if the summary says it.
    public let consequence: String?

    /// What to do: an imperative sentence, with a command where there is one; nil if nothing can be done.
    public let remedy: String?

    /// A change that mends it without losing anything; nil where a person has to decide.
    public let fix: DiagnosticFix?

    package init(
        _ check: String,
        _ severity: Severity = .problem,
        _ summary: String,
        file: String? = nil,
        line: Int? = nil,
        consequence: String? = nil,
        remedy: String? = nil,
        fix: DiagnosticFix? = nil
    ) {
        self.check = check
        self.severity = severity
        self.summary = summary
        self.file = file
        self.line = line
        self.consequence = consequence
        self.remedy = remedy
        self.fix = fix
    }
}
