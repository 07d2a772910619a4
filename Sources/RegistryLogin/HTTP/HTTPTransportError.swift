internal import SystemSupport

/// The reason why a request got no response.
public struct HTTPTransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure that lead to different advice.
    ///
    /// This is a struct rather than an enumeration, because more codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, such as `unreachable`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// There is no connection: the host is unknown, or the network is down.
        public static let unreachable = Code("unreachable")
        /// The host exists and nothing listens on the port.
        public static let connectionRefused = Code("connectionRefused")
        /// The server's certificate is not trusted, or the TLS handshake failed for another reason.
        public static let insecure = Code("insecure")
        /// The server does not speak TLS, or closed the connection before the handshake ended.
        public static let noTLS = Code("noTLS")
        /// The transport's own timeout has expired.
        public static let timedOut = Code("timedOut")
        /// Any other failure, such as a response that is not HTTP, or a broken connection.
        public static let failed = Code("failed")
    }

    /// The kind of failure.
    public let code: Code

    /// The reason, on one line, without header fields, queries and bodies of the request.
    public let message: String

    /// What the user can do about it, one sentence per element.
    public let advice: [String]

    /// The proxy that failed; nil if the server failed or there is no proxy.
    public let proxy: HTTPOrigin?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: The reason, without header fields, queries and bodies of the request. Control characters become
    ///     spaces.
    ///   - advice: What to do about it, one sentence per element.
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
