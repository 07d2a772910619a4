#if HTTPClient
internal import HTTPTypes
internal import HelperProtocol
internal import NIOHTTP1
internal import RegistryLogin

/// A request in the form in which it is sent.
struct RequestMessage: Sendable {
    let head: HTTPRequestHead
    let body: [UInt8]
    let maximumBodySize: Int

    /// Whether the request may be sent a second time if the first connection turns out to be closed (RFC 9110, section
    /// 9.2.2).
    var isIdempotent: Bool { [.GET, .HEAD, .OPTIONS, .PUT, .DELETE].contains(head.method) }

    /// Creates the message for a request.
    ///
    /// - Throws: `HTTPTransportError` if the path contains a space or a control character, which would end the line.
    init(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int, along route: ConnectionRoute) throws {
        let path = request.path ?? "/"
        guard path.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw HTTPTransportError(.failed, "the request has no valid address")
        }
        var headers = HTTPHeaders([("Host", route.origin.authority)])
        for field in request.headerFields where !Self.ownFields.contains(field.name) {
            headers.add(name: field.name.rawName, value: field.value)
        }
        if !headers.contains(name: "User-Agent") { headers.add(name: "User-Agent", value: "swift-docker-credentials") }
        if !body.isEmpty || [.post, .put, .patch].contains(request.method) {
            headers.add(name: "Content-Length", value: "\(body.count)")
        }
        // A proxy does not see a request in a tunnel, but it receives one without TLS (RFC 9112, section 3.2.2).
        let isAskedOfProxy = route.proxy != nil && route.tls == nil
        if isAskedOfProxy, let authorization = route.proxy?.authorization {
            headers.add(name: "Proxy-Authorization", value: authorization.revealed)
        }
        // The bytes of the path are not changed: encoding them again would change the scope that a token server reads.
        head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: request.method.rawValue),
            uri: isAskedOfProxy ? "\(route.origin)\(path)" : path,
            headers: headers
        )
        self.body = body
        self.maximumBodySize = maximumBodySize
    }

    /// The fields that this type sets itself, because they determine the server and the end of the request.
    private static let ownFields: Set<HTTPField.Name> = [
        .host, .contentLength, .transferEncoding, .connection, .proxyAuthorization,
    ].compactMap { $0 }.reduce(into: []) { $0.insert($1) }
}

extension HTTPField.Name {
    /// swift-http-types does not define this name, because HTTP/2 forbids the field.
    fileprivate static let host = HTTPField.Name("Host")
}
#endif
