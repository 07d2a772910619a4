import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import Testing

/// Identity tokens, which are requested, saved and exchanged instead of a password.
struct IdentityTokenTests {
    @Test func `a login can request an identity token and save it instead of the password`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-0123""#))
        let store = RecordingStore()
        let outcome = try await fake.service { $0.wantsIdentityToken = true }
            .login(to: ServerAddress("registry.example"), with: FakeRegistry.credential, savingIn: store)
        #expect(outcome.verdict == .identityTokenObtained)
        #expect(fake.tokenRequests.first?.address.hasSuffix("&offline_token=true") == true)
        let expected = Credential.identityToken(Secret(FakeRegistry.identity), username: FakeRegistry.user)
        #expect(await store.entries == ["registry.example": expected])
    }

    @Test func `a store that cannot save a user beside a token gets the token alone`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-0123""#))
        let (kept, service) = (RecordingStore(), fake.service { $0.wantsIdentityToken = true })
        let outcome = try await service.login(
            to: ServerAddress("registry.example"),
            with: FakeRegistry.credential,
            savingIn: NamelessTokens(kept: kept)
        )
        let expected = Credential.identityToken(Secret(FakeRegistry.identity))
        #expect(outcome.isSaved && outcome.credential == expected)
        #expect(await kept.entries == ["registry.example": expected])
    }

    @Test func `without the option an identity token is neither requested nor saved`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-0123""#))
        let outcome = try await fake.verify()
        #expect(outcome.verdict == .accepted)
        #expect(outcome.credential == FakeRegistry.credential)
        #expect(fake.tokenRequests.allSatisfy { !$0.address.contains("offline") })
    }

    @Test func `the password is saved if the token server issues no identity token`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        let outcome = try await fake.verify() { $0.wantsIdentityToken = true }
        #expect(outcome.verdict == .accepted)
        #expect(outcome.credential == FakeRegistry.credential)
    }

    @Test func `the POST of a password requests an identity token with OAuth's parameters`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify() {
            $0.wantsIdentityToken = true
            $0.authentication.passwordGrant = .postThenGet
        }
        #expect(fake.tokenRequests.first?.body.contains("&access_type=offline") == true)
    }

    @Test func `an identity token is exchanged by POST, and never in an address or a field`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens()
        let outcome = try await fake.verify(.identityToken(Secret(FakeRegistry.identity)))
        #expect(outcome.verdict == .accepted)
        #expect(
            fake.tokenRequests.map(\.body) == [
                "grant_type=refresh_token&refresh_token=identity-0123&client_id=swift-docker-credentials"
                    + "&service=registry.example"
            ]
        )
        #expect(fake.network.records.allSatisfy { !$0.address.contains(FakeRegistry.identity) })
        #expect(fake.tokenRequests.allSatisfy { $0.authorization == nil })
    }

    @Test func `scopes are one form field, separated by spaces`() async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Bearer realm=\"https://auth.example/token\",scope=\"b:y:pull a:x:pull\""]
        fake.serveRegistry()
        fake.serveTokens()
        _ = try await fake.verify(.identityToken(Secret(FakeRegistry.identity)))
        #expect(fake.tokenRequests.first?.body.hasSuffix("&scope=a%3Ax%3Apull%20b%3Ay%3Apull") == true)
    }

    @Test func `a new identity token replaces the old one`() async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(answer: FakeRegistry.answer(more: #","refresh_token":"identity-next""#))
        let outcome = try await fake.verify(.identityToken(Secret(FakeRegistry.identity), username: "ann"))
        #expect(outcome.verdict == .identityTokenObtained)
        #expect(outcome.credential == .identityToken(Secret("identity-next"), username: "ann"))
    }

    @Test(arguments: [404, 405])
    func `a token server that rejects identity tokens has its own error`(status: Int) async throws {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(post: status)
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(.identityToken(Secret(FakeRegistry.identity), username: "ann"))
        }
        #expect(error.code == .identityTokenUnsupported)
        #expect(fake.tokenRequests.map(\.method) == ["POST"])
    }

    @Test func `the password is used if the token server rejects the identity token beside it`()
        async throws
    {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(post: 404)
        let both = Credential(
            username: FakeRegistry.user,
            password: Secret(FakeRegistry.password),
            identityToken: Secret(FakeRegistry.identity)
        )
        #expect(try await fake.verify(both).verdict == .accepted)
        #expect(fake.tokenRequests.map(\.method) == ["POST", "GET"])
    }

    @Test(arguments: [400, 401]) func `a revoked identity token is rejected without a retry`(status: Int)
        async throws
    {
        let fake = FakeRegistry()
        fake.serveRegistry()
        fake.serveTokens(post: status)
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(.identityToken(Secret(FakeRegistry.identity)))
        }
        #expect(error.code == .rejected)
        #expect(fake.tokenRequests.count == 1)
    }

    @Test func `an identity token is not sent by Basic`() async throws {
        var fake = FakeRegistry()
        fake.challenges = ["Basic realm=x"]
        fake.serveRegistry()
        let error = try await #require(throws: LoginError.self) {
            try await fake.verify(.identityToken(Secret(FakeRegistry.identity), username: "ann"))
        }
        #expect(error.code == .unsupportedScheme)
        #expect(fake.network.trusted.isEmpty)
    }
}

/// Omits a user name beside an identity token, as a store over a credential helper does.
private struct NamelessTokens: CredentialStore {
    let kept: RecordingStore

    func get(_ server: ServerAddress) async throws -> Credential? { try await kept.get(server) }

    func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        guard let token = credential.identityToken, let name = credential.username else {
            try await kept.put(credential, for: server)
            return PutReport()
        }
        try await kept.put(.identityToken(token), for: server)
        return PutReport(omittedUsername: name)
    }

    func delete(_ server: ServerAddress) async throws { try await kept.delete(server) }
}
