/// A problem or a note: what is wrong, where, the consequence, and the remedy.
public struct DiagnosticFinding: Sendable, Equatable {
    /// The severity of a finding.
    public enum Severity: String, Sendable, Comparable, CaseIterable {
        /// Information; a machine with only notes is healthy.
        case note
        /// Something fails, will fail, or exposes a secret.
        case problem

        /// Orders notes before problems.
        public static func < (one: Self, other: Self) -> Bool { one == .note && other == .problem }
    }

    /// The identifier of the check, such as `C05`; identifiers never change their meaning.
    public let check: String

    /// The severity of the finding.
    public let severity: Severity

    /// What is wrong, on one line without secrets.
    public let summary: String

    /// The file with the problem; nil if it is not in a file.
    public let file: String?

    /// The line in ``file``, starting at 1; nil if the finding is about the whole file.
    public let line: Int?

    /// The consequence; nil if it is obvious from the summary.
    public let consequence: String?

    /// What to do, as an imperative sentence, with a command if there is one; nil if nothing can be done.
    public let remedy: String?

    /// A change that fixes the problem; nil if the user has to decide.
    public let fix: DiagnosticFix?

    /// The finding with advice only.
    var withoutFix: DiagnosticFinding {
        DiagnosticFinding(
            check,
            severity,
            summary,
            file: file,
            line: line,
            consequence: consequence,
            remedy: remedy
        )
    }

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
