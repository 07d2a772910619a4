/// Rules about the command line and about other actions.
enum CallRules {
    static let all = [
        ConformanceRule(
            "call.no-argument",
            .required,
            "Without an argument, a helper prints its usage and exits with 1.",
            noArgument
        ),
        ConformanceRule(
            "call.two-arguments",
            .required,
            "With two arguments, a helper prints its usage, does nothing else and exits with 1.",
            twoArguments
        ),
        ConformanceRule(
            "call.help",
            .recommended,
            "--help and -h print how the helper is called, and exit with 0.",
            help
        ),
        ConformanceRule(
            "call.unknown-action",
            .required,
            "An unknown or empty action is rejected with one line on standard output.",
            unknownAction
        ),
        ConformanceRule(
            "call.case",
            .required,
            "Actions are case-sensitive: GET is not get.",
            caseSensitivity
        ),
        ConformanceRule(
            "call.control-characters",
            .recommended,
            "An unknown action is not echoed with control characters, which would affect a terminal.",
            controlCharacters
        ),
        ConformanceRule(
            "version.line",
            .required,
            "version prints one line and exits with 0.",
            versionLine
        ),
        ConformanceRule(
            "version.form",
            .recommended,
            "version prints the helper's name, its package and a version.",
            versionForm
        ),
        ConformanceRule(
            "version.flags",
            .recommended,
            "--version and -v print what version prints.",
            versionFlags
        ),
        ConformanceRule(
            "version.input",
            .required,
            "version does not wait for standard input.",
            versionInput
        ),
    ]

    static func noArgument(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectUsage(try probe.call([]), of: "a call without arguments", exitStatus: 1)
    }

    static func twoArguments(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try expectUsage(
            try probe.call(["get", probe.key()], Array(probe.key().utf8)),
            of: "a call with two arguments",
            exitStatus: 1
        )
    }

    static func help(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for flag in ["--help", "-h"] {
            try expectUsage(try probe.call([flag]), of: flag, exitStatus: 0)
        }
    }

    static func unknownAction(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for action in ["conformance", "help", "", " get"] {
            let outcome = try probe.call([action], Array(probe.key().utf8))
            try probe.expectRefusal(outcome, of: "the action ‘\(action)’")
            guard outcome.output.isOneLine else {
                throw .violation("the action ‘\(action)’ \(outcome.ending), not one line")
            }
        }
    }

    static func caseSensitivity(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        for action in ["GET", "Get", "LIST"] {
            try probe.expectRefusal(try probe.call([action], Array(entry.server.utf8)), of: "the action \(action)")
        }
    }

    static func controlCharacters(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let outcome = try probe.call(["con\u{1B}[1mformance\r\nline"])
        let controls = (outcome.output + outcome.errorOutput).filter { $0 < 0x20 && $0 != UInt8(ascii: "\n") }
        guard controls.isEmpty, outcome.output.count(where: { $0 == UInt8(ascii: "\n") }) <= 1 else {
            throw .violation("an unknown action was printed with its control characters")
        }
    }

    static func versionLine(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let outcome = try probe.call(["version"])
        guard outcome.exitStatus == 0, outcome.output.isOneLine else { throw .violation("version \(outcome.ending)") }
    }

    static func versionForm(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let words = String(decoding: try probe.call(["version"]).output, as: UTF8.self).split(
            whereSeparator: \.isWhitespace
        )
        guard words.count == 3, words[0].hasPrefix("docker-credential-"), words[1].hasPrefix("("),
            words[1].hasSuffix(")"),
            words[2].hasPrefix("v")
        else { throw .violation("version did not print ‘docker-credential-NAME (PACKAGE) vVERSION’") }
    }

    static func versionFlags(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let version = try probe.call(["version"])
        for flag in ["--version", "-v"] where try probe.call([flag]) != version {
            throw .violation("\(flag) did not do what version did")
        }
    }

    static func versionInput(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.expectNoReading("version")
    }

    private static func expectUsage(
        _ outcome: HelperOutcome,
        of call: String,
        exitStatus: Int32
    ) throws(RuleInterruption) {
        guard outcome.exitStatus == exitStatus, outcome.output.isOneLine,
            outcome.output.starts(with: "Usage: ".utf8)
        else { throw .violation("\(call) \(outcome.ending), not with \(exitStatus) and ‘Usage: …’") }
    }
}
