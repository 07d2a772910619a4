#if HTTPClient
import Foundation
import HTTPTypes
import HelperProtocol
import RegistryCredentials
import RegistryLogin
import RegistryLoginHTTP
import TestSupport
import Testing

/// Servers that stop answering in each phase of a request, and floods.
///
/// No test measures time. A phase that ignores the caller's limit would last as long as the server,
/// and end at the limit of the suite. Against a server that accepts the connection and is mute, docker 28.2 waits for 10
/// seconds in the handshake and 15 after it, skopeo 1.9 for twice 10, and after the handshake without limit.
@Suite(.timeLimit(.minutes(15)))
struct TransportPhaseTests {
    enum Phase: CaseIterable { case connect, proxy, tlsThroughProxy, tls, header, body }

    /// An address and a transport for which a request stops in this phase.
    struct Trap {
        var request: HTTPRequest
        var proxies = ProxySettings.none
        var stop: () async -> Void
    }

    static func request(_ scheme: String, _ port: Int) -> HTTPRequest {
        HTTPRequest(method: .get, scheme: scheme, authority: "127.0.0.1:\(port)", path: "/v2/")
    }

    func trap(_ phase: Phase) async throws -> Trap {
        switch phase {
        case .connect:
            let queue = try FullQueue()
            return Trap(request: Self.request("http", queue.port)) { withExtendedLifetime(queue) {} }
        case .proxy, .tlsThroughProxy:
            // The proxy opens the tunnel or sends nothing, and then stays silent.
            let greeting = phase == .proxy ? "" : "HTTP/1.1 200 Connection established\r\n\r\n"
            let proxy = try await RawServer.start(greeting: greeting)
            let request = HTTPRequest(method: .get, scheme: "https", authority: "registry.example", path: "/v2/")
            let proxies = ProxySettings(environment: ["HTTPS_PROXY": "http://127.0.0.1:\(proxy.port)"])
            return Trap(request: request, proxies: proxies) { await proxy.stop() }
        case .tls, .header, .body:
            let greeting = phase == .body ? "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc" : ""
            let server = try await RawServer.start(greeting: greeting)
            return Trap(request: Self.request(phase == .tls ? "https" : "http", server.port)) { await server.stop() }
        }
    }

