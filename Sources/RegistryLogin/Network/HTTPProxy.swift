public import HelperProtocol

/// A proxy server.
public struct HTTPProxy: Sendable, Equatable {
    /// The scheme, host and port.
    public let origin: HTTPOrigin

    /// The user name; nil if the proxy needs none.
    public let username: String?

    /// The password; nil if there is none.
    public let password: Secret?

    /// Creates a proxy.
    ///
    /// - Parameters:
    ///   - origin: The scheme, host and port.
    ///   - username: The user name.
    ///   - password: The password.
    public init(origin: HTTPOrigin, username: String? = nil, password: Secret? = nil) {
        self.origin = origin
        self.username = username
        self.password = password
    }

    /// Parses the value of a variable such as `https_proxy`; nil if it is not the address of an HTTP proxy.
    ///
    /// A user name or password with an invalid percent escape is rejected, because a request with other credentials is not
    /// what the variable asks for.
    ///
    /// - Parameter text: `http://user:password@proxy.example:3128`, or any part of it that includes the host. The
    ///   default scheme is http.
    init?(_ text: String) {
        let whole = text.contains("://") ? text[...] : "http://\(text)"
        guard let mark = whole.firstRange(of: "://") else { return nil }
        let authority = whole[mark.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let at = authority.lastIndex(of: "@")
        let server = at.map { authority[authority.index(after: $0)...] } ?? authority
        guard let origin = HTTPOrigin.read(scheme: whole[..<mark.lowerBound], authority: server) else { return nil }
        self.origin = origin
        let user =
            at.map { authority[..<$0].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) } ?? []
        let decoded = user.compactMap(FormEncoding.decode)
        guard decoded.count == user.count else { return nil }
        username = decoded.first.flatMap { $0.isEmpty ? nil : $0 }
        password = decoded.count == 2 ? Secret(decoded[1]) : nil
    }

    /// The value of a `Proxy-Authorization` field; nil if there is no user.
    package var authorization: Secret? {
        username.map { name in
            Secret("Basic \(Secret.basicCredentials(username: name, password: password ?? Secret("")).revealed)")
        }
    }
}
