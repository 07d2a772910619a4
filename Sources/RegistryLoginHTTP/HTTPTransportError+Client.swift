#if HTTPClient
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import RegistryLogin

extension HTTPTransportError {
    /// Says what a failure of the client means, without what it was sending.
    ///
    /// - Parameter error: What the client threw.
    init(describing error: any Error) {
        switch error {
        case let error as HTTPTransportError:
            self = error
        case let error as NIOConnectionError:
            self = Self.unreachable(error)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.insecure, Self.reason(ofTLS: error))
        case let error as HTTPClientError:
            self = Self.client(error)
        case let error as IOError:
            self.init(.unreachable, Self.words(for: error))
        default:
            // Its text may hold anything.
            self.init(.failed, "the connection failed with \(type(of: error))")
        }
    }

    private static func unreachable(_ error: NIOConnectionError) -> HTTPTransportError {
        guard let first = error.connectionErrors.first else {
            return HTTPTransportError(.unreachable, "the host name is not known")
        }
        if let reason = first.error as? IOError { return HTTPTransportError(.unreachable, words(for: reason)) }
        if first.error is ChannelError { return HTTPTransportError(.timedOut, "connecting took too long") }
        return HTTPTransportError(.unreachable, "the connection failed with \(type(of: first.error))")
    }

    private static func words(for error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "the connection was refused"
        case ECONNRESET, EPIPE: "the connection was closed"
        case EHOSTUNREACH, ENETUNREACH: "there is no way to the host"
        case ETIMEDOUT: "the host does not answer"
        default: "the system reports error \(error.errnoCode)"
        }
    }

    private static func client(_ error: HTTPClientError) -> HTTPTransportError {
        switch error {
        case .connectTimeout: HTTPTransportError(.timedOut, "connecting took too long")
        case .tlsHandshakeTimeout: HTTPTransportError(.insecure, "the server did not begin with TLS")
        case .readTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
            HTTPTransportError(.timedOut, "there was no answer")
        case .proxyAuthenticationRequired: HTTPTransportError(.unreachable, "the proxy asks for a user and a password")
        case .invalidProxyResponse, .httpProxyHandshakeTimeout:
            HTTPTransportError(.unreachable, "the proxy does not connect to the host")
        case .remoteConnectionClosed: HTTPTransportError(.failed, "the server closed the connection")
        default: HTTPTransportError(.failed, error.shortDescription)
        }
    }

    /// The texts of BoringSSL name source files; these two reasons are the ones that a person can do something about.
    private static func reason(ofTLS error: any Error) -> String {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return "its certificate is of no trusted authority" }
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return "its certificate is for another host"
        }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") { return "it does not speak TLS" }
        return "the TLS handshake failed"
    }
}
#endif
