extension LoginError {
    /// A kind of failure.
    ///
    /// This is a struct rather than an enumeration, because more codes may be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, such as `rejected`.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The credential cannot be sent: it has no user or no password, or a colon in the user name.
        ///
        /// Nothing was sent.
        public static let invalidCredential = Code("invalidCredential")
        /// The registry requires a login, and the store has no credential for it.
        public static let noCredentials = Code("noCredentials")
        /// The registry or its token server rejected the credential.
        public static let rejected = Code("rejected")
        /// The credential would have been sent over plain HTTP, or the server's certificate is not trusted.
        public static let insecure = Code("insecure")
        /// The address begins with `http://` and plain HTTP is not allowed for it.
        ///
        /// Nothing was sent.
        public static let plainHTTPNotAllowed = Code("plainHTTPNotAllowed")
        /// The server does not speak TLS; it may use plain HTTP.
        public static let noTLS = Code("noTLS")
        /// The token server that the registry names may not receive a credential.
        ///
        /// Nothing was sent there.
        public static let untrustedRealm = Code("untrustedRealm")
        /// The registry offers no scheme that is supported for this credential.
        public static let unsupportedScheme = Code("unsupportedScheme")
        /// The token server cannot exchange identity tokens.
        public static let identityTokenUnsupported = Code("identityTokenUnsupported")
        /// The token server's response cannot be used.
        public static let malformedToken = Code("malformedToken")
        /// The server denies the request, although it accepted the credential: status 403.
        public static let forbidden = Code("forbidden")
        /// There is no registry interface at this address: status 404.
        public static let notFound = Code("notFound")
        /// The server does not support such a request: status 405.
        public static let methodNotAllowed = Code("methodNotAllowed")
        /// The server received too many requests, or has locked the user out for a while.
        public static let rateLimited = Code("rateLimited")
        /// The server reports an internal error: a status of 500 or more.
        public static let unavailable = Code("unavailable")
        /// The server is not a registry.
        public static let notARegistry = Code("notARegistry")
        /// There is no connection to the server or to the proxy.
        public static let unreachable = Code("unreachable")
        /// A request took longer than its timeout.
        public static let timedOut = Code("timedOut")
        /// Any other failure.
        public static let failed = Code("failed")
    }
}
