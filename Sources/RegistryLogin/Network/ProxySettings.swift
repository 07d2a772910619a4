package import SystemSupport

/// The proxy for each request, by the variables that docker, podman and skopeo use (Go's `golang.org/x/net/http/httpproxy`).
///
/// `HTTPS_PROXY` is for `https` and `HTTP_PROXY` for `http`. Each is read in upper case first, then in lower case.
/// `NO_PROXY` lists the servers that are reached directly. `localhost` and loopback addresses always are.
public struct ProxySettings: Sendable, Equatable {
    /// The parsed value of a variable.
    private enum Choice: Equatable {
        case none
        case proxy(HTTPProxy)
        /// A value that is not the address of a proxy. Only the variable is kept, since the value may hold a password.
        case unusable(variable: String)
    }

    private let secure: Choice
    private let plain: Choice
    private let exceptions: [ProxyException]

    /// No proxy for any server.
    public static let none = ProxySettings(environment: [:])

    /// Reads the variables.
    ///
    /// `HTTP_PROXY` is not read in a CGI program, where a client sets it by sending a `Proxy` field.
    ///
    /// - Parameter environment: The environment variables; nil for those of this process.
    public init(environment: [String: String]? = nil) {
        self.init(in: environment.map(ProcessEnvironment.init) ?? .current)
    }

    /// Reads the variables from an environment that need not be UTF-8.
    package init(in environment: ProcessEnvironment) {
        func value(_ name: String) -> String? { environment[name] ?? environment[name.lowercased()] }
        func choice(_ name: String, _ value: String?) -> Choice {
            guard let value, !value.isEmpty else { return .none }
            return HTTPProxy(value).map(Choice.proxy) ?? .unusable(variable: name)
        }
        secure = choice("HTTPS_PROXY", value("HTTPS_PROXY"))
        let isCGI = environment["REQUEST_METHOD"] != nil
        plain = choice("HTTP_PROXY", isCGI ? environment["http_proxy"] : value("HTTP_PROXY"))
        exceptions =
            value("NO_PROXY").map { $0.split { $0 == "," || $0.isWhitespace }.compactMap(ProxyException.init) } ?? []
    }

    /// The proxy for requests to a server.
    ///
    /// - Parameter origin: The server.
    /// - Returns: The proxy; nil if the server is reached without one.
    /// - Throws: ``HTTPTransportError`` if the variable names no usable proxy. The request is not sent directly
    ///   instead, because the variable says that requests need a proxy.
    public func proxy(for origin: HTTPOrigin) throws(HTTPTransportError) -> HTTPProxy? {
        guard !origin.isLoopback, !exceptions.contains(where: { $0.covers(origin) }) else {
            return nil
        }
        switch origin.isSecure ? secure : plain {
        case .none: return nil
        case .proxy(let proxy): return proxy
        case .unusable(let variable):
            throw HTTPTransportError(
                .unreachable,
                "\(variable) is not the address of an HTTP proxy",
                advice: ["Correct \(variable), unset it, or name the host in NO_PROXY"]
            )
        }
    }
}
