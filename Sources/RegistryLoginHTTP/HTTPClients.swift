#if HTTPClient
internal import AsyncHTTPClient
internal import HelperProtocol
internal import NIOCore
internal import NIOSSL
internal import RegistryCredentials
internal import RegistryLogin

/// The clients of a transport: one for each proxy and one for none, since a client has one proxy for all its requests.
actor HTTPClients {
    private let certificates: CertificateDirectories
    private let proxies: ProxySettings
    private var clients: [(proxy: HTTPProxy?, client: HTTPClient)] = []
    private var configurations: [HTTPOrigin: TLSConfiguration] = [:]
    private var isShutDown = false

    init(certificates: CertificateDirectories, proxies: ProxySettings) {
        self.certificates = certificates
        self.proxies = proxies
    }

    /// The client for a server, and the TLS that the server is spoken to with.
    ///
    /// - Parameter origin: The server.
    /// - Returns: The client, and the configuration; nil for plain HTTP.
    /// - Throws: `HTTPTransportError` if the certificates or the proxy cannot be used, or after ``shutdown()``.
    func client(for origin: HTTPOrigin) throws -> (HTTPClient, TLSConfiguration?) {
        guard !isShutDown else { throw HTTPTransportError(.failed, "the transport is shut down") }
        let tls = origin.isSecure ? try configuration(for: origin) : nil
        let proxy = try proxies.proxy(for: origin)
        if let known = clients.first(where: { $0.proxy == proxy }) { return (known.client, tls) }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: try Self.configuration(with: proxy))
        clients.append((proxy, client))
        return (client, tls)
    }

    func shutdown() async {
        isShutDown = true
        let all = clients
        clients = []
        // It fails only for a client that is shut down already.
        for (_, client) in all { try? await client.shutdown() }
    }

    private static func configuration(with proxy: HTTPProxy?) throws(HTTPTransportError) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.httpVersion = .automatic
        configuration.timeout.connect = .seconds(10)
        // A port that nobody listens at is told at once, and not asked again until the time is over.
        configuration.connectionPool.retryConnectionEstablishment = false
        // Spans would carry addresses with their queries.
        configuration.tracing.tracer = nil
        if let proxy {
            guard !proxy.origin.isSecure else {
                throw HTTPTransportError(
                    .failed,
                    "the proxy \(proxy.origin) is reached over TLS, which is not supported"
                )
            }
            let authorization = proxy.username.map { username in
                HTTPClient.Authorization.basic(username: username, password: proxy.password?.revealed ?? "")
            }
            configuration.proxy = .server(
                host: proxy.origin.host,
                port: Int(proxy.origin.port),
                authorization: authorization
            )
        }
        return configuration
    }

    private func configuration(for origin: HTTPOrigin) throws -> TLSConfiguration {
        if let known = configurations[origin] { return known }
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.minimumTLSVersion = .tlsv12
        let found: RegistryCertificates
        do {
            found = try certificates.certificates(for: ServerAddress(origin.description))
        } catch {
            // Both kinds of error name files and hosts, and nothing else.
            throw HTTPTransportError(.failed, "\(error)")
        }
        if !found.trustRoots.isEmpty {
            tls.additionalTrustRoots = [.certificates(try found.trustRoots.flatMap(Self.certificates))]
        }
        if let own = found.clients.first {
            tls.certificateChain = try Self.certificates(own.certificate).map { .certificate($0) }
            tls.privateKey = .privateKey(
                try Self.load(own.key, "private key") { try NIOSSLPrivateKey(file: $0, format: .pem) }
            )
        }
        configurations[origin] = tls
        return tls
    }

    private static func certificates(_ path: String) throws(HTTPTransportError) -> [NIOSSLCertificate] {
        try load(path, "certificate") { try NIOSSLCertificate.fromPEMFile($0) }
    }

    private static func load<Value>(
        _ path: String,
        _ kind: String,
        _ read: (String) throws -> Value
    ) throws(HTTPTransportError) -> Value {
        do {
            return try read(path)
        } catch {
            throw HTTPTransportError(.failed, "the \(kind) \(path) cannot be read: it should be a PEM file")
        }
    }
}
#endif
