import HelperProtocol
import SystemPackage
import Testing

@testable import EncryptedStore

@Suite struct AuthsDocumentTests {
    struct Reading: CustomTestStringConvertible, Sendable {
        let entry: String
        /// `user:secret`, or `empty`, or `damaged`.
        let expected: String
        var testDescription: String { entry }
    }

    @Test(
        arguments: [
            Reading(entry: #"{"auth":"dTpw"}"#, expected: "u:p"),
            Reading(entry: #"{"auth":"dTpwOnE="}"#, expected: "u:p:q"),
            Reading(entry: #"{"auth":"dTo="}"#, expected: "u:"),
            Reading(entry: #"{"auth":"OnA="}"#, expected: ":p"),
            Reading(entry: #"{"auth":"dT\npw\r\n"}"#, expected: "u:p"),
            Reading(entry: #"{"AUTH":"dTpw"}"#, expected: "u:p"),
            Reading(entry: #"{"auth":"dTpw","username":"x","password":"y"}"#, expected: "u:p"),
            Reading(entry: #"{"auth":"","username":"a:b","password":"y"}"#, expected: "a:b:y"),
            Reading(entry: #"{"username":"x"}"#, expected: "x:"),
            Reading(entry: #"{"auth":"dTo=","identitytoken":"t"}"#, expected: "<token>:t"),
            Reading(entry: #"{"auth":"dTpw","identitytoken":""}"#, expected: "u:p"),
            Reading(entry: #"{"auth":"dTpw","identitytoken":null}"#, expected: "u:p"),
            Reading(entry: #"{"identitytoken":"t"}"#, expected: "<token>:t"),
            Reading(entry: #"{"auth":"dTpw","Auth":null}"#, expected: "u:p"),
            Reading(entry: #"{"auth":"YTpi","auth":"dTpw"}"#, expected: "u:p"),
            Reading(entry: "{}", expected: "empty"),
            Reading(entry: "null", expected: "empty"),
            Reading(entry: #"{"email":"e"}"#, expected: "empty"),
            Reading(entry: #"{"auth":""}"#, expected: "empty"),
            Reading(entry: #"{"registrytoken":"r"}"#, expected: "empty"),
            Reading(entry: #"{"auth":"dQ=="}"#, expected: "damaged"),
            Reading(entry: #"{"auth":"dTp"}"#, expected: "damaged"),
            Reading(entry: #"{"auth":"_-"}"#, expected: "damaged"),
            Reading(entry: #"{"auth":"dTr/"}"#, expected: "damaged"),
            Reading(entry: #"{"auth":7}"#, expected: "damaged"),
            Reading(entry: #""dTpw""#, expected: "damaged"),
            Reading(entry: "[]", expected: "damaged"),
        ])
    func `an entry is read as Docker and podman read it`(reading: Reading) throws {
        let document = try Self.document(#"{"auths":{"h":\#(reading.entry)}}"#)
        #expect(Self.describe(document.entry(for: try ServerURL("h"))) == reading.expected)
    }

    @Test func `a document of zero bytes has no entries`() throws {
        let document = try AuthsDocument(parsing: [], at: "/store.json")
        #expect(document.users().users.isEmpty)
    }

    @Test(arguments: [
        "[]", "null", "1", "{", "{\"auths\":", "\u{FEFF}{}", "{\"auths\":[]}", "{\"auths\":\"x\"}", "{\"auths\":5}",
        "{\"auths\":{},\"AUTHS\":[]}",
    ])
    func `a document of the wrong shape is damaged, and the message names the store`(text: String) {
        let error = #expect(throws: HelperError.self) { try Self.document(text) }
        #expect(error?.code == .damaged)
        #expect(error?.message.contains("/store.json") == true)
    }

    @Test func `the last entry of a server is used, in all objects called auths`() throws {
        let document = try Self.document(
            #"{"auths":{"h":{"auth":"YTpi"},"g":{"auth":"dTpw"}},"AUTHS":{"h":{"auth":"dTpw"}}}"#
        )
        #expect(Self.describe(document.entry(for: try ServerURL("h"))) == "u:p")
        #expect(Self.describe(document.entry(for: try ServerURL("g"))) == "u:p")
    }

    @Test func `one damaged entry hides no other`() throws {
        let document = try Self.document(
            #"{"auths":{"a":{"auth":"dTpw"},"b":{"auth":"%"},"c":1,"d":{},"e":{"username":"x"},"":{},"f\n":{}}}"#
        )
        let (users, damagedCount) = document.users()
        #expect(users == [try ServerURL("a"): "u", try ServerURL("e"): "x"])
        #expect(damagedCount == 4)
    }

    @Test(
        arguments: [
            ("u", "p", #"{"auths":{"h":{"auth":"dTpw"}}}"#),
            ("u", "", #"{"auths":{"h":{"auth":"dTo="}}}"#),
            ("u", "p:q", #"{"auths":{"h":{"auth":"dTpwOnE="}}}"#),
            ("a:b", "p", #"{"auths":{"h":{"username":"a:b","password":"p"}}}"#),
            ("<token>", "t", #"{"auths":{"h":{"auth":"PHRva2VuPjo=","identitytoken":"t"}}}"#),
        ])
    func `an entry is written so that Docker, podman and skopeo read it`(
        username: String,
        secret: String,
        expected: String
    ) throws {
        let document = try Self.document(#"{"auths":{"h":{}}}"#)
        let bytes = try document.storing(
            Credentials(server: try ServerURL("h"), username: username, secret: Secret(secret))
        )
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        let read = Self.describe(try AuthsDocument(parsing: bytes, at: "/store.json").entry(for: try ServerURL("h")))
        #expect(read == "\(username):\(secret)")
    }

    @Test func `storing replaces every kind of credential and keeps unknown members`() throws {
        var text = #"{"auths":{"h":{"email":"e","registrytoken":"r","x":[1, 2]}},"other":true}"#
        for (username, secret) in [("<token>", "t"), ("a:b", "p"), ("u", "p")] {
            let credentials = Credentials(server: try ServerURL("h"), username: username, secret: Secret(secret))
            text = String(decoding: try Self.document(text).storing(credentials), as: UTF8.self)
        }
        #expect(text == #"{"auths":{"h":{"email":"e","x":[1, 2],"auth":"dTpw"}},"other":true}"#)
    }

    @Test func `storing and erasing an entry gives back the same bytes`() throws {
        let text = "{\n  \"auths\" : {\n    \"g\" : { \"auth\" : \"dTpw\" }\n  },\n  \"n\" : 1.0\n}\n"
        let server = try ServerURL("h")
        let stored = try Self.document(text).storing(
            Credentials(server: server, username: "u", secret: Secret("p"))
        )
        let erased = try AuthsDocument(parsing: stored, at: "/store.json").erasing(server)
        #expect(String(decoding: erased, as: UTF8.self) == text)
    }

    @Test func `erasing removes every entry of the server and no other`() throws {
        let document = try Self.document(
            #"{"auths":{"h":{},"H":{},"h/":{},"https://h":{},"\u0068":{}},"auths":{"h":{}}}"#
        )
        let erased = String(decoding: document.erasing(try ServerURL("h")), as: UTF8.self)
        #expect(erased == #"{"auths":{"H":{},"h/":{},"https://h":{}},"auths":{}}"#)
    }

    @Test(arguments: ["[]", "\"x\"", "5"])
    func `storing replaces an entry that is not an object`(entry: String) throws {
        let credentials = Credentials(server: try ServerURL("h"), username: "u", secret: Secret("p"))
        let stored = try Self.document("{\"auths\":{\"h\":\(entry)}}").storing(credentials)
        #expect(String(decoding: stored, as: UTF8.self) == #"{"auths":{"h":{"auth":"dTpw"}}}"#)
    }

    private static func document(_ text: String) throws(HelperError) -> AuthsDocument {
        try AuthsDocument(parsing: Array(text.utf8), at: "/store.json")
    }

    private static func describe(_ entry: AuthsDocument.Entry) -> String {
        switch entry {
        case .absent: "empty"
        case .credentials(let username, let secret): "\(username):\(secret.revealed)"
        case .damaged: "damaged"
        }
    }
}
