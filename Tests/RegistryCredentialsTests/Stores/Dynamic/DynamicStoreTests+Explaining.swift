import HelperProtocol
import RegistryCredentials
import Testing

extension DynamicStoreTests {
    @Test func `an explanation names the credential that is used, the rule, and the shadowed ones`() async throws {
        let home = try makeHome(
            #"{"credsStore":"one","auths":{"https://h":\#(Self.bobEntry),"h":{"auth":"aHVudGVyMg=="},"H":{}}}"#
        )
        defer { home.keep() }
        let file = home.path()
        let explanation = try await home.store().explain(ServerAddress("h"))
        #expect(
            "\(explanation)" == """
                h: user one, a password
                  * \(file), docker-credential-one, key h, named by credsStore: user one, a password
                  - \(file), key h, the key is the address: failed: the entry cannot be read: its `auth` does not hold a \
                user, a colon and a password; not used: credsStore names a helper for this registry
                  - \(file), key https://h, the key is the server after https://: user bob, a password; not used: credsStore names \
                a helper for this registry
                  - \(file), key H, the key is another form of the address: an entry without a credential; not \
                used: credsStore names a helper for this registry
                """
        )
        #expect(!"\(explanation)".contains("hunter"))
        #expect(explanation.usedStep?.place.helper == "docker-credential-one")
    }

    @Test func `an explanation agrees with the result of a get, for every choice`() async throws {
        for choice in Self.choices {
            let home = try makeHome(choice.config)
            defer { home.keep() }
            for policy in [DynamicStore.FallThrough.never, .whenNotFound, .whenNotFoundOrFailed] {
                let store = try home.store { $0.fallThrough = policy }
                let server = try ServerAddress(choice.server)
                let explanation = try await store.explain(server)
                do {
                    #expect(try await store.get(server) == explanation.usedStep?.credential, "\(choice) \(policy)")
                    #expect(explanation.failure == nil, "\(choice) \(policy)")
                } catch let error as CredentialStoreError {
                    #expect(explanation.failure == error, "\(choice) \(policy)")
                }
            }
        }
    }

    @Test func `the explanation and the sequence include the registry token that a get adds`() async throws {
        let home = try makeHome(#"{"credsStore":"one","auths":{"h":{"registrytoken":"hunter-token"}}}"#)
        defer { home.keep() }
        let store = try home.store()
        let answer = try await store.get(ServerAddress("h"))
        #expect(answer?.registryToken == Secret("hunter-token"))
        #expect(try await store.explain(ServerAddress("h")).usedStep?.credential == answer)
        for try await credential in store.credentials(for: try ServerAddress("h")) { #expect(credential == answer) }
    }

    @Test func `user information and queries of keys and addresses are not shown`() async throws {
        let home = try makeHome(
            #"""
            {"credHelpers":{"https://user:hunter2@h":5,"https://x:hunter3@i/?token=hunter4":"absent"},
            "auths":{"https://y:hunter5@j":{"auth":"!"}}}
            """#
        )
        defer { home.keep() }
        let store = try home.store()
        var shown = ""
        for text in ["https://a:hunter6@h?k=hunter7", "i", "j"] {
            let server = try ServerAddress(text)
            let error = await storeError { _ = try await store.get(server) }
            #expect(error != nil)
            let explanation = try await store.explain(server)
            print(error.map { "\($0)" } ?? "", explanation, server, to: &shown)
            dump(error, to: &shown)
            dump(explanation, to: &shown)
        }
        for entry in try await store.list() { print(entry.problem.map { "\($0)" } ?? "", to: &shown) }
        #expect(!shown.contains("hunter"), "\(shown)")
    }

    @Test func `a pattern with many wildcards is matched in linear time`() async throws {
        let stars = String(repeating: "*a", count: 30) + "*b"
        let home = try makeHome(#"{"credsStore":"one","credHelpers":{"\#(stars)":"two"}}"#)
        defer { home.keep() }
        let store = try home.store { $0.matchesWildcards = true }
        #expect(try await store.get(ServerAddress(String(repeating: "a", count: 60)))?.username == "one")
        #expect(try await store.get(ServerAddress(String(repeating: "a", count: 60) + "b"))?.username == "two")
    }

    @Test func `detection ends with its task, and a refused save reports the skipped helpers`()
        async throws
    {
        let home = try ConfigHome()
        defer { home.keep() }
        try home.scripts.add("secretservice", "echo hunter; exit 1")
        let error = await storeError {
            try await home.store { $0.detectsDefaultHelper = true }.put(Self.ann, for: ServerAddress("h"))
        }
        #expect(error?.code == .plaintextRefused)
        #expect(error?.advice.contains { $0.hasPrefix("docker-credential-secretservice was not used") } == true)
        #expect(error.map { "\($0)".contains("hunter") } == false)

        try home.scripts.add("secretservice", "sleep 60")
        let store = try home.store { $0.detectsDefaultHelper = true }
        let search = Task { try await store.put(Self.ann, for: ServerAddress("h")) }
        try await Task.sleep(for: .milliseconds(200))
        search.cancel()
        await #expect(throws: CancellationError.self) { try await search.value }
    }
}
