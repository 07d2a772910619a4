/// One check: a function from what was seen of a machine to findings.
///
/// Checks read no file and run no program, so that each is tested over values.
package protocol DiagnosticCheck: Sendable {
    /// The identifier, such as `C05`. It is printed, and programs decide by it, so it never changes its meaning.
    static var identifier: String { get }

    /// What the check looks at, as a noun phrase for a list of checks.
    static var title: String { get }

    init()

    /// What is wrong; empty if nothing is.
    func findings(in machine: MachineFacts) -> [DiagnosticFinding]
}

extension DiagnosticCheck {
    /// A finding of this check.
    func finding(
        _ summary: String,
        _ severity: DiagnosticFinding.Severity = .problem,
        file: String? = nil,
        line: Int? = nil,
        consequence: String? = nil,
        remedy: String? = nil,
        fix: DiagnosticFix? = nil
    ) -> DiagnosticFinding {
        DiagnosticFinding(
            Self.identifier,
            severity,
            summary,
            file: file,
            line: line,
            consequence: consequence,
            remedy: remedy,
            fix: fix
        )
    }
}
