/// Rules about requests that every helper should reject.
enum RefusalRules {
    static let all = [
        ConformanceRule("refuse.empty", .required, "store without input is rejected.", empty),
        ConformanceRule("refuse.not-json", .required, "A request that is not complete JSON is rejected.", notJSON),
        ConformanceRule(
            "refuse.form",
            .required,
            "A request that is not an object, or has a member that is not a string, is rejected.",
            form
        ),
        ConformanceRule("refuse.byte-order-mark", .recommended, "A byte order mark is rejected.", byteOrderMark),
        ConformanceRule(
            "refuse.control-in-server",
            .required,
            "A NUL, a line feed or another control character in the server URL is rejected.",
            controlInServer
        ),
        ConformanceRule(
            "refuse.control-in-username",
            .required,
            "A NUL, a line feed or another control character in the user name is rejected.",
            controlInUsername
        ),
        ConformanceRule(
            "refuse.raw-line-feed",
            .recommended,
            "A raw line feed inside a JSON string is rejected, not dropped.",
            rawLineFeed
        ),
        ConformanceRule(
            "refuse.not-utf8",
            .recommended,
            "Bytes that are not UTF-8 are rejected, not replaced.",
            notUTF8
        ),
        ConformanceRule(
            "refuse.surrogate",
            .recommended,
            "An unpaired surrogate escape is rejected, not replaced.",
            surrogate
        ),
        ConformanceRule(
            "refuse.keeps-old",
            .required,
            "A rejected request does not change the stored credentials.",
            keepsOld
        ),
        ConformanceRule(
            "refuse.one-line",
            .required,
            "The error for a rejected request is one line on standard output.",
            oneLine
        ),
        ConformanceRule(
            "refuse.exit-status",
            .recommended,
            "The exit status for a rejected request is 1.",
            exitStatus
        ),
        ConformanceRule(
            "refuse.no-secret",
            .required,
            "The error for a rejected request does not quote the secret on any stream.",
            noSecret
        ),
    ]

    static func empty(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for input in ["", " \n"] {
            try probe.expectRefusal(try probe.call(["store"], Array(input.utf8)), of: "a request without content")
        }
    }

    static func notJSON(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (start, server) = example(probe)
        let requests = [
            ("a bare key", server), ("half a string", "\(start)\"s"), ("half an object", "\(start)\"s\""),
            ("a comma too many", "\(start)\"s\",}"), ("single quotes", "{'ServerURL':'\(server)','Username':'u'}"),
            ("an unknown escape", "\(start)\"\\q\"}"),
        ]
        for (what, request) in requests {
            try probe.expectRefusal(try probe.call(["store"], Array(request.utf8)), of: what)
        }
        try probe.expectNothing(at: server, "after a refusal")
    }

    static func form(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let (start, server) = example(probe)
        let requests = [
            ("an array", #"["\#(server)","u","s"]"#), ("a string", "\"\(server)\""), ("a number", "42"),
            ("a number for a secret", "\(start)1}"), ("an object for a secret", "\(start){}}"),
            ("an array for a server", #"{"ServerURL":["\#(server)"],"Username":"u","Secret":"s"}"#),
            ("a boolean for a user", #"{"ServerURL":"\#(server)","Username":true,"Secret":"s"}"#),
        ]
        for (what, request) in requests {
            try probe.expectRefusal(try probe.call(["store"], Array(request.utf8)), of: what)
        }
        try probe.expectNothing(at: server, "after a refusal")
    }

    static func byteOrderMark(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectRefusal(probe, of: "a byte order mark") { start in [0xEF, 0xBB, 0xBF] + "\(start)\"s\"}".utf8 }
    }

    static func rawLineFeed(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectRefusal(probe, of: "a raw line feed in a secret") { start in Array("\(start)\"a\nb\"}".utf8) }
    }

    static func notUTF8(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectRefusal(probe, of: "a byte FF in a secret") { start in "\(start)\"a".utf8 + [0xFF] + "b\"}".utf8 }
        try expectRefusal(probe, of: "an encoded surrogate in a secret") { start in
            "\(start)\"a".utf8 + [0xED, 0xA0, 0x80] + "b\"}".utf8
        }
    }

    static func surrogate(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectRefusal(probe, of: "half a surrogate pair in a secret") { start in Array("\(start)\"\\uD83D\"}".utf8)
        }
    }

    /// Returns the beginning of a request, up to the secret, and its server, which needs no quoting.
    static func example(_ probe: ConformanceProbe) -> (start: String, server: String) {
        let server = probe.key()
        return (#"{"ServerURL":"\#(server)","Username":"u","Secret":"#, server)
    }

    private static func expectRefusal(
        _ probe: ConformanceProbe,
        of what: String,
        request: (_ start: String) -> [UInt8]
    ) throws(RuleInterruption) {
        try probe.expectRefusal(try probe.call(["store"], request(example(probe).start)), of: what)
    }
}
