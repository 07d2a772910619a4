import AuthsFormat
import Codecs
import HelperProtocol
import TestSupport
import Testing

/// Reading and writing entries of `auths`.
struct AuthsEntryTests {
    struct Row: CustomTestStringConvertible, Sendable {
        /// The entry, as JSON.
        let entry: String
        /// `user:password`, followed by tokens; `empty`; or `damaged: ` and a part of the reason.
        let meaning: String
        var testDescription: String { entry }

        init(_ entry: String, _ meaning: String) { (self.entry, self.meaning) = (entry, meaning) }
    }

    /// Comments mark the rows on which clients differ; docker/cli rejects the whole file for "damaged".
    static let rows = [
        Row(#"{"auth":"dTpw"}"#, "u:p"),
        Row(#"{"auth":"dTpwOnE="}"#, "u:p:q"),
        Row(#"{"auth":"dTo="}"#, "u:"),
        // docker/cli rejects an entry without a user; oras and podman read it.
        Row(#"{"auth":"OnA="}"#, ":p"),
        Row(#"{"auth":"Og=="}"#, "empty"),
        Row(#"{"auth":"dT\npw\r\n"}"#, "u:p"),
        Row(#"{"AUTH":"dTpw"}"#, "u:p"),
        Row(#"{"auth":"dTpw","username":"x","password":"y"}"#, "u:p"),
        Row(#"{"auth":"","username":"a:b","password":"y"}"#, "a:b:y"),
        Row(#"{"username":"x"}"#, "x:-"),
        Row(#"{"auth":"dTo=","identitytoken":"t"}"#, "u:- identity t"),
        Row(#"{"auth":"PHRva2VuPjo=","identitytoken":"t"}"#, "-:- identity t"),
        Row(#"{"auth":"PHRva2VuPjp0"}"#, "<token>:t"),
        Row(#"{"auth":"dTpw","identitytoken":"t","registrytoken":"r"}"#, "u:p identity t registry r"),
        Row(#"{"auth":"dTpw","identitytoken":""}"#, "u:p"),
        Row(#"{"auth":"dTpw","identitytoken":null}"#, "u:p"),
        Row(#"{"identitytoken":"t"}"#, "-:- identity t"),
        Row(#"{"registrytoken":"r"}"#, "-:- registry r"),
        Row(#"{"auth":"dTpw","Auth":null}"#, "u:p"),
        Row(#"{"auth":"YTpi","auth":"dTpw"}"#, "u:p"),
        Row("{}", "empty"),
        Row("null", "empty"),
        Row(#"{"email":"e"}"#, "empty"),
        Row(#"{"auth":""}"#, "empty"),
        // Without padding, as Kubernetes reads it; docker/cli and oras reject it.
        Row(#"{"auth":"dTo"}"#, "u:"),
        Row(#"{"auth":"dTpwcQ"}"#, "u:pq"),
        // Digits are missing, not padding: the last bits are not zero.
        Row(#"{"auth":"dTp"}"#, "damaged: not base64"),
        Row(#"{"auth":"dTpwc"}"#, "damaged: not base64"),
        Row(#"{"auth":"dTo=="}"#, "damaged: not base64"),
        Row(#"{"auth":"_-"}"#, "damaged: not base64"),
        Row(#"{"auth":" dTpw"}"#, "damaged: not base64"),
        Row(#"{"auth":"\"dTpw\""}"#, "damaged: quotation marks"),
        Row(#"{"auth":"'dTpw'"}"#, "damaged: quotation marks"),
        Row(#"{"auth":"ZFRwdw=="}"#, "damaged: in base64 twice"),
        Row(#"{"auth":"ZFRwdwo="}"#, "damaged: in base64 twice"),
        Row(#"{"auth":"dQ=="}"#, "damaged: a user, a colon and a password"),
        Row(#"{"auth":"dTr/"}"#, "damaged: UTF-8"),
        Row(#"{"auth":"/zpw"}"#, "damaged: UTF-8"),
        Row(#"{"auth":7}"#, "damaged: `auth` is not a string"),
        Row(#"{"auth":"dTpw","identitytoken":7}"#, "damaged: `identitytoken` is not a string"),
        Row(#"{"auth":"%","identitytoken":"t"}"#, "damaged: not base64"),
        Row(#""dTpw""#, "damaged: not an object"),
        Row("5", "damaged: not an object"),
        Row("[]", "damaged: not an object"),
    ]

    @Test(arguments: rows) func `an entry is parsed`(row: Row) throws {
        let meaning = Self.describe(AuthsEntry(try Self.value(row.entry)))
        if row.meaning.hasPrefix("damaged: ") {
            #expect(meaning.hasPrefix("damaged: ") && meaning.contains(row.meaning.dropFirst(9)), "\(meaning)")
        } else {
            #expect(meaning == row.meaning)
        }
    }

    @Test func `NUL bytes around a password are trimmed, or kept if it must be returned as stored`() throws {
        let entry = try Self.value(#"{"auth":"dToAcAAA"}"#)
        #expect(Self.describe(AuthsEntry(entry)) == "u:p")
        #expect(Self.describe(AuthsEntry(entry, nulBytes: .kept)) == "u:\0p\0\0")
        let credential = AuthsCredential(username: "u", password: Secret("p\0"))
        #expect(!AuthsEntry.holds(credential))
        #expect(AuthsEntry.holds(credential, nulBytes: .kept))
    }

    @Test func `reasons do not quote the entry`() throws {
        for row in Self.rows {
            guard case .damaged(let problem) = AuthsEntry(try Self.value(row.entry)) else { continue }
            #expect(!"\(problem) \(problem.advice ?? "")".contains("dTp"), "\(row.entry)")
        }
    }

    struct Written: CustomTestStringConvertible, Sendable {
        let credential: AuthsCredential
        let entry: String
        var testDescription: String { entry }
    }

    static let written = [
        Written(credential: AuthsCredential(username: "u", password: Secret("p")), entry: #"{"auth":"dTpw"}"#),
        Written(credential: AuthsCredential(username: "u", password: Secret("")), entry: #"{"auth":"dTo="}"#),
        Written(credential: AuthsCredential(username: "u", password: Secret("p:q")), entry: #"{"auth":"dTpwOnE="}"#),
        Written(credential: AuthsCredential(password: Secret("p")), entry: #"{"auth":"OnA="}"#),
        Written(
            credential: AuthsCredential(username: "a:b", password: Secret("p")),
            entry: #"{"username":"a:b","password":"p"}"#
        ),
        Written(
            credential: AuthsCredential(identityToken: Secret("t")),
            entry: #"{"auth":"PHRva2VuPjo=","identitytoken":"t"}"#
        ),
        Written(
            credential: AuthsCredential(username: "u", identityToken: Secret("t")),
            entry: #"{"auth":"dTo=","identitytoken":"t"}"#
        ),
        Written(credential: AuthsCredential(registryToken: Secret("r")), entry: #"{"registrytoken":"r"}"#),
    ]

    @Test(arguments: written)
    func `a written entry has the common format of docker, podman and skopeo, and round-trips`(row: Written) throws {
        let document = try JSONDocument(parsing: Array(#"{"auths":{"h":{}}}"#.utf8))
        let bytes = try document.settingAuthsEntry("h", to: row.credential)
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"auths":{"h":\#(row.entry)}}"#)
        #expect(AuthsEntry(try Self.value(row.entry)) == .credential(row.credential))
        #expect(AuthsEntry.holds(row.credential))
    }

    static func value(_ text: String) throws -> JSONValue { try JSONDocument(parsing: Array(text.utf8)).root }

    static func describe(_ entry: AuthsEntry) -> String {
        switch entry {
        case .empty: return "empty"
        case .damaged(let problem): return "damaged: \(problem)"
        case .credential(let credential):
            let user = credential.username ?? (credential.password == nil ? "-" : "")
            return "\(user):\(credential.password?.revealed ?? "-")"
                + (credential.identityToken.map { " identity \($0.revealed)" } ?? "")
                + (credential.registryToken.map { " registry \($0.revealed)" } ?? "")
        }
    }
}
