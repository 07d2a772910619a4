extension LoginError {
    /// The kinds of failure that a caller may want to tell apart.
    ///
    /// A struct and not an enumeration, since more may come.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The name of the code, as it is spelt here.
        public let description: String
        private init(_ description: String) { self.description = description }

        /// The credential cannot be sent: no user, no password, a colon in the user.
        ///
        /// Nothing was sent.
        public static let invalidCredential = Code("invalidCredential")
        /// The registry, or its token server, does not accept the credential.
        public static let refused = Code("refused")
        /// The credential would have gone over plain HTTP, or there is no trust in the server's certificate.
        public static let insecure = Code("insecure")
        /// The token server that the registry names is not one to send a credential to.
        ///
        /// Nothing was sent there.
        public static let untrustedRealm = Code("untrustedRealm")
        /// The registry offers no way to authenticate that can be served with this credential.
        public static let unsupportedScheme = Code("unsupportedScheme")
        /// The token server cannot exchange identity tokens.
        public static let identityTokenUnsupported = Code("identityTokenUnsupported")
        /// The token server's answer cannot be used.
        public static let malformedToken = Code("malformedToken")
        /// The server knows who asks and still says no: status 403.
        public static let forbidden = Code("forbidden")
        /// There is no registry interface at this address: status 404.
        public static let notFound = Code("notFound")
        /// The server does not answer such a request: status 405.
        public static let methodNotAllowed = Code("methodNotAllowed")
        /// The server wants to be asked less often: status 429.
        public static let rateLimited = Code("rateLimited")
        /// The server has a problem of its own: a status from 500.
        public static let unavailable = Code("unavailable")
        /// Something answered, and it is no registry.
        public static let notARegistry = Code("notARegistry")
        /// No connection to the server.
        public static let unreachable = Code("unreachable")
        /// A step took longer than its limit.
        public static let timedOut = Code("timedOut")
        /// Anything else.
        public static let failed = Code("failed")
    }
}
