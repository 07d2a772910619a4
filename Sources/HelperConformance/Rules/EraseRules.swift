internal import HelperProtocol

/// Rules about the effect of `erase`.
enum EraseRules {
    static let all = [
        ConformanceRule("erase.silent", .required, "erase prints nothing and exits with 0.", silent),
        ConformanceRule("erase.gone", .required, "get does not return an erased entry.", gone),
        ConformanceRule(
            "erase.absent",
            .required,
            "erase of a missing entry prints nothing and exits with 0.",
            absent
        ),
        ConformanceRule(
            "erase.no-server",
            .required,
            "erase without a server URL exits with 1 and prints the text that clients know.",
            noServer
        ),
        ConformanceRule("erase.others", .required, "erase does not change entries of other servers.", others),
        ConformanceRule(
            "erase.white-space",
            .required,
            "White space around the server URL is ignored.",
            whiteSpace
        ),
    ]

    static func silent(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        try probe.expectSilence(try probe.erase(entry.server), of: "erase")
    }

    static func gone(_ probe: ConformanceProbe) throws(RuleInterruption) {
        var entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        // Whether or not the first user was replaced, erase must remove all entries of the server.
        entry.username = "conformance-other"
        try probe.prepare(entry)
        _ = try probe.erase(entry.server)
        try probe.expectNothing(at: entry.server, "after erase")
    }

    static func absent(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.expectSilence(try probe.erase(probe.key()), of: "erase of what is not there")
    }

    static func noServer(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for input in ["", " \r\n"] {
            try probe.expect(.missingServerURL, from: try probe.erase(input), of: "erase without a server URL")
        }
    }

    static func others(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let keys = ["", "/", "/b", "b", ":1"].map { probe.key("a\($0)") }
        for key in keys { try probe.prepare(ConformanceEntry(server: key)) }
        _ = try probe.erase(keys[0])
        for key in keys.dropFirst() { try probe.expectEntry(ConformanceEntry(server: key)) }
    }

    static func whiteSpace(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        try probe.expectSuccess(try probe.erase(" \(entry.server)\r\n"), of: "erase")
        try probe.expectNothing(at: entry.server, "after erase with white space around the server URL")
    }
}
