import Codecs
import TestSupport
import Testing

@Suite struct JSONEditingTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let before: String
        let after: String
        var testDescription: String { name }
    }

    private static let value = JSONTree.object([("auth", "x")])

    private static let insertions = [
        Case(
            name: "Docker's layout",
            before: "{\n\t\"auths\": {\n\t\t\"a\": {}\n\t},\n\t\"credsStore\": \"p\"\n}\n",
            after:
                "{\n\t\"auths\": {\n\t\t\"a\": {},\n\t\t\"new\": {\n\t\t\t\"auth\": \"x\"\n\t\t}\n\t},\n\t\"credsStore\": \"p\"\n}\n"
        ),
        Case(
            name: "four blanks and CRLF",
            before: "{\r\n    \"auths\" : {\r\n        \"a\" : 1\r\n    }\r\n}",
            after:
                "{\r\n    \"auths\" : {\r\n        \"a\" : 1,\r\n        \"new\" : {\r\n            \"auth\" : \"x\"\r\n        }\r\n    }\r\n}"
        ),
        Case(name: "compact", before: #"{"auths":{"a":1}}"#, after: #"{"auths":{"a":1,"new":{"auth":"x"}}}"#),
        Case(
            name: "one line with blanks",
            before: #"{"auths": {"a": 1, "b": 2}}"#,
            after: #"{"auths": {"a": 1, "b": 2, "new": {"auth": "x"}}}"#
        ),
        Case(
            name: "empty auths",
            before: "{\n  \"auths\": {}\n}\n",
            after: "{\n  \"auths\": {\n    \"new\": {\n      \"auth\": \"x\"\n    }\n  }\n}\n"
        ),
        Case(
            name: "empty root",
            before: "{}",
            after: "{\n\t\"auths\": {\n\t\t\"new\": {\n\t\t\t\"auth\": \"x\"\n\t\t}\n\t}\n}"
        ),
        Case(
            name: "no auths",
            before: "{\n  \"psFormat\": \"t\"\n}",
            after: "{\n  \"psFormat\": \"t\",\n  \"auths\": {\n    \"new\": {\n      \"auth\": \"x\"\n    }\n  }\n}"
        ),
        Case(name: "null auths", before: #"{"auths":null,"z":1}"#, after: #"{"auths":{"new":{"auth":"x"}},"z":1}"#),
        Case(
            name: "auths twice",
            before: #"{"auths":{"a":1},"auths":{"b":2}}"#,
            after: #"{"auths":{"a":1},"auths":{"b":2,"new":{"auth":"x"}}}"#
        ),
        Case(name: "a blank between brackets", before: #"{"auths":{ }}"#, after: #"{"auths":{ "new":{"auth":"x"} }}"#),
    ]

    @Test(arguments: insertions)
    func `a new member follows the last one in the file's own layout`(edit: Case) throws {
        let edited = try JSONDocument(edit.before).setting(["auths", "new"], to: Self.value)
        #expect(edited.text == edit.after)
    }

    @Test(
        arguments: [
            Case(name: "first", before: #"{"auths":{"k":1, "b":2}}"#, after: #"{"auths":{"b":2}}"#),
            Case(name: "middle", before: #"{"auths":{"a":1, "k":[2] , "b":2}}"#, after: #"{"auths":{"a":1 , "b":2}}"#),
            Case(name: "last", before: "{\"auths\":{\n\"a\":1,\n\"k\":2\n}}", after: "{\"auths\":{\n\"a\":1\n}}"),
            Case(name: "only, with lines", before: "{\"auths\": {\n  \"k\": 2\n}\n}", after: "{\"auths\": {}\n}"),
            Case(name: "only, in one line", before: #"{"auths":{ "k":2 }}"#, after: #"{"auths":{ }}"#),
            Case(name: "twice", before: #"{"auths":{"k":1,"a":2,"k":3}}"#, after: #"{"auths":{"a":2}}"#),
            Case(name: "all twice", before: #"{"auths":{"k":1,"k":3}}"#, after: #"{"auths":{}}"#),
            Case(name: "two leading", before: #"{"auths":{"k":1,"k":3,"z":{}}}"#, after: #"{"auths":{"z":{}}}"#),
            Case(
                name: "in every auths",
                before: #"{"auths":{"k":1,"a":1},"auths":{"k":3}}"#,
                after: #"{"auths":{"a":1},"auths":{}}"#
            ),
            Case(name: "escaped name", before: #"{"auths":{"\u006b":1}}"#, after: #"{"auths":{}}"#),
            Case(name: "absent", before: #"{"auths":{"a":1}}"#, after: #"{"auths":{"a":1}}"#),
            Case(name: "no object", before: #"{"auths":[1]}"#, after: #"{"auths":[1]}"#),
        ])
    func `removing a member removes its comma`(edit: Case) throws {
        #expect(try JSONDocument(edit.before).removing(["auths", "k"]).text == edit.after)
        #expect(try JSONDocument(edit.before).removingMembers(at: ["auths"]) { $0.matches("k") }.text == edit.after)
    }

    @Test func `one edit removes several members and keeps the others`() throws {
        let document = try JSONDocument(#"{"auths":{"a":1, "b":2 , "c":3,"a":4},"z":{"a":5}}"#)
        let edited = document.removingMembers(at: ["auths"]) { $0.matches("a") || $0.matches("c") }
        #expect(edited.text == #"{"auths":{"b":2},"z":{"a":5}}"#)
    }

    @Test(
        arguments: [
            Case(
                name: "unknown members stay",
                before: #"{"auths":{"k":{"email":"e", "auth":"old"}}}"#,
                after: #"{"auths":{"k":{"email":"e", "auth":"new"}}}"#
            ),
            Case(
                name: "members come and go",
                before: "{\"auths\":{\"k\":{\n\"identitytoken\":\"t\",\n\"email\":\"e\"}}}",
                after: "{\"auths\":{\"k\":{\n\"email\":\"e\",\n\"auth\":\"new\"}}}"
            ),
            Case(
                name: "all are exchanged",
                before: #"{"auths":{"k":{ "identitytoken":"t" }}}"#,
                after: #"{"auths":{"k":{ "auth":"new" }}}"#
            ),
            Case(
                name: "earlier namesakes of the entry go",
                before: #"{"auths":{"k":{"auth":"1"},"z":0,"k":{"auth":"2"}}}"#,
                after: #"{"auths":{"z":0,"k":{"auth":"new"}}}"#
            ),
            Case(
                name: "an entry that is only in an earlier auths is edited there",
                before: #"{"auths":{"k":{"x":0,"auth":"1"}},"auths":{"b":0}}"#,
                after: #"{"auths":{"k":{"x":0,"auth":"new"}},"auths":{"b":0}}"#
            ),
            Case(
                name: "namesakes in another auths go",
                before: #"{"auths":{"k":{"auth":"1"}},"auths":{"k":{"auth":"2"}}}"#,
                after: #"{"auths":{},"auths":{"k":{"auth":"new"}}}"#
            ),
            Case(name: "null entry", before: #"{"auths":{"k":null}}"#, after: #"{"auths":{"k":{"auth":"new"}}}"#),
            Case(
                name: "the same text stays as it is escaped",
                before: #"{"auths":{"k":{"auth":"n\u0065w"}}}"#,
                after: #"{"auths":{"k":{"auth":"n\u0065w"}}}"#
            ),
            Case(
                name: "case is folded",
                before: #"{"auths":{"k":{"AUTH":"o"}}}"#,
                after: #"{"auths":{"k":{"AUTH":"new"}}}"#
            ),
            Case(
                name: "repeated members become one",
                before: #"{"auths":{"k":{"auth":"1","auth":"2","email":""}}}"#,
                after: #"{"auths":{"k":{"auth":"new","email":""}}}"#
            ),
        ])
    func `an entry is changed member by member`(edit: Case) throws {
        let edited = try JSONDocument(edit.before).changingMembers(
            at: ["auths", "k"],
            [(.foldingCase("auth"), "new"), (.foldingCase("identitytoken"), nil)]
        )
        #expect(edited.text == edit.after)
    }

    @Test(arguments: ["[]", "1", #"{"auths":[]}"#, #"{"auths":"x"}"#])
    func `a parent that is not an object is rejected`(text: String) throws {
        let document = try JSONDocument(text)
        let error = #expect(throws: JSONError.self) { try document.setting(["auths", "k"], to: .null) }
        #expect(error?.reason == .notAnObject)
    }

    @Test(arguments: 0..<600 as Range<UInt64>)
    func `adding a member and removing it gives the same bytes`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let text = random.objectDocument()
        let document = try JSONDocument(text)
        var path: [JSONKey] = []
        var object = document.root
        while Bool.random(using: &random.generator),
            let member = object.members.filter({ $0.value.kind == .object }).last, let name = member.name,
            object[.exactly(name)]?.range == member.value.range
        {
            path.append(.exactly(name))
            object = member.value
        }
        path.append("a name that is not there")
        let added = try document.setting(path, to: Self.value)
        let reparsed = try JSONDocument(parsing: added)
        #expect(reparsed.root.find(path)?["auth"]?.string == "x", "seed \(seed)")
        let restored = reparsed.removing(path).text
        #expect(restored == text, "seed \(seed): \(text) became \(added.text) and then \(restored)")
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `an edit changes no other bytes`(seed: UInt64) throws {
        var random = RandomJSON(seed: seed)
        let inner = random.objectDocument()
        let before = #"{ "first":[1 , 2], "k": "old" ,"last" : "# + inner + "}"
        let edited = try JSONDocument(before).setting(["k"], to: "new\u{2028}")
        #expect(edited.text == #"{ "first":[1 , 2], "k": "new\u2028" ,"last" : "# + inner + "}", "seed \(seed)")
    }
}

extension JSONValue {
    fileprivate func find(_ path: [JSONKey]) -> JSONValue? {
        path.reduce(self) { value, key in value?[key] }
    }
}
