import Codecs
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// TOML documents: what a reader of one key must not misread.
@Suite struct TOMLTests {
    private static let key = "credential-helpers"

    static let documents: [(text: String, helpers: [String]?)] = [
        ("", nil), (#"credential-helpers = ["a", 'b']"#, ["a", "b"]), ("credential-helpers = []", []),
        ("\u{FEFF}credential-helpers=[\"a\"]\r\n", ["a"]), (#""credential-helpers" = ["a"]"#, ["a"]),
        ("Credential-Helpers = ['a']", ["a"]), (#"'credential-helpers'=[ "a" , ]"#, ["a"]),
        ("credential-helpers = [ # one\n\"a\", # ]\n\n  'b'\n]\n", ["a", "b"]),
        (#"credential-helpers = ["\u0061\U00000062\"\\", '\']"#, ["ab\"\\", "\\"]),
        ("# credential-helpers = ['x']\ncredential-helpers = ['a'] # ['y']", ["a"]),
        ("[[registry]]\ncredential-helpers = ['x']\n", nil), ("[a]\n[b]\ncredential-helpers = ['x']\n", nil),
        ("text = \"\"\"\ncredential-helpers = ['x']\n\"\"\"\ncredential-helpers = ['a']", ["a"]),
        ("text = '''\ncredential-helpers = ['x']'''\n", nil),
        ("text = \"\"\"\"a\"\"\"\"\"\ncredential-helpers = ['a']", ["a"]),
        ("text = \"\"\"a\\\n   b\"\"\"\ncredential-helpers = ['a']", ["a"]),
        ("x = { credential-helpers = ['x'], y = [1, {}] }\ncredential-helpers = ['a']", ["a"]),
        ("x.credential-helpers = ['x']\nx.y = 1\ncredential-helpers = ['a']", ["a"]),
        ("d = 1979-05-27 07:32:00Z\nn = -1_0.5e+3\nb = true\nh = 0xFF\ncredential-helpers = ['a']", ["a"]),
        ("credential-helpers = ['''a''', \"\"\"\nb\"\"\"]", ["a", "b"]),
    ]

    @Test(arguments: documents)
    func `a key at the top level is found, and no other text is taken for it`(
        text: String,
        helpers: [String]?
    ) throws {
        let value = try TOMLDocument(parsing: Array(text.utf8))[Self.key]
        #expect(value == helpers.map { .array($0.map { .string($0) }) })
    }

    @Test(arguments: [
        "credential-helpers", "credential-helpers =", "credential-helpers = [\"a\"", "credential-helpers = ['a' 'b']",
        "credential-helpers = [,]", "credential-helpers = ['a']\ncredential-helpers = ['b']", "a = 1 b = 2", "a = \"b",
        "a = 'b\n'", "a = \"\\x\"", "a = \"\\uD800\"", "[a", "[[a]", "[a]]", "a = [1, [2]", "a = {b = 1,}",
        "a = {\nb = 1}",
        "= 1", "a b = 1", "a = #", "a = \u{01}", "a = 'b\u{00}'", "a.b = 1\na = 2", "a = 1\n[a]",
        "a = \"\"\"b\"\"\"\"\"\"",
        "a = hello", "a = 1\rb = 2",
    ])
    func `text that is not TOML is an error with its line`(text: String) throws {
        let error = try #require(throws: TOMLError.self) { try TOMLDocument(parsing: Array(text.utf8)) }
        #expect(error.line >= 1 && error.line <= text.split(separator: "\n", omittingEmptySubsequences: false).count)
    }

    @Test func `bytes that are not UTF-8, and deep nesting, are errors`() {
        #expect(throws: TOMLError.self) { try TOMLDocument(parsing: Array("a = '".utf8) + [0xFF, 0x27]) }
        let deep = "a = " + String(repeating: "[", count: 100_000)
        #expect(throws: TOMLError.self) { try TOMLDocument(parsing: Array(deep.utf8)) }
    }

    /// Changes valid documents, and compares with Python's parser: what is TOML there is read here, with the same value.
    @Test(.requires("python3"))
    func `every document that another parser accepts has the same helpers here`() throws {
        var generator = SeededGenerator(seed: 7)
        let pieces = [
            "\"", "'", "[", "]", "{", "}", "=", ",", "#", "\n", " ", ".", "\\", "a", "1", "\"\"\"", "'''", "-",
            "credential-helpers", "[[registry]]\n", "x = 1\n", "\t",
        ]
        var texts = Self.documents.map(\.text)
        for text in Self.documents.map(\.text) where !text.isEmpty {
            for _ in 0..<150 {
                var bytes = Array(text.utf8)
                let position = Int.random(in: 0...bytes.count, using: &generator)
                let removed = Int.random(in: 0...min(2, bytes.count - position), using: &generator)
                let piece = pieces[Int.random(in: 0..<pieces.count, using: &generator)]
                bytes.replaceSubrange(position..<(position + removed), with: Array(piece.utf8))
                if let changed = String(validating: bytes, as: UTF8.self) { texts.append(changed) }
            }
        }
        let directory = try TemporaryDirectory()
        let input = JSONWriter(.compact).write(.array(texts.map { .string($0) }))
        let output = try directory.shell(
            """
            python3 -c '
            import json, sys, tomllib
            def verdict(text):
                try: value = tomllib.loads(text.lstrip("\\ufeff"))
                except (tomllib.TOMLDecodeError, RecursionError): return "rejected"
                helpers = value.get("credential-helpers", "absent")
                return helpers if isinstance(helpers, str) or isinstance(helpers, list) and all(type(h) is str for h in helpers) else "other"
            print(json.dumps([verdict(text) for text in json.load(sys.stdin)]))'
            """,
            input: input
        )
        let verdicts = try JSONDocument(parsing: Array(output.utf8)).root.elements
        try #require(verdicts.count == texts.count)
        var accepted = 0
        for (text, verdict) in zip(texts, verdicts) where verdict.string != "rejected" {
            accepted += 1
            let document = try? TOMLDocument(parsing: Array(text.utf8))
            let members = try #require(document, "\(text.debugDescription)").members
            let value = members.first { $0.key == Self.key }?.value
            if verdict.kind == .array {
                #expect(
                    value == .array(verdict.elements.compactMap(\.string).map { .string($0) }),
                    "\(text.debugDescription)"
                )
            } else if verdict.string == "absent" {
                #expect(value == nil, "\(text.debugDescription)")
            }
        }
        #expect(accepted > 300)
    }
}
