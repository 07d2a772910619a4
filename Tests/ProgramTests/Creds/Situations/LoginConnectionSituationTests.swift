#if HTTPClient
import TestSupport
import Testing

/// Logins to registries without TLS, on loopback, behind proxies and of private authorities.
///
/// The answers of docker 28.2 and skopeo 1.9 to the same servers are in the comments.
@Suite(.requires("ip", "unshare", "python3", "openssl"), .requiresRoot, .timeLimit(.minutes(15)))
struct LoginConnectionSituationTests {
    /// Registries without TLS.
    ///
    /// docker and skopeo drop `http://`. Without TLS both report "tls: first record does not look like a TLS handshake",
    /// with nothing at port 443 "connection refused", and neither says what to do. skopeo logs in with `--tls-verify=false`.
    static let plainHTTP = [
        Situation(
            "basic without TLS",
            login: "registry.example:5000",
            """
            docker-creds: cannot connect to https://registry.example:5000: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example:5000
            status 1, saved nothing
            """
        ),
        Situation(
            "basic without TLS",
            login: "http://registry.example:5000",
            """
            docker-creds: refusing to use plain HTTP for registry.example:5000: the address begins with http://
              Leave out http:// if the registry speaks TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example:5000
            status 1, saved nothing
            """
        ),
        Situation(
            "basic without TLS",
            login: "https://registry.example:5000",
            """
            docker-creds: cannot connect to https://registry.example:5000: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example:5000
            status 1, saved nothing
            """
        ),
        Situation(
            "basic without TLS on port 80",
            """
            docker-creds: cannot connect to https://registry.example: connection refused
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example
            status 1, saved nothing
            """
        ),
        Situation(
            "basic without TLS on port 80",
            login: "http://registry.example",
            """
            docker-creds: refusing to use plain HTTP for registry.example: the address begins with http://
              Leave out http:// if the registry speaks TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http registry.example
            status 1, saved nothing
            """
        ),
        Situation(
            "basic without TLS",
            login: "--plain-http registry.example:5000",
            """
            Login succeeded. The password for registry.example:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example:5000
            GET http:5000/v2/
            GET http:5000/v2/ [Basic]
            """
        ),
        Situation(
            "basic without TLS",
            login: "--plain-http http://registry.example:5000",
            """
            Login succeeded. The password for registry.example:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example:5000
            GET http:5000/v2/
            GET http:5000/v2/ [Basic]
            """
        ),
    ]

    /// Registries on loopback.
    ///
    /// docker logs in to all of these, does not check the certificate of a loopback registry, and drops `https://`. skopeo
    /// checks it, and does not use plain HTTP without `--tls-verify=false`. Both time out at a mute server: after 25 and 20
    /// seconds.
    static let loopback = [
        Situation(
            "loopback with TLS",
            login: "localhost:5000",
            """
            Login succeeded. The password for localhost:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved localhost:5000
            GET https:5000/v2/
            GET https:5000/v2/ [Basic]
            """
        ),
        Situation(
            "loopback with TLS",
            login: "127.0.0.1:5000",
            """
            Login succeeded. The password for 127.0.0.1:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved 127.0.0.1:5000
            GET https:5000/v2/
            GET https:5000/v2/ [Basic]
            """
        ),
        Situation(
            "loopback without TLS",
            login: "localhost:5000",
            """
            Login succeeded. The password for localhost:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved localhost:5000
            GET http:5000/v2/
            GET http:5000/v2/ [Basic]
            """
        ),
        Situation(
            "loopback without TLS",
            login: "127.0.0.1:5000",
            """
            Login succeeded. The password for 127.0.0.1:5000 is stored in plain text in ~/.docker/config.json.
            status 0, saved 127.0.0.1:5000
            GET http:5000/v2/
            GET http:5000/v2/ [Basic]
            """
        ),
        Situation(
            "loopback with TLS",
            login: "localhost:5000",
            before: "unset SSL_CERT_FILE",
            """
            docker-creds: cannot trust https://localhost:5000: its certificate is signed by an unknown authority
              If you trust the authority of its certificate, copy that to ~/.config/containers/certs.d/localhost:5000/ca.crt
            status 1, saved nothing
            """
        ),
        Situation(
            "loopback without TLS",
            login: "https://localhost:5000",
            """
            docker-creds: cannot connect to https://localhost:5000: the server does not speak TLS
              If this registry uses plain HTTP, run: docker-creds login --plain-http localhost:5000
            status 1, saved nothing
            """
        ),
    ]

