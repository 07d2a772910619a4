#if HTTPClient
import Foundation
import HTTPTypes
import HelperProtocol
import NIOHTTP1
import RegistryCredentials
import RegistryLogin
import RegistryLoginHTTP
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The trusted certificates, and the errors for others.
///
/// `SSL_CERT_FILE=ca.pem skopeo login` accepts this private authority, and reports "x509: certificate signed by unknown
/// authority" otherwise. docker does not check the certificate of a loopback registry.
@Suite(.requires("openssl"), .timeLimit(.minutes(15)))
struct TrustTests {
    let authority: TestAuthority

    init() throws { authority = try TestAuthority() }

    func get(
        _ server: LoopbackServer,
        onBehalfOf registry: HTTPOrigin? = nil,
        _ certificates: CertificateDirectories = CertificateDirectories([]),
        _ trustRoots: SystemTrustRoots = .system
    ) async throws -> HTTPReply {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:\(server.port)", path: "/v2/")
        return try await HTTPClientTransport.withTransport(
            certificates: certificates,
            proxies: .none,
            trustRoots: trustRoots
        ) {
            try await $0.send(request, body: [], maximumBodySize: 100, onBehalfOf: registry)
        }
    }

    // MARK: SSL_CERT_FILE and SSL_CERT_DIR

