#if HTTPClient
import TestSupport
import Testing

/// Logins whose outcome decides who gets a password, and whether it is trusted.
///
/// The answers of docker 28.2 and skopeo 1.9 to the same servers are in the comments.
@Suite(.requires("ip", "unshare", "python3", "openssl"), .requiresRoot, .timeLimit(.minutes(15)))
struct LoginSafetySituationTests {
    /// Redirects.
    ///
    /// A success counts only as the reply to the request that was asked. docker 28.2 and skopeo 1.9 follow the first,
    /// second and fourth redirect, report "Login Succeeded" for any password, and save it. At the third they ask the
    /// other host.
    static let redirects = [
        Situation(
            "redirect of the password",
            password: "wrong",
            """
            docker-creds: https://registry.example redirects /v2/ to another page, which no registry does
              Check that this is the address of a registry
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "redirect of the first request",
            password: "wrong",
            """
            docker-creds: https://registry.example redirects /v2/ to another page, which no registry does
              Check that this is the address of a registry
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "redirect to another host",
            password: "wrong",
            """
            docker-creds: https://registry.example redirects /v2/ to https://auth.example
              If that is the registry, log in to auth.example
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "redirecting tokens",
            password: "wrong",
            """
            docker-creds: the token server https://auth.example redirects to another page, which cannot verify the credentials
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
    ]

    /// Secrets that a registry repeats.
    ///
    /// docker and skopeo print none of the registry's words here; skopeo prints the scheme, which is the password.
    static let secrets = [
        Situation(
            "scheme",
            password: "wrong-8901",
            """
            docker-creds: https://registry.example requires authentication by unknown schemes: a password cannot be sent that way
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "repeated password",
            password: "wrong-8901",
            """
            docker-creds: https://registry.example rejected the credentials (401 Unauthorized): DENIED: <redacted>
              Check the user name and the password or access token
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
    ]

    /// Connections that never end.
    ///
    /// Both print their verdict at once too. In the middle of a handshake that never ends they wait for 10 and 20
    /// seconds, and skopeo waits without limit for a reply.
    static let openConnections = [
        Situation(
            "never closing",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            """
        )
    ]

    /// Proxies, private token servers, and unusual forms of loopback.
    ///
    /// Both ignore a proxy variable with a bad escape and connect directly. They ask a token server at any address.
    /// Their resolver knows neither `127.1` nor `0x7f.1`; docker takes `::ffff:127.0.0.1` for loopback and uses plain
    /// HTTP.
    static let proxiesRealmsAndLoopback = [
        Situation(
            "basic",
            before: "export HTTPS_PROXY=http://pu:hunter%ss@proxy.example:3128",
            """
            docker-creds: cannot connect to https://registry.example: HTTPS_PROXY is not the address of an HTTP proxy
              Correct HTTPS_PROXY, unset it, or name the host in NO_PROXY
            status 1, saved nothing
            """
        ),
        Situation(
            "basic",
            before: "export HTTPS_PROXY=http://pu:hunter2%@proxy.example:3128",
            """
            docker-creds: cannot connect to https://registry.example: HTTPS_PROXY is not the address of an HTTP proxy
              Correct HTTPS_PROXY, unset it, or name the host in NO_PROXY
            status 1, saved nothing
            """
        ),
        Situation(
            "tokens: NAT64",
            """
            docker-creds: refusing to send the credentials to the token server https://[64:ff9b:1::a00:1], which https://registry.example names: it is an address of this machine or its network
              If that is right, save the login without verification: docker-creds login --no-verify registry.example
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "tokens: Teredo",
            """
            docker-creds: refusing to send the credentials to the token server https://[2001:0:4136:e378:8000:63bf:f5ff:fffe], which https://registry.example names: it is an address of this machine or its network
              If that is right, save the login without verification: docker-creds login --no-verify registry.example
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "loopback without TLS",
            login: "127.1:5000",
            """
            docker-creds: cannot connect to https://127.1:5000: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http 127.1:5000
            status 1, saved nothing
            """
        ),
        Situation(
            "loopback without TLS",
            login: "0x7f.1:5000",
            """
            docker-creds: cannot connect to https://0x7f.1:5000: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http 0x7f.1:5000
            status 1, saved nothing
            """
        ),
        Situation(
            "loopback without TLS",
            login: "[::ffff:127.0.0.1]:5000",
            """
            docker-creds: cannot connect to https://[::ffff:7f00:1]:5000: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http '[::ffff:7f00:1]:5000'
            status 1, saved nothing
            """
        ),
    ]

    /// A private authority of a registry and its token server.
    ///
    /// With the authority in certs.d of the registry, both accept the token server too. For another authority both
    /// report "x509: certificate signed by unknown authority" and name no directory.
    static let authorityOfTokenServers = [
        Situation(
            "tokens on another port",
            login: "registry.example:5000",
            before:
                "unset SSL_CERT_FILE; mkdir -p .config/docker/certs.d/registry.example:5000; cp ca.pem .config/docker/certs.d/registry.example:5000/ca.crt",
            """
            Login succeeded. The password for registry.example:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example:5000
            GET https:5000/v2/
            GET https:5001/token [Basic]
            GET https:5000/v2/ [Bearer]
            """
        ),
        Situation(
            "tokens on another host",
            login: "registry.example:5000",
            before:
                "unset SSL_CERT_FILE; mkdir -p .config/docker/certs.d/registry.example:5000; cp ca.pem .config/docker/certs.d/registry.example:5000/ca.crt",
            """
            Login succeeded. The password for registry.example:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example:5000
            GET https:5000/v2/
            GET https:443/token [Basic]
            GET https:5000/v2/ [Bearer]
            """
        ),
        Situation(
            "tokens of another authority",
            """
            docker-creds: cannot trust the token server https://auth.example, which https://registry.example names: its certificate is signed by an unknown authority
              If you trust the authority of its certificate, copy that to ~/.config/containers/certs.d/auth.example/ca.crt
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
    ]
    @Test(arguments: redirects) func `a redirect verifies no password`(situation: Situation) throws {
        try situation.check()
    }

    @Test(arguments: secrets) func `a secret that a registry repeats is not shown`(situation: Situation) throws {
        try situation.check()
    }

    @Test(arguments: openConnections) func `a connection that stays open does not delay the verdict`(
        situation: Situation
    ) throws { try situation.check() }

    @Test(arguments: proxiesRealmsAndLoopback)
    func `a proxy, a token server or an address that is not what it seems gets no password`(situation: Situation) throws
    { try situation.check() }

    @Test(arguments: authorityOfTokenServers)
    func `an authority in certs.d is trusted for the registry and its token server`(situation: Situation) throws {
        try situation.check()
    }
}
#endif
