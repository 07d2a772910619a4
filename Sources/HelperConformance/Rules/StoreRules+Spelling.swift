/// Rules about the different JSON forms of the same credentials.
extension StoreRules {
    static func names(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        try probe.expectStored(entry, by: #"{"serverurl":\#(server),"USERNAME":"u","sEcReT":"s"}"#.utf8)
    }

    static func namesFolded(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        try probe.expectStored(entry, by: #"{"ServerURL":\#(server),"Username":"u","\#u{17F}ecret":"s"}"#.utf8)
    }

    static func unknownMembers(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        let more = #""Email":null,"n":[1,{"Secret":"no"}],"x":{"Username":1e9}"#
        try probe.expectStored(
            entry,
            by: #"{\#(more),"ServerURL":\#(server),"Username":"u","Secret":"s","":true}"#.utf8
        )
    }

    static func duplicates(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        try probe.expectStored(
            entry,
            by: #"{"Secret":"no","Username":"no","ServerURL":\#(server),"Username":"u","Secret":"s"}"#.utf8
        )
    }

    static func nullMember(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        try probe.expectStored(
            entry,
            by: #"{"ServerURL":\#(server),"Username":"u","Secret":"s","Secret":null,"Username":null}"#.utf8
        )
    }

    static func trailingBytes(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        try probe.expectStored(
            entry,
            by: #"{"ServerURL":\#(server),"Username":"u","Secret":"s"} {"ServerURL":"no"} and so on"#.utf8
        )
    }

    static func lineEnds(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, server) = example(probe)
        for end in ["\n", "\r\n"] {
            let members = [#""ServerURL" : \#(server)"#, #""Username":"u""#, #""Secret":"s""#]
            try probe.expectStored(entry, by: "\(end){\(end)\t\(members.joined(separator: ",\(end)\t"))\(end)}".utf8)
            probe.forget(entry)
        }
    }

    static func escapes(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key(), username: "<token>", secret: "/\"\\\u{E9}\u{1F511}\t")
        let server = ConformanceEntry.quoted(entry.server)
        try probe.expectStored(
            entry,
            by: #"{"ServerURL":\#(server),"\u0055sername":"\u003ctoken\u003E","Secret":"\/\"\\\u00e9\uD83D\uDD11\t"}"#
                .utf8
        )
    }

    static func whiteSpace(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (entry, _) = example(probe)
        let padded = " \t\(entry.server)\n"
        probe.eraseLater(padded)
        try probe.expectStored(
            entry,
            by: #"{"ServerURL":\#(ConformanceEntry.quoted(padded)),"Username":"u","Secret":"s"}"#.utf8
        )
    }

    /// Returns credentials, and their server as JSON.
    private static func example(_ probe: ConformanceProbe) -> (entry: ConformanceEntry, server: String) {
        let entry = ConformanceEntry(server: probe.key(), username: "u", secret: "s")
        return (entry, ConformanceEntry.quoted(entry.server))
    }
}

extension ConformanceProbe {
    /// Erases an entry now, so that the effect of the next store can be observed.
    func forget(_ entry: ConformanceEntry) {
        _ = try? erase(entry.server)
    }
}
