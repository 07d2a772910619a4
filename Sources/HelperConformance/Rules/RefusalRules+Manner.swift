/// Rules about control characters, and about how a helper rejects a request.
extension RefusalRules {
    static func controlInServer(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for (what, text) in controls {
            let server = "\(probe.key("b"))\(text)c"
            // A helper that drops the character or ends the key there has stored the entry under one of these.
            probe.eraseLater(probe.key("bc"))
            probe.eraseLater(server)
            try probe.expectRefusal(try probe.store(ConformanceEntry(server: server)), of: "\(what) in a server URL")
        }
    }

    static func controlInUsername(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for (what, text) in controls {
            let entry = ConformanceEntry(server: probe.key(), username: "conformance\(text)user")
            try probe.expectRefusal(try probe.store(entry), of: "\(what) in a user name")
        }
    }

    private static let controls = [
        ("a NUL", "\u{0}"), ("a line feed", "\n"), ("a carriage return", "\r"), ("an escape character", "\u{1B}"),
        ("a DEL", "\u{7F}"),
    ]

    static func keepsOld(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key(), username: "u", secret: "conformance-old")
        try probe.prepare(entry)
        for request in refused(probe) {
            _ = try probe.call(["store"], Array(request.utf8))
        }
        try probe.expectEntry(entry)
    }

    static func oneLine(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for outcome in try refusals(probe) where !outcome.output.isOneLine {
            throw .violation("a refusal \(outcome.ending), which is not one line")
        }
    }

    static func exitStatus(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for outcome in try refusals(probe) where outcome.exitStatus != 1 {
            throw .violation("a refusal \(outcome.ending)")
        }
    }

    static func noSecret(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let secret = Array("conformance-telltale".utf8)
        for outcome in try refusals(probe) where (outcome.output + outcome.errorOutput).contains(secret) {
            throw .violation("a refusal quoted the secret of the request")
        }
    }

    private static func refused(_ probe: ConformanceProbe) -> [String] {
        let (start, server) = example(probe)
        return [
            "\(start)\"conformance-telltale\"", "\(start)\"conformance-telltale\\q\"}",
            "\(start)[\"conformance-telltale\"]}",
            #"{"ServerURL":"\#(server)","Secret":"conformance-telltale"}"#, #""conformance-telltale""#,
        ]
    }

    /// Returns the outcomes of all requests that the helper rejected.
    ///
    /// Whether it should have rejected the others is another rule.
    private static func refusals(_ probe: ConformanceProbe) throws(RuleInterruption) -> [HelperOutcome] {
        var refusals: [HelperOutcome] = []
        for request in refused(probe) {
            let outcome = try probe.call(["store"], Array(request.utf8))
            if outcome.exitStatus != 0 { refusals.append(outcome) }
        }
        return refusals
    }
}
