import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// The errors of a client, and the limits of its requests.
struct RegistryClientErrorTests {
    @Test(arguments: [
        (401, "authentication required (401 Unauthorized)"), (403, "access denied (403 Forbidden)"),
        (404, "not found (404 Not Found)"), (418, "unexpected response (status 418)"),
        (429, "too many requests (429 Too Many Requests)"), (503, "the registry failed (503 Service Unavailable)"),
    ])
    func `an error says which document could not be read and why`(status: Int, reason: String) async throws {
        let fake = FakeRegistry()
        fake.network.serve("https://storage.example") { _, _ in
            .status(status, ["Retry-After": "9"], FakeRegistry.refusing("it said pa:ss wörd and why"))
        }
        fake.network.serve(fake.registry) { _, _ in .status(307, ["Location": "https://storage.example/"]) }
        let client = try fake.client()
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        #expect(error.message == "cannot get manifests/1 of registry.example/team/app: \(reason)")
        #expect(error.status == status)
        #expect(error.retryAfter == .seconds(9))
        #expect(error.serverErrors.map(\.code) == ["UNAUTHORIZED"])
    }

    @Test func `what a registry repeats of the credential is not shown`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry(status: 404, body: FakeRegistry.refusing("no such thing, \(FakeRegistry.password)"))
        fake.serveTokens()
        let client = try fake.client()
        let error = try await #require(throws: LoginError.self) { try await client.manifest() }
        for secret in FakeRegistry.secrets { #expect(!"\(error)".contains(secret)) }
        var dumped = ""
        dump(client, to: &dumped)
        for secret in FakeRegistry.secrets { #expect(!"\(client) \(dumped)".contains(secret)) }
        #expect("\(client)" == "client for registry.example/team/app")
    }

    @Test func `a document that is larger than the limit is an error, and a reply says that it was cut`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in .status(200, [:], "0123456789") }
        let client = try fake.client()
        let error = try await #require(throws: LoginError.self) { try await client.manifest(maximumBodySize: 9) }
        #expect(
            error.message == "cannot get manifests/1 of registry.example/team/app: it is larger than 9 bytes"
        )
        #expect(try await client.manifest(maximumBodySize: 10).body.count == 10)
        let request = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/v2/")
        #expect(try await client.send(request, maximumBodySize: 9).isTruncated)
    }

    @Test func `cancelling the task ends the request`() async throws {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { _, _ in
            try await Task.sleep(for: .seconds(600))
            return .status(200)
        }
        let client = try fake.client()
        let task = Task { try await client.manifest() }
        while fake.network.records.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
