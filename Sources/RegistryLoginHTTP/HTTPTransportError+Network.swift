#if HTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import RegistryLogin

extension HTTPTransportError {
    /// Creates the error for a failure of the network, without quoting the request.
    init(describing error: any Error) {
        switch error {
        case let error as HTTPTransportError:
            self = error
        case let error as NIOConnectionError:
            self = Self.unreachable(error)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.insecure, Self.reason(ofTLS: error))
        case is HTTPParserError:
            self.init(.failed, "the response is not HTTP")
        case let error as IOError:
            self = Self.unreachable(error)
        case is ChannelError:
            self.init(.failed, "the connection was closed")
        default:
            // Its text may contain anything.
            self.init(.failed, "the connection failed with \(type(of: error))")
        }
    }

    /// Creates the error for a failed TLS handshake.
    ///
    /// - Parameters:
    ///   - error: The failure.
    ///   - advice: The advice if the certificate is not trusted.
    init(duringHandshake error: any Error, advice: [String]) {
        let text = "\(error)"
        switch error {
        case let error as HTTPTransportError: self = error
        case _ where text.contains("CERTIFICATE_VERIFY_FAILED"):
            self.init(.insecure, "its certificate is signed by an unknown authority", advice: advice)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self.init(.insecure, "its certificate is for another host")
        // BoringSSL's two errors for a first message that is not TLS. A closed connection means the same.
        case _ where text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST"):
            self.init(.noTLS, "the server does not speak TLS")
        case is IOError, NIOSSLError.uncleanShutdown, is ChannelError:
            self.init(.noTLS, "the server closed the connection during the TLS handshake")
        default: self.init(.insecure, Self.reason(ofTLS: error))
        }
    }

    /// Returns the error as a failure of the proxy.
    func named(proxy: HTTPOrigin) -> HTTPTransportError {
        HTTPTransportError(code, message, advice: advice, proxy: proxy)
    }

    private static func unreachable(_ error: NIOConnectionError) -> HTTPTransportError {
        guard let first = error.connectionErrors.first else {
            return HTTPTransportError(.unreachable, "host name not found")
        }
        if let reason = first.error as? IOError { return unreachable(reason) }
        if first.error is ChannelError { return HTTPTransportError(.timedOut, "the connection timed out") }
        return HTTPTransportError(.unreachable, "the connection failed with \(type(of: first.error))")
    }

    private static func unreachable(_ error: IOError) -> HTTPTransportError {
        switch error.errnoCode {
        case ECONNREFUSED: HTTPTransportError(.connectionRefused, "connection refused")
        case ECONNRESET, EPIPE: HTTPTransportError(.unreachable, "connection closed")
        case EHOSTUNREACH, ENETUNREACH: HTTPTransportError(.unreachable, "no route to host")
        case ETIMEDOUT: HTTPTransportError(.unreachable, "the connection timed out")
        default: HTTPTransportError(.unreachable, "system error \(error.errnoCode)")
        }
    }

    /// BoringSSL's messages name source files, so they are not shown.
    private static func reason(ofTLS error: any Error) -> String {
        if case NIOSSLError.uncleanShutdown = error { return "the connection was closed without the end of TLS" }
        return "the TLS handshake failed"
    }
}
#endif
