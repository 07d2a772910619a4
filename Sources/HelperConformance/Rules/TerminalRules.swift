/// Rules about a helper that is called by hand, with a terminal as standard input.
enum TerminalRules {
    static let all = [
        ConformanceRule(
            "terminal.get",
            .required,
            "get takes a server URL that is typed at a terminal, up to Ctrl-D.",
            get
        ),
        ConformanceRule(
            "terminal.notice",
            .recommended,
            "Before a helper reads from a terminal, it prints on standard error what it waits for.",
            notice
        ),
    ]

    static func get(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        let expected = try probe.get(entry.server)
        let outcome = try probe.callAtTerminal("get", typing: "\(entry.server)\n\u{4}")
        guard outcome.output == expected.output, outcome.exitStatus == expected.exitStatus else {
            throw .violation("get at a terminal \(outcome.ending), not as from a pipe")
        }
    }

    static func notice(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let outcome = try probe.callAtTerminal("get", typing: "\(probe.key())\n\u{4}")
        guard !outcome.errorOutput.isEmpty else {
            throw .violation("get waited for a terminal and said nothing on standard error")
        }
    }
}
