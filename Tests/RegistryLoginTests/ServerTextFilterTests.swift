import Codecs
import HTTPTypes
import HelperProtocol
import RegistryCredentials
import Testing

@testable import RegistryLogin

/// Text of servers is shown only if it contains no form of a secret.
struct ServerTextFilterTests {
    static let password = "correct-h0rse & <staple>"
    let filter = ServerTextFilter(hiding: [Secret(Self.password), Secret("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJ")])

    static func base64(_ text: String) -> String { Base64().encode(text.utf8) }

    @Test(arguments: [
        "no \(password) here", "CORRECT-H0RSE & <STAPLE>", "correct%2Dh0rse%20%26%20%3Cstaple%3E",
        "correct-h0rse+%26+%3cstaple%3e", "correct%252Dh0rse%2520%2526", "correct-h0rse &amp; &lt;staple&gt;",
        "correct&#45;h0rse", "correct&#x2d;h0rse", #"correct\u002dh0rse \u0026"#, #"\x63orrect-h0rse"#,
        base64(password), base64("ann:\(password)"), base64("a:\(password)"), base64("an:\(password)"),
        base64(base64("ann:\(password)")), "(\(base64(password).replacing("=", with: "")))",
        "Basic \(base64("x:\(password)"))",
        "636f72726563742d683072736520262", "0636F72726563742D6830727365", "starts correct-h0rse", "ends rse & <staple>",
        "got eyJhbGciOiJSUzI1NiIsInR5cC…",
    ])
    func `a form of the secret is not shown`(text: String) {
        #expect(filter.shown(text, limit: 256) == "<redacted>")
    }

    @Test(arguments: [
        "authentication required", "incorrect username or password", "correct",
        "use a personal access token with scope x",
        "too many failed login attempts for username or IP address", "unauthorized: eyJ", "100% sure & so on; <none>",
    ])
    func `other text is shown`(text: String) {
        #expect(filter.shown(text, limit: 256) == text)
    }

    @Test func `a short secret hides the whole text, and other text is truncated and escaped`() {
        let short = ServerTextFilter(hiding: [Secret("pw")])
        #expect(short.shown("your pw is wrong", limit: 90) == "<redacted>")
        #expect(short.shown("your p is wrong", limit: 6) == "your p…")
        #expect(short.shown("a\u{202E}b\nc", limit: 90) == #"a\u{202E}b\u{A}c"#)
        #expect(ServerTextFilter(hiding: [Secret("")]).shown("anything", limit: 90) == "anything")
    }

    @Test(
        .timeLimit(.minutes(15)),
        arguments: [
            "%2541&#x26;\\u0041", "JTQxJiN4MjY7", "254126237832", "QUFBQUFBQUFBQUFB", "%&\\",
        ]
    )
    func `only the beginning of a hostile text of several megabytes is searched`(piece: String) {
        let text = String(repeating: piece, count: 4_000_000 / piece.utf8.count)
        let secret = Secret(String(repeating: "0123456789abcdef", count: 256))
        #expect(ServerTextFilter(hiding: [secret]).shown(text, limit: 10).utf8.count < 100)
    }

    @Test(arguments: ["wrong-8901", "Basic, wrong-8901", "x-wrong-8901-x realm=y"])
    func `a challenge whose scheme is the password is not named`(challenge: String) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in .challenge(challenge.replacing("Basic, ", with: "Digest, ")) }
        let error = try await #require(throws: LoginError.self) { try await fake.verify(FakeRegistry.wrong) }
        #expect(error.code == .unsupportedScheme && "\(error)".contains("unknown schemes"))
        #expect(!"\(error)".contains("wrong-8901"))
    }

    @Test(arguments: ["https://wrong-8901.example/", "https://aaaa.wrong-8901.example:5000/x"])
    func `a redirect to a host that is the password is not named`(location: String) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == nil
                ? .challenge("Basic realm=x") : .status(302, ["Location": location])
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify(FakeRegistry.wrong) }
        #expect(error.code == .notARegistry && !"\(error)".contains("wrong-8901"))
    }

    @Test func `a long host name is truncated`() async throws {
        let long = Array(repeating: String(repeating: "a", count: 60), count: 100).joined(separator: ".")
        for reply in [
            HTTPReply.status(302, ["Location": "https://\(long)/"]), .challenge("Bearer realm=\"http://\(long)/\""),
        ] {
            let fake = FakeRegistry()
            fake.network.serve(fake.registry) { _, _ in reply }
            let error = try await #require(throws: LoginError.self) { try await fake.verify() }
            #expect("\(error)".utf8.count < 500)
        }
    }

    @Test(arguments: [
        ServerTextFilterTests.base64("ann:wrong-8901"), "wrong%2D8901", "&#119;rong-8901", "WRONG-8901", "wrong-89",
    ])
    func `an error list that repeats the password in another form shows none of it`(text: String) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            request.headerFields[.authorization] == nil
                ? .challenge("Basic realm=x")
                : .status(401, [:], #"{"errors":[{"code":"\#(text)","message":"no: \#(text)!"}]}"#)
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify(FakeRegistry.wrong) }
        #expect(error.serverErrors == [RegistryErrorEntry(code: "<redacted>", message: "<redacted>")])
    }
}
