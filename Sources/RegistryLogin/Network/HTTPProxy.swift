public import HelperProtocol

/// A proxy server.
public struct HTTPProxy: Sendable, Equatable {
    /// Where it is.
    public let origin: HTTPOrigin

    /// The user name for it; nil if there is none.
    public let username: String?

    /// The user's password; nil if there is none.
    public let password: Secret?

    /// Names a proxy.
    ///
    /// - Parameters:
    ///   - origin: Where it is.
    ///   - username: The user name for it.
    ///   - password: The user's password.
    public init(origin: HTTPOrigin, username: String? = nil, password: Secret? = nil) {
        self.origin = origin
        self.username = username
        self.password = password
    }

    /// Reads the value of a variable such as `https_proxy`; nil if it names no proxy of http or https.
    ///
    /// It names none if the user name or the password has a percent sign that begins no escape: a request without them, or
    /// with others, is not what the variable asks for.
    ///
    /// - Parameter text: `http://user:password@proxy.example:3128`, or any part of it that has the host. Without a scheme
    ///   it is http.
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
