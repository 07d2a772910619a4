/// Rules about the response to `list`.
///
/// The store may contain other entries, such as the user's.
enum ListRules {
    static let all = [
        ConformanceRule("list.entry", .required, "list contains every stored server and its user.", entry),
        ConformanceRule(
            "list.keys",
            .required,
            "Keys are listed as they were stored, since clients pass them to get.",
            keys
        ),
        ConformanceRule("list.erased", .required, "An erased entry is not listed.", erased),
        ConformanceRule("list.order", .recommended, "Keys are listed in bytewise order.", order),
        ConformanceRule("list.secrets", .required, "list prints no secret.", secrets),
        ConformanceRule("list.input", .required, "list does not wait for standard input.", input),
    ]

    static func entry(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for name in ["a", "b"] {
            let entry = ConformanceEntry(server: probe.key(name), username: "<\(name)>")
            try probe.prepare(entry)
            let users = try probe.users(of: entry.server)
            guard users == [entry.username] else {
                throw .violation("list has \(users.isEmpty ? "not the server" : "another user, or the server twice")")
            }
        }
    }

    static func keys(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let keys = ["Path", "path", "path/", "<&>", "\u{E9}\u{1F511}"].map { probe.key($0) }
        for key in keys { try probe.prepare(ConformanceEntry(server: key)) }
        for key in keys where try probe.users(of: key).count != 1 {
            throw .violation("a key is not listed as it was stored")
        }
    }

    static func erased(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        _ = try probe.erase(entry.server)
        guard try probe.users(of: entry.server).isEmpty else { throw .violation("list has a server that was erased") }
    }

    static func order(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for name in ["b", "B", "a:443", "a", "\u{E9}", "e\u{301}"] {
            try probe.prepare(ConformanceEntry(server: probe.key(name)))
        }
        let keys = try probe.list().map { Array($0.server.utf8) }
        guard zip(keys, keys.dropFirst()).allSatisfy({ $0.lexicographicallyPrecedes($1) }) else {
            throw .violation("the keys are not in the order of their bytes")
        }
    }

    static func secrets(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.prepare(ConformanceEntry(server: probe.key(), secret: "conformance-telltale"))
        let outcome = try probe.call(["list"])
        guard !(outcome.output + outcome.errorOutput).contains(Array("conformance-telltale".utf8)) else {
            throw .violation("list printed a secret")
        }
    }

    static func input(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.expectNoReading("list")
    }
}
