import AuthsFormat
import Codecs
import HelperProtocol
import Testing

/// The `auths` object of a document: its shape, and edits that change one entry.
struct JSONDocumentAuthsTests {
    private static let bob = AuthsCredential(username: "u", password: Secret("p"))

    private func document(_ text: String) throws -> JSONDocument { try JSONDocument(parsing: Array(text.utf8)) }

    @Test(arguments: [
        #"{"auths":[]}"#, #"{"auths":5}"#, #"{"auths":"x"}"#, #"{"auths":true}"#, #"{"Auths":{},"auths":[]}"#,
    ])
    func `an auths that is not an object is an error, and is not overwritten`(text: String) throws {
        let document = try document(text)
        #expect(throws: AuthsProblem.self) { try document.authsObjects() }
        #expect(throws: JSONError.self) { try document.settingAuthsEntry("h", to: Self.bob) }
        #expect(document.removingAuthsEntries(["h"]) == document.bytes)
    }

    @Test(arguments: ["{}", #"{"auths":null}"#, #"{"auths":{}}"#, "null"])
    func `a document without auths has no entries`(text: String) throws {
        #expect(try document(text).authsObjects().allSatisfy { Array($0.members).isEmpty })
    }

    @Test func `several auths objects are merged, regardless of case`() throws {
        let document = try document(#"{"auths":{"a":{}},"AUTHS":{"b":{}},"auth\u017f":{"c":{}}}"#)
        #expect(try document.authsObjects().flatMap { $0.members.compactMap(\.name) } == ["a", "b", "c"])
    }

    @Test(arguments: ["5", "[]", #""x""#, "true", "null", "{}", #"{"auth":"%"}"#, #"{"auth":7}"#])
    func `a damaged entry is replaced by a save`(entry: String) throws {
        let bytes = try document(#"{"auths":{"h":\#(entry),"g":1},"x":1.0}"#).settingAuthsEntry("h", to: Self.bob)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"auths":{"h":{"auth":"dTpw"},"g":1},"x":1.0}"#)
    }

    @Test func `a save replaces every kind of credential and keeps unknown members`() throws {
        var text = #"{"auths":{"h":{"email":"e","registrytoken":"r","x":[1, 2]}},"other":true}"#
        for credential in [
            AuthsCredential(identityToken: Secret("t")), AuthsCredential(username: "a:b", password: Secret("p")),
            Self.bob,
        ] {
            text = String(decoding: try document(text).settingAuthsEntry("h", to: credential), as: UTF8.self)
        }
        #expect(text == #"{"auths":{"h":{"email":"e","x":[1, 2],"auth":"dTpw"}},"other":true}"#)
        text = String(decoding: try document(text).settingAuthsEntry("h", to: nil), as: UTF8.self)
        #expect(text == #"{"auths":{"h":{"email":"e","x":[1, 2]}},"other":true}"#)
    }

    @Test func `removing deletes every entry with the same bytes as key, and no other`() throws {
        let document = try document(
            #"{"auths":{"h":{},"H":{},"h/":{},"https://h":{},"\u0068":{},"é":{},"e\u0301":{}},"auths":{"h":{}}}"#
        )
        let removed = document.removingAuthsEntries(["h", "e\u{301}"])
        #expect(
            String(decoding: removed, as: UTF8.self) == #"{"auths":{"H":{},"h/":{},"https://h":{},"é":{}},"auths":{}}"#
        )
    }
}
