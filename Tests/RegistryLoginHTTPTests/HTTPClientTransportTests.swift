#if HTTPClient
import HTTPTypes
import HelperProtocol
import NIOHTTP1
import RegistryCredentials
import RegistryLogin
import RegistryLoginHTTP
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15)))
struct HTTPClientTransportTests {
    func send(
        _ request: HTTPRequest,
        body: [UInt8] = [],
        limit: Int = 1000,
        certificates: CertificateDirectories = CertificateDirectories([]),
        proxies: ProxySettings = .none
    ) async throws -> HTTPReply {
        try await HTTPClientTransport.withTransport(certificates: certificates, proxies: proxies) { transport in
            try await transport.send(request, body: body, maximumBodySize: limit)
        }
    }

    func request(_ server: LoopbackServer, _ scheme: String = "http", _ path: String = "/v2/?a=b%20c") -> HTTPRequest {
        HTTPRequest(method: .get, scheme: scheme, authority: "127.0.0.1:\(server.port)", path: path)
    }

    // MARK: Requests

    @Test func `requests and responses are transferred unchanged`() async throws {
        let server = try await LoopbackServer.start { head, body in
            .init(
                status: .unauthorized,
                headers: ["WWW-Authenticate": "Basic", "www-authenticate": "Bearer"],
                body: "got \(body)"
            )
        }
        var put = request(server)
        put.method = .put
        put.headerFields[.authorization] = "Basic abc"
        let reply = try await send(put, body: Array("manifest".utf8))
        #expect(reply.head.status == .unauthorized)
        #expect(reply.head.headerFields[values: .wwwAuthenticate] == ["Basic", "Bearer"])
        #expect(String(decoding: reply.body, as: UTF8.self) == "got manifest")
        let head = try #require(server.requests.first)
        #expect(head.uri == "/v2/?a=b%20c")
        #expect(head.method == .PUT)
        #expect(head.headers["Authorization"] == ["Basic abc"])
        #expect(head.headers["User-Agent"] == ["swift-docker-credentials"])
        await server.stop()
    }