    /// Trusted roots and proxies.
    ///
    /// SSL_CERT_FILE and SSL_CERT_DIR work in both. Both report "x509: certificate signed by unknown authority" for the
    /// others, also beside a `.pem` in certs.d. They report "proxyconnect tcp: … connection refused" or "no such host" for a
    /// proxy, and the bare "Proxy Authentication Required" and "Service Unavailable", which does not name it.
    static let trustAndProxies = [
        Situation(
            "basic",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "basic",
            before: "unset SSL_CERT_FILE; export SSL_CERT_DIR=$PWD/roots",
            """
            Login succeeded. The password for registry.example is stored in plain text in ~/.docker/config.json.
            status 0, saved registry.example
            GET https:443/v2/
            GET https:443/v2/ [Basic]
            """
        ),
        Situation(
            "basic",
            before: "unset SSL_CERT_FILE",
            """
            docker-creds: cannot trust https://registry.example: its certificate is signed by an unknown authority
              If you trust the authority of its certificate, copy that to ~/.config/containers/certs.d/registry.example/ca.crt
            status 1, saved nothing
            """
        ),
        Situation(
            "basic",
            before: "export SSL_CERT_FILE=/nowhere/ca.pem",
            """
            docker-creds: cannot trust https://registry.example: its certificate is signed by an unknown authority
              If you trust the authority of its certificate, copy that to ~/.config/containers/certs.d/registry.example/ca.crt
              Correct SSL_CERT_FILE: it names /nowhere/ca.pem, which does not exist
            status 1, saved nothing
            """
        ),
        Situation(
            "basic on port 5000",
            login: "registry.example:5000",
            before:
                "unset SSL_CERT_FILE; mkdir -p .config/containers/certs.d/registry.example:5000; cp ca.pem .config/containers/certs.d/registry.example:5000",
            """
            docker-creds: cannot trust https://registry.example:5000: its certificate is signed by an unknown authority
              Rename ~/.config/containers/certs.d/registry.example:5000/ca.pem to *.crt: a file of another name is not read
              If you trust the authority of its certificate, copy that to ~/.config/containers/certs.d/registry.example:5000/ca.crt
            status 1, saved nothing
            """
        ),
        Situation(
            "basic",
            before: "export HTTPS_PROXY=http://down.example:3128",
            """
            docker-creds: cannot reach https://registry.example through the proxy http://down.example:3128: connection refused
              Check the proxy variables, or name the host in NO_PROXY
            status 1, saved nothing
            """
        ),
        Situation(
            "basic",
            before: "export HTTPS_PROXY=http://none.invalid:3128",
            """
            docker-creds: cannot reach https://registry.example through the proxy http://none.invalid:3128: host name not found
              Check the proxy variables, or name the host in NO_PROXY
            status 1, saved nothing
            """
        ),
        Situation(
            "proxy 407",
            before: "export HTTPS_PROXY=http://proxy.example:3128",
            """
            docker-creds: cannot reach https://registry.example through the proxy http://proxy.example:3128: it rejected the user name and password (407)
              Check the proxy variables, or name the host in NO_PROXY
            status 1, saved nothing
            CONNECT http:3128registry.example:443
            """
        ),
        Situation(
            "proxy 503",
            before: "export HTTPS_PROXY=http://proxy.example:3128",
            """
            docker-creds: cannot reach https://registry.example through the proxy http://proxy.example:3128: it refused the connection (status 503)
              Check the proxy variables, or name the host in NO_PROXY
            status 1, saved nothing
            CONNECT http:3128registry.example:443
            """
        ),
    ]
    @Test(arguments: plainHTTP) func `an error at a registry without TLS names the option for it`(situation: Situation)
        throws
    { try situation.check() }

    @Test(arguments: loopback) func `a loopback registry is found with and without TLS`(situation: Situation) throws {
        try situation.check()
    }

    @Test(arguments: trustAndProxies) func `trusted roots count, and a failing proxy is named`(situation: Situation)
        throws
    { try situation.check() }
}
#endif
