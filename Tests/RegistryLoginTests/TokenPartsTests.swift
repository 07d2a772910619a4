import HelperProtocol
import Testing

@testable import RegistryLogin

/// The scopes and times of a token.
struct TokenPartsTests {
    @Test(arguments: [
        ([], []), ([""], []), (["  "], []),
        (["repository:a:pull"], ["repository:a:pull"]),
        (["repository:a:pull", "repository:a:pull"], ["repository:a:pull"]),
        (["repository:a:push,pull"], ["repository:a:pull,push"]),
        (["repository:a:pull", "repository:a:push"], ["repository:a:pull,push"]),
        (["repository:b:pull repository:a:pull"], ["repository:a:pull", "repository:b:pull"]),
        (["repository:a:*", "repository:a:pull"], ["repository:a:*"]),
        (["repository:host:5000/a:pull", "repository:host:5000/a:push"], ["repository:host:5000/a:pull,push"]),
        (["repository(plugin):a:pull"], ["repository(plugin):a:pull"]),
        (["registry:catalog:*"], ["registry:catalog:*"]),
        (["openid", "a:b"], ["a:b", "openid"]),
    ])
    func `scopes are unique and in bytewise order`(given: [String], expected: [String]) {
        #expect(TokenScopes(given).all == expected)
    }

    @Test(arguments: [
        ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:34:56Z", 951_827_696), ("2026-11-21T07:00:00Z", 1_795_244_400),
        ("2026-11-21T07:00:00.000000001Z", 1_795_244_400), ("2026-11-21T09:30:00+02:30", 1_795_244_400),
        ("2026-11-20T23:00:00-08:00", 1_795_244_400), ("2026-11-21t07:00:00z", 1_795_244_400),
        ("2026-11-21 07:00:00Z", 1_795_244_400), ("1969-12-31T23:59:59Z", -1), ("2016-12-31T23:59:60Z", 1_483_228_800),
        ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ])
    func `a time is parsed`(text: String, seconds: Int) {
        #expect(RFC3339.sinceEpoch(text) == .seconds(seconds))
    }

    @Test(arguments: [
        "", "now", "2026-11-21", "2026-11-21T07:00:00", "2026-11-21T07:00Z", "2026-13-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2026-11-31T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z",
        "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00+0200", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00Z ",
        "+026-01-01T00:00:00Z", "2026-1-01T00:00:00Z", "２026-01-01T00:00:00Z",
    ])
    func `an invalid time is rejected`(text: String) {
        #expect(RFC3339.sinceEpoch(text) == nil)
    }

    @Test(arguments: [
        (["bearer"], "password", "bearer"), (["basic"], "password", "basic"),
        (["basic", "bearer"], "password", "bearer"),
        (["bearer-without-realm", "basic"], "password", "basic"), (["negotiate", "digest"], "password", "-"),
        ([], "password", "-"),
        (["bearer"], "identity", "bearer"), (["basic"], "identity", "-"), (["basic"], "both", "basic"),
        (["bearer", "basic"], "both", "bearer"), (["bearer"], "registry", "bearer"),
        (["bearer-without-realm"], "registry", "bearer"), (["basic"], "registry", "-"),
        (["bearer"], "anonymous", "bearer"),
        (["basic"], "anonymous", "-"),
    ])
    func `the strongest supported scheme is chosen`(offers: [String], proof: String, expected: String) throws {
        let challenges = offers.map { offer in
            switch offer {
            case "bearer":
                AuthenticationChallenge(scheme: "bearer", parameters: [.init(name: "realm", value: "https://a/")])
            case "bearer-without-realm": AuthenticationChallenge(scheme: "bearer")
            default: AuthenticationChallenge(scheme: offer)
            }
        }
        let password = LoginProof.Password(username: "ann", password: .init("pw"))
        let proofs: [String: LoginProof] = [
            "anonymous": .anonymous, "password": .password(password), "registry": .registryToken(.init("t")),
            "identity": .identityToken(.init("t"), username: nil, fallback: nil),
            "both": .identityToken(.init("t"), username: nil, fallback: password),
        ]
        let registry = try #require(HTTPOrigin(scheme: "https", host: "registry.example"))
        let chosen = try SupportedScheme.choose(
            from: challenges,
            for: proofs[proof] ?? .anonymous,
            forcesBasic: false
        ) { realm throws(LoginError) in
            try TokenRealm.check(realm, namedBy: registry, policy: .any, ServerTextFilter(hiding: []))
        }
        let name =
            switch chosen {
            case .basic: "basic"
            case .bearer: "bearer"
            case nil: "-"
            }
        #expect(name == expected)
    }
}
