internal import HelperProtocol

/// Rules about secrets, usernames and keys that some stores cannot handle.
enum TextRules {
    static let all = [
        roundTrip("secret.white-space", "White space around and inside a secret is kept.", secrets: [" \t a  b \t "]),
        roundTrip(
            "secret.punctuation",
            "Punctuation in a secret is kept.",
            secrets: [##"!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"##, "%s%n$(id)`id`${HOME}", "-n", "--"]
        ),
        roundTrip("secret.json", "A secret that is JSON, or an escape, is kept.", secrets: [#"{"Secret":"\u0041\n"}"#]),
        roundTrip(
            "secret.emoji",
            "Characters outside the Basic Multilingual Plane are kept.",
            secrets: ["\u{1F511}\u{1F469}\u{1F3FD}\u{200D}\u{1F4BB}\u{10FFFD}"]
        ),
        roundTrip(
            "secret.combining",
            "Characters are not composed or decomposed.",
            secrets: ["e\u{301}\u{E9}\u{1100}\u{1161}\u{AC00}\u{212B}"]
        ),
        roundTrip(
            "secret.separators",
            "Unicode's line separators, its no-break space and its byte order mark are kept.",
            secrets: ["\u{2028}a\u{2029}\u{A0}\u{FEFF}"]
        ),
        roundTrip("secret.empty", "An empty secret is kept.", secrets: [""]),
        roundTrip(
            "secret.large",
            "A secret of 1 MiB is kept: tokens have no limit.",
            secrets: [String(repeating: "0123456789abcdef", count: 1 << 16)]
        ),
        ConformanceRule(
            "secret.line-ends",
            .recommended,
            "A secret with line ends is kept or rejected, but not changed.",
            secretLineEnds
        ),
        roundTrip(
            "username.token",
            "The user <token>, which marks identity tokens, is kept.",
            usernames: ["<token>"]
        ),
        roundTrip(
            "username.characters",
            "Spaces, punctuation and non-ASCII letters in a user name are kept.",
            usernames: ["a b", "robot$a+b", "user@example.org", "domain\\user", "\u{E9}e\u{301}\u{1F511}", "a:b", "-a"]
        ),
        roundTrip("username.slash", "A user name with a slash is kept.", usernames: ["org/bot"]),
        ConformanceRule(
            "username.dots",
            .required,
            "A user name such as ../x is kept or rejected, and does not affect another entry.",
            usernameDots
        ),
        roundTrip(
            "server.characters",
            "Spaces, quotes, punctuation and non-ASCII letters in a server URL are kept.",
            servers: ["a b", "'\"`$&<>|*?", "%2F..%00", "a\\b", "\u{E9}\u{1F511}", "a/../b", "[::1]:5000", "a=b"]
        ),
        ConformanceRule(
            "server.long",
            .recommended,
            "A server URL of 300 bytes is kept or rejected; get of a longer one reports that it is not found.",
            longServer
        ),
    ]

    private static func roundTrip(
        _ id: String,
        _ sentence: String,
        servers: [String] = ["a"],
        usernames: [String] = ["conformance-user"],
        secrets: [String] = ["conformance-secret"]
    ) -> ConformanceRule {
        ConformanceRule(id, .required, sentence) { probe throws(RuleInterruption) in
            var number = 0
            for server in servers {
                for username in usernames {
                    for secret in secrets {
                        // Each has its own key, so that no earlier entry hides or damages it.
                        number += 1
                        let key = probe.key("\(number)/\(server)")
                        let entry = ConformanceEntry(server: key, username: username, secret: secret)
                        try probe.expectStored(entry, by: entry.request)
                    }
                }
            }
        }
    }

    static func secretLineEnds(_ probe: ConformanceProbe) throws(RuleInterruption) {
        for (number, secret) in ["a\nb", "a\n", "a\r\n\n", "\na", "a\rb"].enumerated() {
            let entry = ConformanceEntry(server: probe.key("\(number)"), secret: secret)
            if try probe.store(entry).exitStatus == 0 { try probe.expectEntry(entry) }
        }
    }

    static func usernameDots(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let neighbour = ConformanceEntry(server: probe.key("neighbour"))
        try probe.prepare(neighbour)
        // A helper that follows such a path writes only to a file with a random name.
        for username in [".", "../\(probe.token)", "a/../../\(probe.token)"] {
            let entry = ConformanceEntry(server: probe.key(), username: username, secret: "conformance-dots")
            guard try probe.store(entry).exitStatus == 0 else { continue }
            try probe.expectEntry(entry)
            try probe.expectSuccess(try probe.erase(entry.server), of: "erase")
            try probe.expectNothing(at: entry.server, "after erase")
        }
        try probe.expectEntry(neighbour)
    }

    static func longServer(_ probe: ConformanceProbe) throws(RuleInterruption) {
        let address = probe.key("")
        let entry = ConformanceEntry(server: probe.key(String(repeating: "a", count: max(0, 300 - address.utf8.count))))
        if try probe.store(entry).exitStatus == 0 { try probe.expectEntry(entry) }
        let longer = probe.key(String(repeating: "b", count: 5000))
        try probe.expect(.credentialsNotFound, from: try probe.get(longer), of: "get of a long server URL")
    }
}
