import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Registries with anonymous reading: a login verifies the password by requesting push access.
///
/// docker and skopeo request only `/v2/`: both report "Login Succeeded" for any password, and save it.
struct PushProbeTests {
    static let invalid = #"{"errors":[{"code":"MANIFEST_INVALID","message":"manifest invalid"}]}"#

    /// A registry that serves `/v2/` anonymously, and requires the valid password or token for a push.
    func openRegistry(_ challenge: String, answer: HTTPReply = .status(400, [:], invalid)) -> FakeRegistry {
        let fake = FakeRegistry()
        fake.network.serve(fake.registry) { request, _ in
            if request.method == .get { return .status(200, ["Content-Type": "application/json"], "{}") }
            switch request.headerFields[.authorization] {
            case FakeRegistry.basic, "Bearer \(FakeRegistry.access)": return answer
            default: return .challenge(challenge, body: FakeRegistry.refusing())
            }
        }
        fake.serveTokens()
        return fake
    }

    static let bearer = "Bearer realm=\"https://auth.example/token\",scope=\"repository:login-check:pull,push\""

    @Test func `the token server verifies the password, and the outcome names the server`() async throws {
        let fake = openRegistry(Self.bearer)
        let outcome = try await fake.verify()
        #expect(outcome.verdict == .accepted)
        #expect(outcome.verifiedBy == .tokenServer(try #require(HTTPOrigin(scheme: "https", host: "auth.example"))))
        #expect(fake.tokenRequests.first?.address.contains("scope=repository%3Alogin-check%3Apull%2Cpush") == true)
    }

    @Test(arguments: [400, 404, 413, 415, 422])
    func `a registry with Basic for pushes verifies it by rejecting only the content`(status: Int) async throws {
        let fake = openRegistry("Basic realm=x", answer: .status(status, [:], Self.invalid))
        let store = RecordingStore()
        let outcome = try await fake.service().login(
            to: ServerAddress("registry.example/team/app"),
            with: FakeRegistry.credential,
            savingIn: store
        )
        #expect(outcome.verdict == .accepted && outcome.verifiedBy == .pushRequest && outcome.isSaved)
        let puts = fake.network.records.filter { $0.method == "PUT" }
        // No body has this digest, and an empty body is not a manifest.
        let path = "/v2/team/app/manifests/sha256:\(String(repeating: "0", count: 64))"
        #expect(puts.map(\.request.path) == [path, path] && puts.allSatisfy { $0.body.isEmpty })
    }

    @Test(arguments: ["Basic realm=x", bearer])
    func `a wrong password is not saved, even if unverified ones are`(challenge: String) async throws {
        let fake = openRegistry(challenge)
        for savesUnverified in [false, true] {
            let store = RecordingStore()
            let error = try await #require(throws: LoginError.self) {
                try await fake.service { $0.savesUnverified = savesUnverified }.login(
                    to: ServerAddress("registry.example"),
                    with: FakeRegistry.wrong,
                    savingIn: store
                )
            }
            #expect(error.code == .rejected)
            #expect(await store.calls.isEmpty)
        }
    }

    @Test(
        arguments: [
            // Anonymous pushes; no pushes; another scheme; a status for both a wrong user and missing access.
            ("", HTTPReply.status(400, [:], invalid)), ("", .status(405)), ("Negotiate", .status(400)),
            ("Basic realm=x", .status(403)), ("Basic realm=x", .status(200)),
        ]
    )
    func `an inconclusive reply leaves the password unverified, and it is saved only on request`(
        challenge: String,
        answer: HTTPReply
    ) async throws {
        let fake = openRegistry(challenge, answer: answer)
        if challenge.isEmpty {
            fake.network.serve(fake.registry) { request, _ in request.method == .get ? .status(200) : answer }
        }
        for savesUnverified in [false, true] {
            let store = RecordingStore()
            let outcome = try await fake.service { $0.savesUnverified = savesUnverified }.login(
                to: ServerAddress("registry.example"),
                with: FakeRegistry.credential,
                savingIn: store
            )
            #expect(outcome.verdict == .authenticationNotRequired && outcome.verifiedBy == nil)
            #expect(outcome.isSaved == savesUnverified)
            #expect(await store.entries.count == (savesUnverified ? 1 : 0))
        }
    }

    @Test func `a token server that cannot be reached is an error, unless unverified credentials are saved`()
        async throws
    {
        let fake = openRegistry("Bearer realm=\"https://down.example/token\"")
        let error = try await #require(throws: LoginError.self) { try await fake.verify() }
        #expect(error.code == .unreachable)
        #expect(try await fake.verify { $0.savesUnverified = true }.verdict == .authenticationNotRequired)
    }

    @Test(arguments: [
        "registry.example/a b", "registry.example/../x", "registry.example/UPPER", "registry.example/a?b",
    ])
    func `a path that is not a repository is not sent`(address: String) async throws {
        let fake = openRegistry(Self.bearer)
        _ = try await fake.verify(for: address)
        #expect(fake.network.records.allSatisfy { !$0.address.contains(" ") && !$0.address.contains("..") })
        #expect(fake.network.records.allSatisfy { !$0.address.contains("UPPER") })
    }
}
