internal import Codecs
internal import RegistryDiagnostics

/// A report of the doctor, as text or JSON.
struct DoctorReport {
    private let report: DiagnosticReport

    init(_ report: DiagnosticReport) { self.report = report }

    /// Returns the lines: what was examined, what each client would use, then the findings with their remedies.
    ///
    /// Commands in remedies match how the program was started.
    func lines(for invocation: Invocation) -> [String] {
        var lines = report.context.map { "· \($0)" }
        for lookup in report.lookups { lines.append("· \(lookup.server) in \(lookup.client): \(lookup.answer)") }
        for finding in report.findings {
            lines.append("")
            lines.append("\(finding.check) \(finding.severity.rawValue): \(finding.summary)")
            if let file = finding.file { lines.append("    at: \(file)\(finding.line.map { ":\($0)" } ?? "")") }
            if let consequence = finding.consequence { lines.append("    so: \(consequence)") }
            if let remedy = finding.remedy {
                lines.append("    do: \(remedy.replacing("docker creds ", with: "\(invocation.name) "))")
            }
            if finding.fix != nil { lines.append("    or: \(invocation.command("doctor --fix"))") }
        }
        lines.append("")
        lines.append(summary)
        return lines
    }

    private var summary: String {
        let problems = report.findings.count { $0.severity == .problem }
        let notes = report.findings.count - problems
        if report.findings.isEmpty { return "No problem found." }
        return "\(Self.count(problems, "problem")), \(Self.count(notes, "note"))."
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        "\(number) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The report as JSON; its member names and meanings are stable.
    var json: JSONTree {
        .object([
            ("healthy", .bool(report.isHealthy)), ("context", .array(report.context.map { .string($0) })),
            (
                "lookups",
                .array(
                    report.lookups.map {
                        .object([
                            ("server", .string($0.server)), ("client", .string($0.client)),
                            ("answer", .string($0.answer)),
                        ])
                    }
                )
            ), ("findings", .array(report.findings.map(Self.json))),
        ])
    }

    private static func json(_ finding: DiagnosticFinding) -> JSONTree {
        .object([
            ("check", .string(finding.check)), ("severity", .string(finding.severity.rawValue)),
            ("summary", .string(finding.summary)), ("file", .optional(finding.file)),
            ("line", finding.line.map { .number("\($0)") } ?? .null),
            ("consequence", .optional(finding.consequence)), ("remedy", .optional(finding.remedy)),
            ("fixable", .bool(finding.fix != nil)),
        ])
    }
}
