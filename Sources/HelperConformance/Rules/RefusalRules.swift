/// Rules about requests that every helper should reject.
enum RefusalRules {
    static let all = [
        ConformanceRule("refuse.empty", .required, "store without any input is refused.", empty),
        ConformanceRule("refuse.not-json", .required, "A request that is not JSON, or only half, is refused.", notJSON),
        ConformanceRule(
            "refuse.form",
            .required,
            "A request that is no object, or has a member that is no string, is refused.",
            form
        ),
        ConformanceRule("refuse.byte-order-mark", .recommended, "A byte order mark is refused.", byteOrderMark),
        ConformanceRule(
            "refuse.control-in-server",
            .required,
            "A NUL, a line feed or another control character in the server URL is refused.",
            controlInServer
        ),
        ConformanceRule(
            "refuse.control-in-username",
            .required,
            "A NUL, a line feed or another control character in the user name is refused.",
            controlInUsername
        ),
        ConformanceRule(
            "refuse.raw-line-feed",
            .recommended,
            "A raw line feed inside a JSON string is refused, and not dropped.",
            rawLineFeed
        ),
        ConformanceRule(
            "refuse.not-utf8",
            .recommended,
            "Bytes that are not UTF-8 are refused, and not replaced.",
            notUTF8
        ),
        ConformanceRule(
            "refuse.surrogate",
            .recommended,
            "An escape of half a surrogate pair is refused, and not replaced.",
            surrogate
        ),
        ConformanceRule(
            "refuse.keeps-old",
            .required,
            "A request that is refused leaves what was stored before.",
            keepsOld
        ),
        ConformanceRule(
            "refuse.one-line",
            .required,
            "A refusal is one line on standard output.",
            oneLine
        ),
        ConformanceRule(
            "refuse.exit-status",
            .recommended,
            "The exit status of a refusal is 1.",
            exitStatus
        ),
        ConformanceRule(
            "refuse.no-secret",
            .required,
            "A refusal quotes no secret, on neither stream.",
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