    @Test(arguments: [
        (["SSL_CERT_FILE": "ca.pem"], true), (["SSL_CERT_DIR": "roots"], true), (["SSL_CERT_DIR": "empty:roots"], true),
        (["SSL_CERT_FILE": "ca.pem", "SSL_CERT_DIR": "empty"], true),
        (["SSL_CERT_FILE": "missing.pem", "SSL_CERT_DIR": "roots"], true),
        (["SSL_CERT_DIR": "empty"], false), (["SSL_CERT_FILE": "missing.pem"], false), ([:], false),
        (["SSL_CERT_FILE": ""], false), (["SSL_CERT_FILE": "server.ext"], false),
    ])
    func `SSL_CERT_FILE and SSL_CERT_DIR work as in Go programs`(
        variables: [String: String],
        isTrusted: Bool
    ) async throws {
        try authority.shell("mkdir -p roots empty; cp ca.pem roots/any-name; echo junk > roots/junk")
        let environment = variables.mapValues { value in
            value.split(separator: ":").map { authority.path(String($0)) }.joined(separator: ":")
        }
        let server = try await LoopbackServer.start(tls: authority.server()) { _, _ in .init() }
        let roots = SystemTrustRoots(environment: environment)
        if isTrusted {
            #expect(try await get(server, CertificateDirectories([]), roots).head.status == .ok)
        } else {
            let error = await #expect(throws: HTTPTransportError.self) {
                try await get(server, CertificateDirectories([]), roots)
            }
            #expect(error?.code == .insecure)
            let isMissing = variables["SSL_CERT_FILE"] == "missing.pem"
            #expect(error?.advice.contains { $0.contains("SSL_CERT_FILE") } == isMissing)
        }
        await server.stop()
    }

    @Test(arguments: ["SSL_CERT_FILE", "SSL_CERT_DIR"])
    func `the variables may hold paths that are not UTF-8`(variable: String) async throws {
        let isFile = variable == "SSL_CERT_FILE"
        try authority.shell(
            "odd=caf$(printf '\\351'); if \(isFile); then cp ca.pem $odd; else mkdir $odd; cp ca.pem $odd/any; fi"
        )
        let path = try #require(FilePath(bytes: Array(authority.path("caf").utf8) + [0xE9]))
        let server = try await LoopbackServer.start(tls: authority.server()) { _, _ in .init() }
        let roots = SystemTrustRoots(in: ProcessEnvironment([:]).replacing(variable, with: path))
        #expect(try await get(server, CertificateDirectories([]), roots).head.status == .ok)
        await server.stop()
    }

    // MARK: certs.d

    /// docker 28.2 and skopeo 1.9 wait for a writer of such a pipe without limit.
    @Test(arguments: ["ca.crt", "client.cert", "client.key"], ["mkfifo", "mkdir", "ln -s /dev/zero"])
    func `a pipe, a directory or a device in certs.d is an error at once`(name: String, make: String) async throws {
        let files = ["client.cert": "client.pem", "client.key": "client.key"].filter { $0.key != name }
        let directory = try authority.certificates(
            for: "127.0.0.1:1",
            name == "ca.crt" ? ["any.crt": "ca.pem"] : files
        )
        try authority.shell("\(make) '\(directory)/127.0.0.1:1/\(name)'")
        let request = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:1", path: "/")
        let error = try await #require(throws: HTTPTransportError.self) {
            try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([directory])) {
                _ = try await $0.send(request, body: [], maximumBodySize: 1)
            }
        }
        #expect(error.code == .failed && error.message.contains("/127.0.0.1:1/\(name): it is "))
    }

    @Test func `the advice names the missing directory, and a file whose name is ignored`() async throws {
        let server = try await LoopbackServer.start(tls: authority.server()) { _, _ in .init() }
        let name = "127.0.0.1:\(server.port)"
        let missing = CertificateDirectories([authority.path("none"), authority.path("other")])
        let first = try await #require(throws: HTTPTransportError.self) { try await get(server, missing) }
        #expect(
            first.advice == [
                "If you trust the authority of its certificate, copy that to \(authority.path("none"))/\(name)/ca.crt"
            ]
        )
        let directory = try authority.certificates(for: name, ["ca.pem": "ca.pem"])
        let second = try await #require(throws: HTTPTransportError.self) {
            try await get(server, CertificateDirectories([directory]))
        }
        #expect(
            second.advice == [
                "Rename \(directory)/\(name)/ca.pem to *.crt: a file of another name is not read",
                "If you trust the authority of its certificate, copy that to \(directory)/\(name)/ca.crt",
            ]
        )
        await server.stop()
    }

    // MARK: The token server of a registry

    /// docker and skopeo use one TLS configuration for the registry and its token server.
    @Test
    func `a token server is trusted by the registry's authority and gets no client certificate`()
        async throws
    {
        let tokens = try await LoopbackServer.start(tls: authority.server()) { _, _ in .init() }
        let strict = try await LoopbackServer.start(tls: authority.server(wantsClient: true)) { _, _ in .init() }
        let registry = try #require(HTTPOrigin(scheme: "https", host: "registry.example", port: 5000))
        let files = ["ca.crt": "ca.pem", "client.cert": "client.pem", "client.key": "client.key"]
        let directories = CertificateDirectories([try authority.certificates(for: "registry.example:5000", files)])
        #expect(try await get(tokens, onBehalfOf: registry, directories).head.status == .ok)

        let other = try #require(HTTPOrigin(scheme: "https", host: "registry.example", port: 5001))
        for stranger in [nil, other] {
            let error = await #expect(throws: HTTPTransportError.self) {
                try await get(tokens, onBehalfOf: stranger, directories)
            }
            #expect(error?.advice.joined().contains("127.0.0.1:\(tokens.port)") == true)
        }
        await #expect(throws: HTTPTransportError.self) { try await get(strict, onBehalfOf: registry, directories) }
        #expect(strict.requests.isEmpty)
        await tokens.stop()
        await strict.stop()
    }

    @Test func `a login trusts a token server of the same private authority on another port`() async throws {
        let basic = "Basic YW5uOnB3"
        let tokens = try await LoopbackServer.start(tls: authority.server()) { head, _ in
            head.headers["Authorization"] == [basic] ? .init(body: #"{"token":"t"}"#) : .init(status: .unauthorized)
        }
        let challenge = "Bearer realm=\"https://127.0.0.1:\(tokens.port)/token\""
        let server = try await LoopbackServer.start(tls: authority.server()) { head, _ in
            head.headers["Authorization"] == ["Bearer t"]
                ? .init(body: "{}") : .init(status: .unauthorized, headers: ["WWW-Authenticate": challenge])
        }
        let name = "127.0.0.1:\(server.port)"
        let directories = CertificateDirectories([try authority.certificates(for: name, ["ca.crt": "ca.pem"])])
        var options = LoginOptions()
        options.authentication.timeout = .seconds(600)
        let outcome = try await HTTPClientTransport.withTransport(certificates: directories, proxies: .none) {
            [options] transport in
            try await LoginService(transport: transport, options: options).verify(
                .password(username: "ann", password: Secret("pw")),
                for: ServerAddress("https://\(name)")
            )
        }
        #expect(outcome.verdict == .accepted)
        await server.stop()
        await tokens.stop()
    }

    // MARK: Proxies

    @Test(arguments: [
        ("", "connection refused"), ("HTTP/1.1 407 No\r\n\r\n", "it rejected the user name and password (407)"),
        ("HTTP/1.1 503 No\r\n\r\n", "it refused the connection (status 503)"),
        ("SSH-2.0-x\r\n\r\n", "its answer is not HTTP"),
        ("HTTP/1.1 200 OK\r\n\r\nmore", "it refused the connection (status 200)"),
    ])
    func `the error of a failing proxy names the proxy`(greeting: String, reason: String) async throws {
        let proxy = try await RawServer.start(greeting: greeting)
        let address = "http://127.0.0.1:\(proxy.port)"
        if greeting.isEmpty { await proxy.stop() }
        var options = LoginOptions()
        options.authentication.timeout = .seconds(600)
        let error = try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories([]),
            proxies: ProxySettings(environment: ["HTTPS_PROXY": address])
        ) { [options] transport in
            try await #require(throws: LoginError.self) {
                try await LoginService(transport: transport, options: options).verify(
                    .password(username: "ann", password: Secret("pw")),
                    for: ServerAddress("registry.example")
                )
            }
        }
        #expect(error.code == .unreachable)
        #expect(error.message == "cannot reach https://registry.example through the proxy \(address): \(reason)")
        await proxy.stop()
    }

    @Test func `the error of an unknown proxy names the proxy`() async throws {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://proxy.invalid:3128"])
        let request = HTTPRequest(method: .get, scheme: "https", authority: "registry.example", path: "/v2/")
        let error = try await #require(throws: HTTPTransportError.self) {
            try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([]), proxies: settings) {
                _ = try await $0.send(request, body: [], maximumBodySize: 1)
            }
        }
        #expect(error.message == "host name not found" && error.proxy?.host == "proxy.invalid")
    }

    // MARK: Addresses

    @Test(arguments: ["/token?a={b|c}&d=%zz", "/token?service=a%2Fb", "/a//b/%2e%2e/c?\"<>^`"])
    func `the bytes of a path are sent unchanged`(path: String) async throws {
        let server = try await LoopbackServer.start { _, _ in .init() }
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(server.port)", path: path)
        _ = try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([]), proxies: .none) {
            try await $0.send(request, body: [], maximumBodySize: 1)
        }
        #expect(server.requests.map(\.uri) == [path])
        await server.stop()
    }
}
#endif
