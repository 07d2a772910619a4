/// Which proxy a request takes, by the variables that Go's programs follow, and so Docker, podman and skopeo.
///
/// `HTTPS_PROXY` is for `https`, `HTTP_PROXY` for `http`, each in either case, the upper one first. `NO_PROXY` has those
/// that are reached without. `localhost` and loopback addresses always are.
public struct ProxySettings: Sendable, Equatable {
    private let secure: HTTPProxy?
    private let plain: HTTPProxy?
    private let exceptions: [ProxyException]

    /// No proxy for anybody.
    public static let none = ProxySettings(environment: [:])

    /// Reads the variables.
    ///
    /// A value that names no proxy counts as not set, as does `HTTP_PROXY` in a CGI program, where a client sets it by
    /// sending a `Proxy` field.
    ///
    /// - Parameter environment: The environment variables.
    public init(environment: [String: String]) {
        func value(_ name: String) -> String? {
            [name, name.lowercased()].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        }
        secure = value("HTTPS_PROXY").flatMap(HTTPProxy.init)
        let isCGI = environment["REQUEST_METHOD"].map { !$0.isEmpty } ?? false
        plain = (isCGI ? environment["http_proxy"] : value("HTTP_PROXY")).flatMap(HTTPProxy.init)
        exceptions =
            value("NO_PROXY").map { $0.split { $0 == "," || $0.isWhitespace }.compactMap(ProxyException.init) } ?? []
    }

    /// The proxy for requests to a server.
    ///
    /// - Parameter origin: The server.
    /// - Returns: The proxy; nil if the server is reached without one.
    public func proxy(for origin: HTTPOrigin) -> HTTPProxy? {
        guard HTTPHost(origin.host)?.isLoopback != true, !exceptions.contains(where: { $0.covers(origin) }) else {
            return nil
        }
        return origin.isSecure ? secure : plain
    }
}
