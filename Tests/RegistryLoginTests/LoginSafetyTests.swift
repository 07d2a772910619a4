import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Data that is never sent or shown: malformed credentials, passwords over plain HTTP, secrets in errors.
struct LoginSafetyTests {
    // MARK: Before any request

    @Test(arguments: [
        Credential(), Credential(username: "ann"), Credential(username: "ann", password: Secret("")),
        Credential(password: Secret("hunter")), Credential(username: "a:n", password: Secret("hunter")),
        Credential(username: "a\nn", password: Secret("hunter")), Credential(registryToken: Secret("hunter 2")),
        Credential(registryToken: Secret("hunter\r\nX: y")),
    ])
    func `a credential that cannot be sent is rejected before any request`(credential: Credential) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        let error = try await #require(throws: LoginError.self) { try await fake.verify(credential) }
        #expect(error.code == .invalidCredential)
        #expect(fake.network.records.isEmpty)
        #expect(!"\(error)".contains("hunter"))
    }

    // MARK: Plain HTTP

    @Test(arguments: [
        ("registry.example", PlainHTTP.never, "https://registry.example"),
        ("registry.example", .loopback, "https://registry.example"),
        ("registry.example", .always, "http://registry.example"),
        ("http://registry.example", .always, "http://registry.example"),
        ("https://registry.example", .always, "https://registry.example"),
        ("localhost:5000", .never, "https://localhost:5000"),
        ("localhost:5000", .loopback, "http://localhost:5000"),
        ("http://localhost:5000", .loopback, "http://localhost:5000"),
        ("https://localhost:5000", .loopback, "https://localhost:5000"),
        ("127.0.0.1:5000", .loopback, "http://127.0.0.1:5000"),
        ("127.8.8.8", .loopback, "http://127.8.8.8"),
        ("[::1]:5000", .loopback, "http://[::1]:5000"),
        ("localhost.example.org", .loopback, "https://localhost.example.org"),
        ("127.0.0.1.example.org", .loopback, "https://127.0.0.1.example.org"),
        ("10.0.0.1:5000", .loopback, "https://10.0.0.1:5000"),
        ("[::2]:5000", .loopback, "https://[::2]:5000"),
        ("docker.io", .loopback, "https://registry-1.docker.io"),
    ])
    func `plain HTTP is used only for addresses that the policy allows`(
        address: String,
        policy: PlainHTTP,
        origin: String
    ) throws {
        #expect("\(try HTTPOrigin(of: try ServerAddress(address), plainHTTP: policy))" == origin)
    }

    @Test(arguments: [
        ("http://registry.example", PlainHTTP.never), ("http://registry.example", .loopback),
        ("http://localhost", .never), ("http://localhost.example.org", .loopback),
    ])
    func `an http address that is not allowed is an error before any request`(
        address: String,
        policy: PlainHTTP
    ) async throws {
        let fake = FakeRegistry()
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(for: address) { $0.plainHTTP = policy }
        }
        #expect(error.code == .plainHTTPNotAllowed)
        #expect(fake.network.records.isEmpty)
    }

    @Test(arguments: [PlainHTTP.never, .loopback, .always])
    func `plain HTTP is never tried after a certificate was rejected`(policy: PlainHTTP) async throws {
        let fake = FakeRegistry()
        fake.network.serve("https://localhost:5000") { _, _ in
            throw HTTPTransportError(.insecure, "the certificate is of an unknown authority")
        }
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(for: "https://localhost:5000") { $0.plainHTTP = policy }
        }
        #expect(error.code == .insecure)
        #expect(fake.network.summaries == ["GET https://localhost:5000/v2/"])
    }

    @Test func `a redirect from TLS to plain HTTP is not followed`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(301, ["Location": "http://registry.example/v2/"]) }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .insecure)
        #expect(fake.network.records.count == 1)
    }

    // MARK: Time

    @Test(arguments: ["registry", "tokens"])
    func `a timeout names the server that did not reply`(slow: String) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.network.serve(slow == "registry" ? fake.registry : fake.tokens) { _, _ in
            try await Task.sleep(for: .seconds(60))
            return .status(200)
        }
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify() { $0.authentication.timeout = .seconds(1) }
        }
        #expect(error.code == .timedOut)
        #expect("\(error)".contains(slow == "registry" ? fake.registry : fake.tokens))
    }

    @Test func `a login within its time limits succeeds`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        #expect(try await fake.verify() { $0.authentication.timeout = .seconds(600) }.verdict == .accepted)
    }

    @Test func `a cancelled login stops, and saves nothing`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in
            do { try await Task.sleep(for: .seconds(60)) } catch { throw HTTPTransportError(.failed, "closed") }
            return .status(200)
        }
        let store = RecordingStore()
        let service = fake.service { $0.savesUnverified = true }
        let task = Task {
            try await service.login(
                to: try ServerAddress("registry.example"),
                with: FakeRegistry.credential,
                savingIn: store
            )
        }
        while fake.network.records.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await store.calls.isEmpty)
    }

    // MARK: Errors

    struct Talkative: Error { var text = FakeRegistry.password }

    @Test(
        arguments: [
            (HTTPTransportError(.unreachable, "no such host"), LoginError.Code.unreachable),
            (HTTPTransportError(.insecure, "unknown authority"), .insecure),
            (HTTPTransportError(.timedOut, "connecting"), .timedOut),
            (HTTPTransportError(.failed, "not HTTP\u{1b}[2J"), .failed),
            (Talkative(), .failed),
        ] as [(any Error, LoginError.Code)]
    )
    func `transport errors keep their kind, and unknown errors show only their type`(
        failure: any Error,
        code: LoginError.Code
    ) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in throw failure }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == code)
        #expect("\(error)".contains("https://registry.example"))
        #expect(!"\(error)".contains(FakeRegistry.password))
        #expect(!"\(error)".contains("\u{1b}"))
    }

    @Test(arguments: FakeRegistry.secrets.prefix(3) + FakeRegistry.secrets.suffix(1))
    func `a secret that the registry repeats is redacted`(secret: String) async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Bearer realm=\"https://auth.example/token\""]
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-0123""#))
        let challenge = fake.challenges[0]
        fake.network.serve(fake.registry) { request, _ in
            guard request.headerFields[.authorization] != nil else { return .challenge(challenge) }
            return .status(403, [:], FakeRegistry.refusing("no \(secret) here"))
        }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .forbidden)
        #expect(error.serverErrors.map(\.message) == ["<redacted>"])
        #expect(!"\(error)".contains(secret))
    }

    @Test func `the outcome, the reply, the authorization and their dumps contain no secret`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-0123""#))
        let outcome = try await fake.verify() { $0.wantsIdentityToken = true }
        let reply = HTTPReply.status(200, ["Set-Cookie": FakeRegistry.identity], FakeRegistry.access)
        for value in [outcome, reply] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            for text in ["\(value)", String(reflecting: value), dumped] {
                for secret in FakeRegistry.secrets { #expect(!text.contains(secret)) }
            }
        }
    }

    @Test(arguments: [
        (#"{"errors":[{"code":"DENIED","message":"no"}]}"#, ["DENIED: no"]),
        (#"{"errors":[{"code":"DENIED"},{"message":"no"},{},7,{"code":"","message":""}]}"#, ["DENIED", "no"]),
        (#"{"errors":"none"}"#, []), ("<html>", []), ("", []), ("[]", []), (#"{"errors":null}"#, []),
        (
            #"{"errors":[{"code":"A","message":"\u202etxt\u0007\u0085\u2028."}]}"#,
            [#"A: \u{202E}txt\u{7}\u{85}\u{2028}."#]
        ),
        (
            "{\"errors\":[\(Array(repeating: #"{"code":"A"}"#, count: 9).joined(separator: ","))]}",
            Array(repeating: "A", count: 5)
        ),
    ])
    func `the error list of a registry is shortened to one line`(body: String, expected: [String]) async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(403, [:], body) }
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.serverErrors.map(\.description) == expected)
    }

    @Test func `an entry of several megabytes is truncated`() {
        let entry = RegistryErrorEntry(
            code: String(repeating: "A", count: 9000),
            message: String(repeating: "b", count: 9000)
        )
        #expect(entry.code.count == 65)
        #expect(entry.message.count == 257)
        let marks = RegistryErrorEntry(code: "A", message: "e" + String(repeating: "\u{301}", count: 9000))
        #expect(marks.message.utf8.count < 1000)
    }
}
