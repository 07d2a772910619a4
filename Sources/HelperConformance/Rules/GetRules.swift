internal import Codecs
internal import HelperProtocol

/// Rules about the response to `get`.
enum GetRules {
    static let all = [
        ConformanceRule("get.line", .recommended, "The response to get is one line with a line feed.", line),
        ConformanceRule(
            "get.server",
            .recommended,
            "ServerURL in the response to get is the requested key.",
            server
        ),
        ConformanceRule(
            "get.absent",
            .required,
            "get of a missing entry exits with 1 and prints only the text that clients recognize.",
            absent
        ),
        ConformanceRule(
            "get.no-server",
            .required,
            "get with an empty or blank server URL exits with 1 and prints the text that clients recognize.",
            noServer
        ),
        ConformanceRule(
            "get.white-space",
            .required,
            "Spaces, tabs and line ends around the server URL are ignored.",
            whiteSpace
        ),
        ConformanceRule(
            "get.unicode-white-space",
            .recommended,
            "No-break spaces and other Unicode white space around the server URL are ignored.",
            unicodeWhiteSpace
        ),
        ConformanceRule(
            "get.exact-key",
            .required,
            "get answers for exactly the key that was stored: not for another case, scheme, port or slash.",
            exactKey
        ),
        ConformanceRule(
            "get.code-points",
            .recommended,
            "Keys that differ only in Unicode normalization are different keys.",
            codePoints
        ),
        ConformanceRule(
            "get.line-feed",
            .recommended,
            "A key that contains a line feed is not joined into another key.",
            lineFeed
        ),
    ]

    static func line(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        let outcome = try probe.get(entry.server)
        guard outcome.exitStatus == 0 else { throw .notRun("get \(outcome.ending)") }
        guard outcome.output.isOneLine else { throw .violation("the answer to get is not one line with a line feed") }
    }

    static func server(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key("?a=<b>&c"))
        try probe.prepare(entry)
        let outcome = try probe.get(entry.server)
        let document = try? JSONDocument(parsingFirstValueOf: outcome.output)
        guard outcome.exitStatus == 0, let server = document?.root[.foldingCase("ServerURL")]?.string else {
            throw .notRun("get gave no ServerURL")
        }
        guard server.utf8.elementsEqual(entry.server.utf8) else {
            throw .violation("ServerURL is not the key that was asked for")
        }
    }

    static func absent(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.expect(.credentialsNotFound, from: try probe.get(probe.key()), of: "get")
    }

    static func noServer(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for input in ["", "\n", " \t\r\n"] {
            try probe.expect(.missingServerURL, from: try probe.get(input), of: "get without a server URL")
        }
    }

    static func whiteSpace(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        for key in ["\(entry.server)\n", "\(entry.server)\r\n", " \t\(entry.server)\t ", "\n\(entry.server)\n\n"] {
            try probe.expectEntry(entry, askingFor: key)
        }
    }

    static func unicodeWhiteSpace(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        try probe.expectEntry(entry, askingFor: "\u{A0}\u{2003}\(entry.server)\u{2003}\u{A0}")
    }

    static func exactKey(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let key = probe.key()
        try probe.prepare(ConformanceEntry(server: key))
        let host = key.drop { $0 != "/" }.dropFirst(2)
        let others = [
            ("another case", key.uppercased()), ("a slash more", "\(key)/"), ("no scheme", String(host)),
            ("another scheme", "http://\(host)"), ("a part of the key", String(key.dropLast())),
        ]
        for (what, other) in others {
            try probe.expectNothing(at: other, "asked for with \(what)")
        }
        let withPort = probe.key("host:1")
        try probe.prepare(ConformanceEntry(server: withPort))
        try probe.expectNothing(at: probe.key("host"), "asked for without the port")
    }

    static func codePoints(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.prepare(ConformanceEntry(server: probe.key("caf\u{E9}")))
        try probe.expectNothing(
            at: probe.key("cafe\u{301}"),
            "asked for with e and a combining accent in the place of é"
        )
    }

    static func lineFeed(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let key = probe.key("ab")
        try probe.prepare(ConformanceEntry(server: key))
        try probe.expectNothing(at: "\(key.dropLast())\nb", "asked for with a line feed inside")
    }
}
