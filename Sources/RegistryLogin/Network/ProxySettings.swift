/// Which proxy a request takes, by the variables that Go's programs follow, and so Docker, podman and skopeo.
///
/// `HTTPS_PROXY` is for `https`, `HTTP_PROXY` for `http`, each in either case, the upper one first. `NO_PROXY` has those
/// that are reached without. `localhost` and loopback addresses always are.
public struct ProxySettings: Sendable, Equatable {
    /// What a variable says.
    private enum Choice: Equatable {
        case none
        case proxy(HTTPProxy)
        /// Something that is no proxy of a kind that is known; with the variable, since the value may hold a password.
        case unusable(variable: String)
    }

    private let secure: Choice
    private let plain: Choice
    private let exceptions: [ProxyException]

    /// No proxy for anybody.
    public static let none = ProxySettings(environment: [:])

    /// Reads the variables.
    ///
    /// `HTTP_PROXY` counts as not set in a CGI program, where a client sets it by sending a `Proxy` field.
    ///
    /// - Parameter environment: The environment variables.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [name, name.lowercased()].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        func choice(_ name: String, _ value: String?) -> Choice {
            guard let value, !value.isEmpty else { return .none }
            return HTTPProxy(value).map(Choice.proxy) ?? .unusable(variable: name)
        }
        secure = choice("HTTPS_PROXY", value("HTTPS_PROXY"))
        let isCGI = environment["REQUEST_METHOD"].map { !$0.isEmpty } ?? false
        plain = choice("HTTP_PROXY", isCGI ? environment["http_proxy"] : value("HTTP_PROXY"))
        exceptions =
            value("NO_PROXY").map { $0.split { $0 == "," || $0.isWhitespace }.compactMap(ProxyException.init) } ?? []
    }

    /// The proxy for requests to a server.
    ///
    /// - Parameter origin: The server.
    /// - Returns: The proxy; nil if the server is reached without one.
    /// - Throws: ``HTTPTransportError`` if the variable names none that can be used. Whoever set it wants no request to go
    ///   out without one.
    public func proxy(for origin: HTTPOrigin) throws(HTTPTransportError) -> HTTPProxy? {
        guard HTTPHost(origin.host)?.isLoopback != true, !exceptions.contains(where: { $0.covers(origin) }) else {
            return nil
        }
        switch origin.isSecure ? secure : plain {
        case .none: return nil
        case .proxy(let proxy): return proxy
        case .unusable(let variable):
            throw HTTPTransportError(
                .unreachable,
                "\(variable) names no proxy of http; correct it, unset it, or name the server in NO_PROXY"
            )
        }
    }
}
