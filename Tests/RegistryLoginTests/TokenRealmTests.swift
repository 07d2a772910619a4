import RegistryCredentials
import RegistryLogin
import Testing

/// The token servers that may receive a password.
struct TokenRealmTests {
    /// Logs in to a registry that names this token server.
    func error(realm: String, registry: String = "https://registry.example", _ trusted: TrustedRealms = .any)
        async throws
        -> LoginError?
    {
        var fake = FakeRegistry()
        fake.registry = registry
        fake.challenges = ["Bearer realm=\"\(realm)\""]
        fake.serveRegistry()
        fake.tokens = realm.components(before: "/token")
        fake.serveTokens()
        do {
            let plain: PlainHTTP = registry.hasPrefix("http://") ? .always : .never
            _ = try await fake.service {
                $0.authentication.trustedRealms = trusted
                $0.plainHTTP = plain
            }
            .verify(FakeRegistry.credential, for: ServerAddress(registry))
            #expect(fake.network.trusted == [fake.registry, fake.tokens])
            return nil
        } catch let error as LoginError {
            #expect(fake.network.trusted.isEmpty, "the credential went out before the check")
            #expect(fake.network.records.count == 1)
            return error
        }
    }

    @Test(arguments: [
        "https://auth.example/token", "https://registry.example/token", "https://registry.example:8443/token",
        "https://auth.elsewhere.example/token", "https://203.0.113.7/token", "https://[2001:db8::7]/token",
    ])
    func `a token server over TLS is used, also on another host`(realm: String) async throws {
        #expect(try await error(realm: realm) == nil)
    }

    @Test func `a token server with plain HTTP is used only for a registry with plain HTTP`() async throws {
        #expect(try await error(realm: "http://auth.example/token")?.code == .insecure)
        #expect(try await error(realm: "http://registry.example/token")?.code == .insecure)
        #expect(try await error(realm: "http://auth.example/token", registry: "http://registry.example") == nil)
        #expect(try await error(realm: "https://auth.example/token", registry: "http://registry.example") == nil)
    }

    @Test(arguments: [
        "/token", "auth.example/token", "//auth.example/token", "ftp://auth.example/token", "https:///token",
        "https://user@auth.example/token", "https://user:pw@auth.example/token",
        "https://registry.example@evil.example/token",
        "https://auth.example /token", "https://auth.example\\\\@evil.example/token", "javascript:alert(1)",
        "https://äuth.example/token",
        "https://auth.example:99999/token", "https://256.0.0.1/token",
    ])
    func `an address that is not absolute, or has user information, is rejected`(realm: String) async throws {
        #expect(try await error(realm: realm)?.code == .untrustedRealm)
    }

    @Test(arguments: [
        "https://[::FFFF:10.0.0.1]/token", "https://[0:0:0:0:0:0:0:1]/token", "https://[::ffff:7f00:1]/token",
    ])
    func `an alternative form of such an address is also rejected`(realm: String) async throws {
        #expect(try await error(realm: realm)?.code == .untrustedRealm)
    }

    @Test(arguments: ["127.0.0.1:5000", "localhost:5000", "[::1]:5000"])
    func `a loopback registry cannot send a credential to another machine over plain HTTP`(
        registry: String
    ) async throws {
        let elsewhere = try await error(realm: "http://auth.example/token", registry: "http://\(registry)")
        #expect(elsewhere?.code == .insecure)
        #expect(try await error(realm: "http://127.0.0.1:5001/token", registry: "http://127.0.0.1:5000") == nil)
        #expect(try await error(realm: "https://auth.example/token", registry: "http://\(registry)") == nil)
    }

    @Test(arguments: [
        "https://127.0.0.1/token", "https://10.0.0.1/token", "https://172.16.3.4/token", "https://192.168.0.1/token",
        "https://169.254.169.254/token", "https://[::1]/token", "https://[fe80::1]/token", "https://[fd00::1]/token",
        "https://localhost/token", "https://2130706433/token", "https://0x7f.1/token",
        "https://[::ffff:a00:1]/token",
    ])
    func `a private address is rejected, unless the registry has it or the policy names it`(
        realm: String
    ) async throws {
        #expect(try await error(realm: realm)?.code == .untrustedRealm)
        let origin = realm.components(before: "/token")
        #expect(try await error(realm: realm, registry: origin) == nil)
        #expect(try await error(realm: "\(origin):5001/token", registry: "\(origin):5000") == nil)
        let host = String(origin.dropFirst("https://".count).filter { $0 != "[" && $0 != "]" })
        #expect(try await error(realm: realm, .only(hosts: [host])) == nil)
        #expect(try await error(realm: realm, TrustedRealms { _, _ in true })?.code == .untrustedRealm)
    }

    @Test func `a policy restricts the token servers`() async throws {
        let elsewhere = "https://auth.example/token"
        #expect(try await error(realm: elsewhere, .sameHost)?.code == .untrustedRealm)
        #expect(try await error(realm: "https://registry.example:8443/token", .sameHost) == nil)
        #expect(try await error(realm: elsewhere, .only(hosts: ["Auth.example"])) == nil)
        #expect(try await error(realm: elsewhere, .only(hosts: ["other.example"]))?.code == .untrustedRealm)
        let policy = TrustedRealms { realm, registry in
            realm.host == "auth.example" && registry.host == "registry.example"
        }
        #expect(try await error(realm: elsewhere, policy) == nil)
        #expect(try await error(realm: "https://other.example/token", policy)?.code == .untrustedRealm)
    }

    @Test func `no policy allows plain HTTP`() async throws {
        #expect(try await error(realm: "http://auth.example/token", .only(hosts: ["auth.example"]))?.code == .insecure)
    }
}

extension String {
    /// The part before a text, or the whole string.
    func components(before mark: String) -> String {
        firstRange(of: mark).map { String(self[..<$0.lowerBound]) } ?? self
    }
}
