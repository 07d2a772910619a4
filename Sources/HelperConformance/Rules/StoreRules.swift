internal import HelperProtocol

/// Rules about valid `store` requests in any form.
enum StoreRules {
    static let all = [
        ConformanceRule("store.silent", .required, "store prints nothing and exits with 0.", silent),
        ConformanceRule("store.replace-secret", .required, "A second store replaces the secret.", replaceSecret),
        ConformanceRule(
            "store.replace-user",
            .required,
            "A second store with another user replaces the first user, in get and in list.",
            replaceUser
        ),
        ConformanceRule("store.two-servers", .required, "Two servers keep their own credentials.", twoServers),
        ConformanceRule(
            "store.no-server",
            .required,
            "store without a server URL exits with 1 and prints the text that clients know.",
            noServer
        ),
        ConformanceRule(
            "store.no-username",
            .required,
            "store without a user name exits with 1 and prints the text that clients know.",
            noUsername
        ),
        ConformanceRule(
            "store.null",
            .recommended,
            "null is a request of which nothing is filled in.",
            null
        ),
        ConformanceRule(
            "store.no-secret",
            .required,
            "A request without a Secret stores an empty one.",
            noSecret
        ),
        ConformanceRule(
            "store.names",
            .required,
            "Member names are case-insensitive.",
            names
        ),
        ConformanceRule(
            "store.names-folded",
            .recommended,
            "Member names are compared with Unicode case folding: ſecret is Secret.",
            namesFolded
        ),
        ConformanceRule(
            "store.unknown-members",
            .required,
            "Unknown members are ignored, whatever their value.",
            unknownMembers
        ),
        ConformanceRule(
            "store.duplicates",
            .required,
            "If a member is repeated, the last one is used.",
            duplicates
        ),
        ConformanceRule(
            "store.null-member",
            .recommended,
            "A null member does not change an earlier one.",
            nullMember
        ),
        ConformanceRule(
            "store.trailing-bytes",
            .recommended,
            "Anything after the JSON object is ignored.",
            trailingBytes
        ),
        ConformanceRule(
            "store.line-ends",
            .required,
            "Any line ends between values are accepted, as is a missing one at the end.",
            lineEnds
        ),
        ConformanceRule("store.escapes", .required, "Escapes in strings are decoded.", escapes),
        ConformanceRule(
            "store.white-space",
            .recommended,
            "White space around the server URL is trimmed as in get, so that get finds the entry.",
            whiteSpace
        ),
    ]

    static func silent(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let outcome = try probe.store(ConformanceEntry(server: probe.key()))
        guard outcome.exitStatus == 0 else { throw .notRun("nothing could be stored: store \(outcome.ending)") }
        try probe.expectSilence(outcome, of: "store")
    }

    static func replaceSecret(_ probe: ConformanceProbe) throws(RuleInterruption) {
        var entry = ConformanceEntry(server: probe.key())
        try probe.prepare(entry)
        entry.secret = "conformance-other"
        try probe.expectSuccess(try probe.store(entry), of: "the second store")
        try probe.expectEntry(entry)
    }

    static func replaceUser(_ probe: ConformanceProbe) throws(RuleInterruption) {
        // Both orders, since a helper that keeps several users may return the first or the last by name.
        for (number, users) in [("b", "a"), ("a", "b")].enumerated() {
            var entry = ConformanceEntry(server: probe.key("\(number)"), username: users.0)
            try probe.prepare(entry)
            entry.username = users.1
            entry.secret = "conformance-other"
            try probe.expectSuccess(try probe.store(entry), of: "the second store")
            try probe.expectEntry(entry)
            let listed = try probe.users(of: entry.server)
            guard listed == [] || listed == [entry.username] else {
                throw .violation("list has \(listed.count) users for the server, or the old one")
            }
        }
    }

    static func twoServers(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let one = ConformanceEntry(server: probe.key("one"), username: "one", secret: "conformance-one")
        let two = ConformanceEntry(server: probe.key("two"), username: "two", secret: "conformance-two")
        try probe.prepare(one)
        try probe.prepare(two)
        try probe.expectEntry(one)
        try probe.expectEntry(two)
    }

    static func noServer(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for request in [#"{"ServerURL":"","Username":"u","Secret":"s"}"#, #"{"Username":"u","Secret":"s"}"#] {
            try probe.expect(
                .missingServerURL,
                from: try probe.call(["store"], Array(request.utf8)),
                of: "store without a server URL"
            )
        }
    }

    static func noUsername(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let server = ConformanceEntry.quoted(probe.key())
        for request in [#"{"ServerURL":\#(server),"Username":"","Secret":"s"}"#, #"{"ServerURL":\#(server)}"#] {
            try probe.expect(
                .missingUsername,
                from: try probe.call(["store"], Array(request.utf8)),
                of: "store without a user name"
            )
        }
    }

    static func null(_ probe: ConformanceProbe) throws(RuleInterruption) {
        try probe.expect(.missingServerURL, from: try probe.call(["store"], Array("null".utf8)), of: "store of null")
    }

    static func noSecret(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let entry = ConformanceEntry(server: probe.key(), username: "u", secret: "")
        try probe.expectStored(
            entry,
            by: #"{"ServerURL":\#(ConformanceEntry.quoted(entry.server)),"Username":"u"}"#.utf8
        )
    }
}
