#if HTTPClient
internal import HelperProtocol
internal import NIOSSL
internal import RegistryCredentials
internal import RegistryLogin
internal import SystemPackage
internal import SystemSupport

/// How a server is reached: directly or through a proxy, and with which TLS settings.
struct ConnectionRoute: Sendable {
    /// The requests that can share a connection: those to one server that trust the authorities of one registry.
    struct Key: Hashable, Sendable {
        let origin: HTTPOrigin
        let registry: HTTPOrigin?
    }

    let key: Key
    let proxy: HTTPProxy?
    /// Nil for plain HTTP.
    let tls: NIOSSLContext?
    /// The advice for a certificate that is not trusted.
    let certificateAdvice: [String]

    var origin: HTTPOrigin { key.origin }
}

/// Determines the route to each server, and reads its certificates once.
actor ConnectionRoutes {
    /// The size limit of a certificate file in bytes, larger than the system's list of all authorities.
    private static let certificateLimit = 16 << 20

    private let certificates: CertificateDirectories
    private let proxies: ProxySettings
    private let trustRoots: SystemTrustRoots
    private var contexts: [ConnectionRoute.Key: (context: NIOSSLContext, advice: [String])] = [:]

    init(certificates: CertificateDirectories, proxies: ProxySettings, trustRoots: SystemTrustRoots) {
        self.certificates = certificates
        self.proxies = proxies
        self.trustRoots = trustRoots
    }

    /// Returns the route to a server, which may be the token server of a registry.
    ///
    /// - Throws: `HTTPTransportError` if the certificates or the proxy cannot be used.
    func route(to origin: HTTPOrigin, onBehalfOf registry: HTTPOrigin?) throws -> ConnectionRoute {
        let key = ConnectionRoute.Key(origin: origin, registry: registry == origin ? nil : registry)
        let proxy = try proxies.proxy(for: origin)
        if let proxy, proxy.origin.isSecure {
            throw HTTPTransportError(
                .unreachable,
                "a proxy that is itself reached by https is not supported",
                proxy: proxy.origin
            )
        }
        guard origin.isSecure else { return ConnectionRoute(key: key, proxy: proxy, tls: nil, certificateAdvice: []) }
        let (context, advice) = try context(for: key)
        return ConnectionRoute(key: key, proxy: proxy, tls: context, certificateAdvice: advice)
    }

    private func context(for key: ConnectionRoute.Key) throws -> (NIOSSLContext, [String]) {
        if let known = contexts[key] { return known }
        let own = try files(for: key.origin)
        // A client certificate is only for its own host. The registry's authorities are also trusted for its token
        // server.
        let roots = try own.trustRoots + (key.registry.map { try files(for: $0).trustRoots } ?? [])
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // HTTP/2 is not offered, because floods of its control frames cannot be limited before a response begins.
        configuration.applicationProtocols = ["http/1.1"]
        let system = trustRoots.files
        if !trustRoots.areDefault {
            // The TLS library takes a path only as text, so the files are read here.
            configuration.trustRoots = .certificates(
                system.flatMap { path in
                    let file = try? RegularFile.read(path, limit: Self.certificateLimit)
                    return file.flatMap { try? NIOSSLCertificate.fromPEMBytes($0.bytes) } ?? []
                }
            )
        }
        if !roots.isEmpty {
            configuration.additionalTrustRoots = [.certificates(try roots.flatMap(Self.certificates))]
        }
        if let client = own.clients.first {
            configuration.certificateChain = try Self.certificates(client.certificate).map { .certificate($0) }
            configuration.privateKey = .privateKey(
                try Self.load(client.key, "private key") { try NIOSSLPrivateKey(bytes: $0, format: .pem) }
            )
        }
        let advice = certificates.advice(for: try ServerAddress(key.origin.description)) + trustRoots.advice
        let made = (context: try NIOSSLContext(configuration: configuration), advice: advice)
        contexts[key] = made
        return made
    }

    private func files(for origin: HTTPOrigin) throws -> RegistryCertificates {
        do {
            return try certificates.certificates(for: ServerAddress(origin.description))
        } catch {
            // Both kinds of error name files and hosts, and nothing else.
            throw HTTPTransportError(.failed, "\(error)")
        }
    }

    private static func certificates(_ path: String) throws(HTTPTransportError) -> [NIOSSLCertificate] {
        try load(path, "certificate") { try NIOSSLCertificate.fromPEMBytes($0) }
    }

    /// Reads a file here, because the TLS library would wait for a writer of a pipe.
    private static func load<Value>(
        _ path: String,
        _ kind: String,
        _ parse: ([UInt8]) throws -> Value
    ) throws(HTTPTransportError) -> Value {
        do {
            return try parse(try RegularFile.read(FilePath(path), limit: certificateLimit).bytes)
        } catch let error as SystemError {
            throw HTTPTransportError(.failed, "cannot use the \(kind): \(error)")
        } catch {
            throw HTTPTransportError(.failed, "cannot read the \(kind) \(path): it is not a PEM file")
        }
    }
}
#endif
