internal import Codecs
internal import HelperProtocol

/// Rules that all other rules depend on.
///
/// They run first. If one is violated, the rules that depend on it are skipped, so that one fault is reported once.
enum FoundationRules {
    static let answer = ConformanceRule(
        "get.answer",
        .required,
        "get prints a JSON object with ServerURL, Username and Secret, all strings, and nothing else.",
        checkAnswer
    )

    static let kept = ConformanceRule("store.kept", .required, "get returns what was stored.", checkKept)

    static let object = ConformanceRule(
        "list.object",
        .required,
        "list prints one JSON object of strings, be it empty, and exits with 0.",
        checkObject
    )

    static let all = [answer, kept, object]

    private static func checkAnswer(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        let outcome = try probe.get(entry.server)
        guard outcome.exitStatus == 0 else { throw .notRun("get \(outcome.ending)") }
        // The whole output is parsed, since some clients do not stop after the first value.
        guard let root = try? JSONDocument(parsing: outcome.output).root, root.kind == .object else {
            throw .violation("get \(outcome.ending), which is not one JSON object")
        }
        for name in ["ServerURL", "Username", "Secret"] where root[.exactly(name)]?.string == nil {
            throw .violation("the answer to get has no \(name), or one that is no string")
        }
    }

    private static func checkKept(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.expectSuccess(try probe.store(entry), of: "store")
        try probe.expectEntry(entry)
    }

    private static func checkObject(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectObject(probe)
        for name in ["a", "<&>\"\\", "\u{E9}\u{1F511}"]
        where try probe.store(ConformanceEntry(server: probe.key(name))).exitStatus == 0 {
            try expectObject(probe)
        }
    }

    private static func expectObject(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let outcome = try probe.call(["list"], Array("unused".utf8))
        try probe.expectSuccess(outcome, of: "list")
        guard let root = try? JSONDocument(parsing: outcome.output).root, root.kind == .object,
            root.members.allSatisfy({ $0.value.string != nil })
        else { throw .violation("list \(outcome.ending), which is not one JSON object of strings") }
    }
}
