#if HTTPClient
import TestSupport
import Testing

/// Logins that a registry or its token server answers in an unusual way.
///
/// The answers of docker 28.2 and skopeo 1.9 to the same servers are in the comments.
@Suite(.requires("ip", "unshare", "python3", "openssl"), .requiresRoot, .timeLimit(.minutes(15)))
struct LoginReplySituationTests {
    /// The words of token servers.
    ///
    /// docker shows `details` and the list `errors`; the other formats as raw JSON, a 429 as "unexpected end of JSON input",
    /// and no time to wait. skopeo reports "invalid username/password" for every 401, also for the lock-outs, and the bare
    /// status for the rest. Both send the password to a token server over plain HTTP.
    static let tokenServers = [
        Situation(
            "tokens",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example rejected the credentials (401 Unauthorized): incorrect username or password
              Check the user name and the password or access token
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: lock-out",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example refuses to check the credentials for now (401 Unauthorized): too many failed login attempts for username or IP address
              Try again later
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: 2FA",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example rejected the credentials (401 Unauthorized): UNAUTHORIZED: 2FA is on, use a token
              Check the user name and the password or access token
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: scopes",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example denied access (403 Forbidden): DENIED: needs read:packages
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: OAuth",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example rejected the credentials (400 Bad Request): invalid_grant: the token has expired
              Check the user name and the password or access token
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: message",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example denied access (403 Forbidden): account suspended
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: 429",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example limits requests (429 Too Many Requests)
              Try again in 5 seconds
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: 401 for now",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example refuses to check the credentials for now (401 Unauthorized): no
              Try again in 30 seconds
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: 503",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example failed (503 Service Unavailable): down
              Try again later
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "tokens: refused",
            password: "wrong",
            """
            docker-creds: cannot connect to the token server https://down.example, which https://registry.example names: connection refused
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "tokens: unknown",
            password: "wrong",
            """
            docker-creds: cannot connect to the token server https://none.invalid, which https://registry.example names: host name not found
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "tokens: plain HTTP",
            password: "wrong",
            """
            docker-creds: refusing to send the credentials to the token server http://auth.example, which https://registry.example names: it uses plain HTTP
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
    ]

    /// Registries that are open for reading.
    ///
    /// docker and skopeo ask for `/v2/` twice, report "Login Succeeded" for any password, and save it.
    static let openRegistries = [
        Situation(
            "open, Basic",
            password: "wrong",
            """
            docker-creds: https://registry.example rejected the credentials (401 Unauthorized): UNAUTHORIZED: authentication required
              Check the user name and the password or access token
            status 2, saved nothing
            GET https:443/v2/
            PUT https:443/v2/login-check/manifests/sha256:0
            PUT https:443/v2/login-check/manifests/sha256:0 [Basic]
            """
        ),
        Situation(
            "open, Basic",
            """
            Login succeeded, verified by asking for the right to push. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            PUT https:443/v2/login-check/manifests/sha256:0
            PUT https:443/v2/login-check/manifests/sha256:0 [Basic]
            """
        ),
        Situation(
            "open, tokens",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example rejected the credentials (401 Unauthorized): incorrect username or password
              Check the user name and the password or access token
            status 2, saved nothing
            GET https:443/v2/
            PUT https:443/v2/login-check/manifests/sha256:0
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "open, tokens",
            """
            Login succeeded, verified by the token server https://auth.example. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            PUT https:443/v2/login-check/manifests/sha256:0
            GET https:443/token [Basic]
            PUT https:443/v2/login-check/manifests/sha256:0 [Bearer]
            """
        ),
        Situation(
            "open",
            """
            docker-creds: https://registry.example does not require authentication; nothing was saved
              Save the credentials anyway: docker-creds login --save-unverified registry.example
            status 0, saved nothing
            GET https:443/v2/
            PUT https:443/v2/login-check/manifests/sha256:0
            """
        ),
        Situation(
            "open",
            login: "--save-unverified registry.example",
            """
            Saved without verification. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            PUT https:443/v2/login-check/manifests/sha256:0
            """
        ),
    ]
    @Test(arguments: tokenServers) func `the words of a token server are shown`(situation: Situation) throws {
        try situation.check()
    }

    @Test(arguments: openRegistries)
    func `a registry that is open for reading verifies a password by a push, or saves nothing`(situation: Situation)
        throws
    { try situation.check() }
}
#endif