    @Test(arguments: Phase.allCases) func `every phase ends at the caller's time limit`(phase: Phase) async throws {
        let trap = try await trap(phase)
        let origin = try #require(HTTPOrigin(trap.request))
        var options = LoginOptions()
        options.plainHTTP = .always
        options.authentication.timeout = .milliseconds(300)
        let error = try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories([]),
            proxies: trap.proxies
        ) { [options] transport in
            await #expect(throws: LoginError.self) {
                try await LoginService(transport: transport, options: options).verify(
                    .password(username: "ann", password: Secret("pw")),
                    for: ServerAddress(origin.description)
                )
            }
        }
        #expect(error?.code == .timedOut)
        #expect(error?.message == "cannot reach \(origin): timed out after 0.3 seconds")
        await trap.stop()
    }

    @Test(arguments: Phase.allCases) func `cancelling ends every phase`(phase: Phase) async throws {
        let trap = try await trap(phase)
        let (request, proxies) = (trap.request, trap.proxies)
        let task = Task {
            try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([]), proxies: proxies) {
                try await $0.send(request, body: [], maximumBodySize: 100)
            }
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        await trap.stop()
    }

    @Test(arguments: Phase.allCases) func `shutting down ends every phase`(phase: Phase) async throws {
        let trap = try await trap(phase)
        let (request, proxies) = (trap.request, trap.proxies)
        let transport = HTTPClientTransport(certificates: CertificateDirectories([]), proxies: proxies)
        let task = Task { try await transport.send(request, body: [], maximumBodySize: 100) }
        try await Task.sleep(for: .milliseconds(100))
        transport.shutdown()
        await #expect(throws: HTTPTransportError.self) { _ = try await task.value }
        await trap.stop()
    }

    @Test(.requires("openssl")) func `a peer that never ends TLS does not hold the socket`() async throws {
        let authority = try TestAuthority()
        let server = try await RawServer.start(
            tls: authority.server(),
            greeting: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        )
        let directory = try authority.certificates(for: "127.0.0.1:\(server.port)", ["ca.crt": "ca.pem"])
        let reply = try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([directory])) {
            try await $0.send(Self.request("https", server.port), body: [], maximumBodySize: 100)
        }
        #expect(reply.head.status == .ok)
        while server.open > 0 { try await Task.sleep(for: .milliseconds(5)) }
        await server.stop()
    }

    // MARK: Floods

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n", "X-Flood: \(String(repeating: "a", count: 900))\r\n"),
        ("HTTP/1.1 200 OK\r\nX: ", String(repeating: "a", count: 1000)),
        ("", "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;", String(repeating: "x", count: 1000)),
        (
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
            "X-Trailer: \(String(repeating: "a", count: 900))\r\n"
        ),
    ])
    func `a response that never begins or ends is an error`(greeting: String, flood: String) async throws {
        let server = try await RawServer.start(greeting: greeting, flood: String(repeating: flood, count: 30))
        await #expect(throws: HTTPTransportError.self) {
            try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([])) {
                _ = try await $0.send(Self.request("http", server.port), body: [], maximumBodySize: 1000)
            }
        }
        await server.stop()
    }

    @Test func `a body that never ends is cut at the limit`() async throws {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        let server = try await RawServer.start(greeting: head, flood: String(repeating: "4\r\nbody\r\n", count: 500))
        let reply = try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([])) {
            try await $0.send(Self.request("http", server.port), body: [], maximumBodySize: 100_000)
        }
        #expect(reply.isTruncated && reply.body.count == 100_000)
        await server.stop()
    }

    /// HTTP/2 is not offered, so floods of PING, SETTINGS and CONTINUATION frames are invalid HTTP/1.1.
    @Test(
        .requires("openssl"),
        arguments: [
            "\u{0}\u{0}\u{8}\u{6}\u{0}\u{0}\u{0}\u{0}\u{0}12345678", "\u{0}\u{0}\u{0}\u{4}\u{0}\u{0}\u{0}\u{0}\u{0}",
        ]
    )
    func `HTTP2 frames are not a response`(frame: String) async throws {
        let authority = try TestAuthority()
        let server = try await RawServer.start(
            tls: authority.server(protocols: ["h2", "http/1.1"]),
            flood: String(repeating: frame, count: 100)
        )
        let directory = try authority.certificates(for: "127.0.0.1:\(server.port)", ["ca.crt": "ca.pem"])
        let error = try await #require(throws: HTTPTransportError.self) {
            try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([directory])) {
                _ = try await $0.send(Self.request("https", server.port), body: [], maximumBodySize: 100)
            }
        }
        #expect(error.message == "the response is not HTTP")
        await server.stop()
    }

    @Test(.requires("openssl")) func `a server that prefers HTTP2 gets HTTP1`() async throws {
        let authority = try TestAuthority()
        let server = try await LoopbackServer.start(tls: authority.server(protocols: ["h2"])) { _, _ in .init() }
        let directory = try authority.certificates(for: "127.0.0.1:\(server.port)", ["ca.crt": "ca.pem"])
        let outcome: HTTPReply? = try await HTTPClientTransport.withTransport(
            certificates: CertificateDirectories([directory])
        ) {
            try await $0.send(Self.request("https", server.port), body: [], maximumBodySize: 100)
        }
        // NIO's server continues without a common protocol, and the client then uses HTTP/1.1.
        #expect(outcome?.head.status == .ok)
        await server.stop()
    }
}

/// A port with a full backlog, which neither accepts nor refuses another connection.
private final class FullQueue {
    let port: Int
    private var sockets: [Int32] = []

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                _ = unsafe bind(listener, name, length)
                _ = listen(listener, 0)
                _ = unsafe getsockname(listener, name, &length)
            }
        }
        port = Int(UInt16(bigEndian: address.sin_port))
        sockets = [listener]
        for _ in 0..<4 {
            let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
            sockets.append(client)
            unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = unsafe connect(client, $0, length)
                }
            }
        }
    }

    deinit { for socket in sockets { close(socket) } }
}
#endif
