public import HelperProtocol

/// A server that passes requests on.
public struct HTTPProxy: Sendable, Equatable {
    /// Where it is.
    public let origin: HTTPOrigin

    /// The user that it asks for; nil if there is none.
    public let username: String?

    /// The user's password; nil if there is none.
    public let password: Secret?

    /// Names a proxy.
    ///
    /// - Parameters:
    ///   - origin: Where it is.
    ///   - username: The user that it asks for.
    ///   - password: The user's password.
    public init(origin: HTTPOrigin, username: String? = nil, password: Secret? = nil) {
        self.origin = origin
        self.username = username
        self.password = password
    }

    /// Reads the value of a variable such as `https_proxy`; nil if it names no proxy of http or https.
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
        username = user.first.flatMap { $0.isEmpty ? nil : FormEncoding.decode($0) }
        password = user.count == 2 ? FormEncoding.decode(user[1]).map(Secret.init) : nil
    }
}
