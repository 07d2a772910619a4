import HTTPTypes
import RegistryLogin
import Synchronization

/// A transport without a network: servers are functions, and every request is recorded.
final class FakeNetwork: HTTPTransport {
    typealias Server = @Sendable (_ request: HTTPRequest, _ body: [UInt8]) async throws -> HTTPReply

    struct Record: Sendable {
        var request: HTTPRequest
        var body: String

        var method: String { request.method.rawValue }
        var address: String { "\(request.scheme ?? "")://\(request.authority ?? "")\(request.path ?? "")" }
        var authorization: String? { request.headerFields[.authorization] }
        /// The method, the address, and the scheme of the authorization.
        var summary: String {
            let scheme = authorization.map { " [\($0.prefix { $0 != " " })]" } ?? ""
            return "\(method) \(address)\(scheme)"
        }
    }

    private struct State {
        var servers: [String: Server] = [:]
        var failures: [String: HTTPTransportError] = [:]
        var records: [Record] = []
    }

    private let state = Mutex(State())

    /// Adds a server at an origin such as `https://registry.example`.
    ///
    /// - Parameters:
    ///   - origin: The origin.
    ///   - path: The path that it serves; an existing server keeps the rest of the origin.
    ///   - server: The server.
    func serve(_ origin: String, at path: String? = nil, _ server: @escaping Server) {
        state.withLock { state in
            guard let path, let other = state.servers[origin] else {
                state.servers[origin] = server
                return
            }
            state.servers[origin] = { request, body in
                try await (request.path?.hasPrefix(path) == true ? server : other)(request, body)
            }
        }
    }

    /// Makes the next request to an origin fail.
    func failOnce(_ origin: String, _ failure: HTTPTransportError) {
        state.withLock { $0.failures[origin] = failure }
    }

    var records: [Record] { state.withLock { $0.records } }
    var summaries: [String] { records.map(\.summary) }

    /// The origins that received an `Authorization` field.
    var trusted: Set<String> {
        Set(records.filter { $0.authorization != nil }.compactMap { HTTPOrigin($0.request)?.description })
    }

    func forgetRecords() { state.withLock { $0.records = [] } }

    func send(_ request: HTTPRequest, body: [UInt8], maximumBodySize: Int) async throws -> HTTPReply {
        let origin = HTTPOrigin(request)?.description ?? "nowhere"
        let (server, failure) = state.withLock { state in
            state.records.append(Record(request: request, body: String(decoding: body, as: UTF8.self)))
            return (state.servers[origin], state.failures.removeValue(forKey: origin))
        }
        if let failure { throw failure }
        guard let server else { throw HTTPTransportError(.connectionRefused, "connection refused") }
        var reply = try await server(request, body)
        if reply.body.count > maximumBodySize {
            reply.body = Array(reply.body.prefix(maximumBodySize))
            reply.isTruncated = true
        }
        return reply
    }
}

extension HTTPReply {
    /// A reply with header fields and text.
    static func status(_ code: Int, _ fields: KeyValuePairs<String, String> = [:], _ text: String = "") -> HTTPReply {
        var head = HTTPResponse(status: .init(code: code))
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { head.headerFields.append(HTTPField(name: name, value: value)) }
        }
        return HTTPReply(head: head, body: Array(text.utf8))
    }

    static func challenge(_ values: String..., body: String = "") -> HTTPReply {
        var reply = HTTPReply.status(401, [:], body)
        reply.head.headerFields[values: .wwwAuthenticate] = values
        return reply
    }
}
