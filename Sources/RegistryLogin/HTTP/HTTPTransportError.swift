/// Why a request got no response.
public struct HTTPTransportError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of failure that lead to different advice.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, as it is spelt here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// No connection: an unknown name, a refused port, a network that is down.
        public static let unreachable = Code("unreachable")
        /// There is no trust in the server's certificate, or the server does not speak TLS.
        public static let insecure = Code("insecure")
        /// The time limit of the transport itself.
        public static let timedOut = Code("timedOut")
        /// Anything else: a response that is not HTTP, a connection that broke.
        public static let failed = Code("failed")
    }

    /// What kind of failure this is.
    public let code: Code

    /// Why, on one line, without header fields, queries and bodies of the request.
    public let message: String

    /// Describes a failure.
    ///
    /// - Parameters:
    ///   - code: Its kind.
    ///   - message: Why, without header fields, queries and bodies of the request. Control characters become blanks.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message.onOneLine
    }

    /// The message.
    public var description: String { message }
}
