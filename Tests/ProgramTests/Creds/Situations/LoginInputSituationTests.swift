#if HTTPClient
import TestSupport
import Testing

/// Logins with an odd password or address, and to registries with odd challenges.
///
/// The answers of docker 28.2 and skopeo 1.9 to the same servers are in the comments.
@Suite(.requires("ip", "unshare", "python3", "openssl"), .requiresRoot, .timeLimit(.minutes(15)))
struct LoginInputSituationTests {
    /// Passwords that were copied or encoded wrongly.
    ///
    /// docker and skopeo remove line ends too, and docker blanks, so that its last two logins succeed. The others are rejected
    /// without a hint: "401 Unauthorized", "invalid username/password".
    static let passwords = [
        Situation(
            "basic",
            password: #"pass:w0rd\r\n\n"#,
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "basic",
            password: #""pass:w0rd""#,
            """
            docker-creds: https://registry.example rejected the credentials (401 Unauthorized): UNAUTHORIZED: authentication required
              Check the user name and the password or access token
              Check the password: it is in quotation marks
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "basic",
            password: "'pass:w0rd'",
            """
            docker-creds: https://registry.example rejected the credentials (401 Unauthorized): UNAUTHORIZED: authentication required
              Check the user name and the password or access token
              Check the password: it is in quotation marks
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "basic",
            password: "pass:w0rd ",
            """
            docker-creds: https://registry.example rejected the credentials (401 Unauthorized): UNAUTHORIZED: authentication required
              Check the user name and the password or access token
              Check the password: it ends with a blank
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "basic",
            password: #"\tpass:w0rd"#,
            """
            docker-creds: https://registry.example rejected the credentials (401 Unauthorized): UNAUTHORIZED: authentication required
              Check the user name and the password or access token
              Check the password: it begins with a blank
            status 2, saved nothing
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
    ]

    /// Unusable challenges, paths and proxies.
    ///
    /// docker and skopeo use the first challenge and fail: `Get "not%20a%20URL?account=ann": unsupported protocol scheme ""`.
    /// At a 404 skopeo asks for `/v1/_ping`, and neither mentions the path, which docker drops and skopeo saves as a key. docker
    /// does not use plain HTTP for such a host; skopeo with `--tls-verify=false` sends the proxy absolute addresses too.
    static let others = [
        Situation(
            "no URL, and Basic",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "a path, and Basic",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "a private address, and Basic",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "no URL alone",
            """
            docker-creds: cannot use the token server that https://registry.example names: its address is empty or contains a blank, a backslash or another forbidden character
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "404",
            login: "registry.example/team/app",
            """
            docker-creds: note: logging in to registry.example; a login is for a whole registry, not for a path
            docker-creds: https://registry.example has no registry at /v2/ (404 Not Found)
              Check that registry.example is a registry: a login is for the whole host, and the path team/app is not used
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "404",
            """
            docker-creds: https://registry.example has no registry at /v2/ (404 Not Found)
              Check that this is the address of a registry
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "basic",
            login: "registry.example/team",
            """
            docker-creds: note: logging in to registry.example; a login is for a whole registry, not for a path
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "proxy without CONNECT",
            login: "--plain-http registry.example",
            before: "export HTTP_PROXY=http://proxy.example:3128",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET http:3128http://registry.example/v2/
            GET http:3128http://registry.example/v2/ [Basic]
            """
        ),
        Situation(
            "proxy without CONNECT",
            login: "http://registry.example",
            before: "export HTTP_PROXY=http://proxy.example:3128",
            """
            docker-creds: refusing to use plain HTTP for registry.example: the address begins with http://
              Leave out http:// if the registry speaks TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example
            status 1, saved nothing
            """
        ),
    ]
    @Test(arguments: passwords) func `a rejected password that looks wrong is described`(situation: Situation) throws {
        try situation.check()
    }

    @Test(arguments: others) func `unusable challenges and unused paths are skipped or named`(situation: Situation)
        throws
    { try situation.check() }
}
#endif