    @Test func `redirects are not followed and cookies are not kept`() async throws {
        let server = try await LoopbackServer.start { _, _ in
            .init(status: .found, headers: ["Location": "/elsewhere", "Set-Cookie": "a=b"])
        }
        try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([])) { transport in
            for _ in 0..<2 {
                let reply = try await transport.send(request(server), body: [], maximumBodySize: 10)
                #expect(reply.head.status == .found)
            }
        }
        #expect(server.requests.map(\.uri) == ["/v2/?a=b%20c", "/v2/?a=b%20c"])
        #expect(server.requests.allSatisfy { !$0.headers.contains(name: "Cookie") })
        await server.stop()
    }

    @Test(arguments: [(0, true), (9, true), (10, false), (11, false)])
    func `a body over the limit is truncated and marked`(limit: Int, isTruncated: Bool) async throws {
        let server = try await LoopbackServer.start { _, _ in .init(body: "0123456789") }
        let reply = try await send(request(server), limit: limit)
        #expect(reply.isTruncated == isTruncated)
        #expect(reply.body == Array("0123456789".utf8.prefix(limit)))
        await server.stop()
    }

    @Test func `a cancelled request ends at once`() async throws {
        let server = try await LoopbackServer.start { _, _ in .init(isSent: false) }
        let slow = request(server)
        let task = Task { try await send(slow) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        await server.stop()
    }

    @Test func `a port without a listener is reported immediately`() async throws {
        let server = try await LoopbackServer.start { _, _ in .init() }
        let gone = request(server)
        await server.stop()
        let error = try await #require(throws: HTTPTransportError.self) { try await send(gone) }
        #expect(error.code == .connectionRefused)
        // A transport that retries until the time limit would throw another error.
        #expect(error.message == "connection refused")
    }

    @Test(arguments: ["@evil.example/", "evil", "?a", "//evil.example/"])
    func `a path does not change the host`(path: String) async throws {
        let server = try await LoopbackServer.start { _, _ in .init() }
        let odd = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(server.port)", path: path)
        if path.hasPrefix("/") {
            _ = try await send(odd)
            #expect(server.requests.map(\.uri) == [path])
        } else {
            await #expect(throws: HTTPTransportError.self) { try await send(odd) }
            #expect(server.requests.isEmpty)
        }
        await server.stop()
    }

    @Test func `a transport that was shut down sends nothing`() async throws {
        let transport = HTTPClientTransport(certificates: CertificateDirectories([]))
        transport.shutdown()
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:1", path: "/")
        let error = try await #require(throws: HTTPTransportError.self) {
            try await transport.send(request, body: [], maximumBodySize: 1)
        }
        #expect(error.message.contains("shut down"))
    }

    // MARK: TLS

    @Test(.requires("openssl"))
    func `an authority in the certificate directory is trusted for that registry only`() async throws {
        let authority = try TestAuthority()
        let server = try await LoopbackServer.start(tls: authority.server()) { _, _ in .init(body: "{}") }
        let name = "127.0.0.1:\(server.port)"
        let trusted = try authority.certificates(for: name, ["ca.crt": "ca.pem"])
        let reply = try await send(request(server, "https"), certificates: CertificateDirectories([trusted]))
        #expect(reply.head.status == .ok)

        let elsewhere = try authority.certificates(for: "127.0.0.1:1", ["ca.crt": "ca.pem"])
        for directories in [[], [elsewhere]] {
            let error = try await #require(throws: HTTPTransportError.self) {
                try await send(request(server, "https"), certificates: CertificateDirectories(directories))
            }
            #expect(error.code == .insecure)
            #expect(error.message == "its certificate is signed by an unknown authority")
        }
        #expect(server.requests.count == 1)
        await server.stop()
    }

    @Test(.requires("openssl"))
    func `a certificate for another host is rejected`() async throws {
        let authority = try TestAuthority()
        let server = try await LoopbackServer.start(tls: authority.server("other")) { _, _ in .init() }
        let trusted = try authority.certificates(for: "127.0.0.1:\(server.port)", ["ca.crt": "ca.pem"])
        let error = try await #require(throws: HTTPTransportError.self) {
            try await send(request(server, "https"), certificates: CertificateDirectories([trusted]))
        }
        #expect(error.code == .insecure)
        #expect(server.requests.isEmpty)
        await server.stop()
    }

    @Test(.requires("openssl"))
    func `a configured client certificate is sent`() async throws {
        let authority = try TestAuthority()
        let server = try await LoopbackServer.start(tls: authority.server(wantsClient: true)) { _, _ in .init() }
        let name = "127.0.0.1:\(server.port)"
        let files = ["ca.crt": "ca.pem", "client.cert": "client.pem", "client.key": "client.key"]
        let whole = try authority.certificates(for: name, files)
        let reply = try await send(request(server, "https"), certificates: CertificateDirectories([whole]))
        #expect(reply.head.status == .ok)

        let bare = try authority.certificates(for: name, ["ca.crt": "ca.pem"])
        await #expect(throws: HTTPTransportError.self) {
            try await send(request(server, "https"), certificates: CertificateDirectories([bare]))
        }
        #expect(server.requests.count == 1)
        await server.stop()
    }

    @Test(
        .requires("openssl"),
        arguments: [
            (["ca.crt": "ca.pem", "client.cert": "client.pem"], "client.key"),
            (["client.key": "client.key"], "client.cert"),
            (["ca.crt": "ca.key"], "ca.crt"),
            (["ca.crt": "server.ext"], "ca.crt"),
            (["client.cert": "client.pem", "client.key": "client.csr"], "client.key"),
        ]
    )
    func `an unusable certificate is an error that names the file, before any request`(
        files: [String: String],
        named: String
    ) async throws {
        let authority = try TestAuthority()
        let directories = CertificateDirectories([try authority.certificates(for: "127.0.0.1:1", files)])
        let request = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:1", path: "/")
        let error = try await #require(throws: HTTPTransportError.self) {
            try await send(request, certificates: directories)
        }
        #expect(error.code == .failed)
        #expect(error.message.contains("/127.0.0.1:1/\(named)"))
    }

    @Test func `a server without TLS is reported as such`() async throws {
        let server = try await LoopbackServer.start { _, _ in .init() }
        let error = try await #require(throws: HTTPTransportError.self) { try await send(request(server, "https")) }
        #expect(error.code == .noTLS)
        #expect(server.requests.isEmpty)
        await server.stop()
    }

    // MARK: Proxies

    @Test func `https uses a tunnel, with the proxy's password`() async throws {
        let proxy = try await LoopbackServer.start { _, _ in .init(status: .badGateway) }
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://ann:pw@127.0.0.1:\(proxy.port)"])
        let request = HTTPRequest(method: .get, scheme: "https", authority: "registry.example", path: "/v2/?secret")
        let error = try await #require(throws: HTTPTransportError.self) { try await send(request, proxies: settings) }
        #expect(error.code == .unreachable && error.proxy?.port == UInt16(proxy.port))
        #expect(error.message == "it refused the connection (status 502)")
        #expect(proxy.requests.map { "\($0.method) \($0.uri)" } == ["CONNECT registry.example:443"])
        #expect(proxy.requests.first?.headers["Proxy-Authorization"] == ["Basic YW5uOnB3"])
        await proxy.stop()
    }

    /// docker's engine and skopeo, which use Go's client, send the same request line.
    @Test(arguments: [
        ("registry.example", "Host: registry.example"), ("registry.example:5000", "Host: registry.example:5000"),
    ])
    func `a plain HTTP request sends the proxy the absolute address`(authority: String, host: String) async throws {
        let proxy = try await LoopbackServer.start { _, _ in .init(body: "from the proxy") }
        let settings = ProxySettings(environment: ["HTTP_PROXY": "http://ann:pw@127.0.0.1:\(proxy.port)"])
        let request = HTTPRequest(method: .get, scheme: "http", authority: authority, path: "/v2/?a=b%20c")
        let reply = try await send(request, proxies: settings)
        #expect(String(decoding: reply.body, as: UTF8.self) == "from the proxy")
        let head = try #require(proxy.requests.first)
        #expect("\(head.method) \(head.uri)" == "GET http://\(authority)/v2/?a=b%20c")
        #expect("Host: \(head.headers["Host"].joined())" == host)
        #expect(head.headers["Proxy-Authorization"] == ["Basic YW5uOnB3"])
        await proxy.stop()
    }

    @Test func `a proxy that refuses is an error, and the server is not contacted directly`() async throws {
        let proxy = try await LoopbackServer.start { _, _ in .init(status: .proxyAuthenticationRequired) }
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])
        let request = HTTPRequest(method: .get, scheme: "https", authority: "registry.example", path: "/v2/")
        let error = try await #require(throws: HTTPTransportError.self) { try await send(request, proxies: settings) }
        #expect(error.code == .unreachable)
        #expect(proxy.requests.map(\.method) == [.CONNECT])
        await proxy.stop()
    }

    @Test func `a proxy with an https address is an error`() async throws {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "https://proxy.example"])
        let request = HTTPRequest(method: .get, scheme: "https", authority: "registry.example", path: "/v2/")
        let error = try await #require(throws: HTTPTransportError.self) { try await send(request, proxies: settings) }
        #expect(error.code == .unreachable && "\(error.proxy.map(\.description) ?? "")" == "https://proxy.example")
    }

    // MARK: Logging in

    @Test func `a login over the transport accepts the valid password and rejects a wrong one`() async throws {
        let server = try await LoopbackServer.start { head, _ in
            head.headers["Authorization"] == ["Basic YW5uOnB3"]
                ? .init(body: "{}") : .init(status: .unauthorized, headers: ["WWW-Authenticate": "Basic realm=x"])
        }
        try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([])) { transport in
            var options = LoginOptions()
            options.plainHTTP = .loopback
            options.authentication.timeout = .seconds(600)
            let service = LoginService(transport: transport, options: options)
            let address = try ServerAddress("127.0.0.1:\(server.port)")
            let right = Credential.password(username: "ann", password: Secret("pw"))
            #expect(try await service.verify(right, for: address).verdict == .accepted)
            let wrong = Credential.password(username: "ann", password: Secret("no"))
            let error = try await #require(throws: LoginError.self) { try await service.verify(wrong, for: address) }
            #expect(error.code == .rejected)
        }
        await server.stop()
    }
}
#endif
