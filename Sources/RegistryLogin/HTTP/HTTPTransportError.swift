internal import SystemSupport

/// Why a request got no response.
public struct HTTPTransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure that lead to different advice.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, as it is spelled here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// No connection: an unknown name, a refused port, a network that is down.
        public static let unreachable = Code("unreachable")
        /// The server's certificate is not trusted, or the TLS handshake failed for another reason.
        public static let insecure = Code("insecure")
        /// The server does not speak TLS, or closed the connection before the handshake ended.
        public static let noTLS = Code("noTLS")
        /// The time limit of the transport itself.
        public static let timedOut = Code("timedOut")
        /// Anything else: a response that is not HTTP, a connection that broke.
        public static let failed = Code("failed")
    }

    /// The kind of failure.
    public let code: Code

    /// Why, on one line, without header fields, queries and bodies of the request.
    public let message: String

    /// What the user can do about it, a sentence each.
    public let advice: [String]

    /// The proxy that failed; nil if it was the server, or if there is no proxy.
    public let proxy: HTTPOrigin?

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: Its kind.
    ///   - message: Why, without header fields, queries and bodies of the request. Control characters become blanks.
    ///   - advice: What to do about it, a sentence each.
    ///   - proxy: The proxy that failed.
    public init(_ code: Code, _ message: String, advice: [String] = [], proxy: HTTPOrigin? = nil) {
        self.code = code
        self.message = message.escapedForDisplay
        self.advice = advice.map(\.asAdvice)
        self.proxy = proxy
    }

    /// The message.
    public var description: String { message }
}
