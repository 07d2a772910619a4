#if HTTPClient
import TestSupport
import Testing

/// Logins to servers that misbehave on purpose, and beside a program that changes the config file.
///
/// The answers of docker 28.2 and skopeo 1.9 to the same servers are in the comments.
@Suite(.requires("ip", "unshare", "python3", "openssl"), .requiresRoot, .timeLimit(.minutes(15)))
struct LoginAttackSituationTests {
    /// Replies that end late, never, or are not what they should be.
    ///
    /// docker reports the same for the banner, the loop (after 10 redirects) and the tokens; for the others only the status. It waits
    /// for 15 seconds for a head that trickles or is too long, and skopeo without limit. skopeo sends an empty token as it is, and
    /// prints nothing if a challenge is missing.
    static let replies = [
        Situation(
            "trickling head",
            login: "--timeout 1 registry.example",
            """
            docker-creds: cannot reach https://registry.example: timed out after 1 second
            status 1, saved nothing
            """
        ),
        Situation(
            "trickling body",
            login: "--timeout 1 registry.example",
            """
            docker-creds: cannot reach https://registry.example: timed out after 1 second
            status 1, saved nothing
            """
        ),
        Situation(
            "long head",
            """
            docker-creds: the request to https://registry.example failed: the response is not HTTP
            status 1, saved nothing
            """
        ),
        Situation(
            "early banner",
            """
            docker-creds: cannot connect to https://registry.example: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example
            status 1, saved nothing
            """
        ),
        Situation(
            "looping tokens",
            """
            docker-creds: the token server https://auth.example redirects more than 5 times
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            GET https:443/token [Basic]
            GET https:443/token [Basic]
            GET https:443/token [Basic]
            GET https:443/token [Basic]
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "no challenge",
            """
            docker-creds: https://registry.example requires authentication and names no way to authenticate
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "empty challenge",
            """
            docker-creds: https://registry.example requires authentication and names no way to authenticate
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "long realm",
            """
            docker-creds: cannot connect to the token server https://auth.example, which https://registry.example names: connection refused
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
        Situation(
            "token with a line feed",
            """
            docker-creds: the token server https://auth.example sent a token that no HTTP header field can hold
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "empty token",
            """
            docker-creds: the token server https://auth.example sent a response without a token
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "nested token",
            """
            docker-creds: the token server https://auth.example sent a response that is not JSON
            status 1, saved nothing
            GET https:443/v2/
            GET https:443/token [Basic]
            """
        ),
        Situation(
            "nested errors",
            """
            docker-creds: https://registry.example denied access (403 Forbidden)
              Check that the user may use this registry
            status 1, saved nothing
            GET https:443/v2/
            """
        ),
    ]

    /// A config file that another program replaces during the login.
    ///
    /// docker writes back what it read before the login: `new.example` is lost, and so is the damaged file. skopeo keeps the
    /// former, and fails at the latter.
    static let files = [
        Situation(
            "config file with another login",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved new.example registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "config file that is damaged",
            """
            docker-creds: the file is not JSON: the text ends in the middle of a value, at byte 1 (line 1) (file ~/.docker/config.json)
              Fix the file or move it away. It was not changed
            status 1, saved a damaged file
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
    ]
    @Test(arguments: replies) func `a hostile reply is an error in time`(situation: Situation) throws {
        try situation.check()
    }

    @Test(arguments: files) func `a login keeps what another program has written meanwhile`(situation: Situation) throws
    {
        try situation.check()
    }

    @Test func `a login is saved by the helper that the config file names when the login ends`() throws {
        let home = try Situation.home()
        let output = try home.succeed(Situation("config file that names a helper", "").command)
        #expect(
            output.contains("The password for registry.example is stored by docker-credential-file.\n"),
            "\(output)"
        )
        #expect(try home.succeed("cat .docker/config.json") == #"{"auths":{},"credsStore":"file"}"#)
    }
}
#endif
