internal import RegistryCredentials
internal import SystemSupport

/// A registry that an error text of docker names, by a URL or an image.
struct NamedRegistry: Equatable {
    /// The host, with its port.
    let host: String
    /// Docker's key for it.
    let key: String
    private let isDockerHub: Bool

    /// The name for people.
    var name: String { isDockerHub ? "Docker Hub" : host }

    /// The argument of a command: in quotes only if the shell needs them.
    var argument: String {
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
        return isDockerHub ? "docker.io" : isPlain ? host : host.shellQuoted
    }

    /// The argument of a login; nil for Docker Hub, which is the default.
    var loginArgument: String? { isDockerHub ? nil : argument }

    /// Finds a registry in a text; nil if it names none.
    ///
    /// URLs come first: `Get "https://ghcr.io/v2/…": unauthorized`. Then images: `pull access denied for ann/app,
    /// repository does not exist`.
    init?(in error: String) {
        let url = error.ranges(of: "://").lazy.compactMap { range -> String? in
            let scheme = error[..<range.lowerBound]
            guard scheme.hasSuffix("https") || scheme.hasSuffix("http") else { return nil }
            let host = error[range.upperBound...].prefix { !"/\"' ?#:".contains($0) || $0 == ":" }
            return String(host).trimmingColons
        }.first { !Self.elsewhere.contains($0) }
        let image = ["access denied for ", "failed to resolve reference \""].lazy.compactMap { start -> String? in
            guard let range = error.ranges(of: start).first else { return nil }
            return String(error[range.upperBound...].prefix { !", \":@".contains($0) || $0 == ":" }).trimmingColons
        }.first
        guard let text = url ?? image, let server = try? ServerAddress(registryOrImage: text) else { return nil }
        isDockerHub = server.isDockerHub
        host = server.authority
        guard let whole = try? ServerAddress(server.authority) else { return nil }
        key = whole.dockerKey
    }

    /// The hosts of advice and of Docker Hub's token server, which are not registries.
    private static let elsewhere: Set<String> = ["www.docker.com", "docs.docker.com", "auth.docker.io"]
}

extension String {
    fileprivate var trimmingColons: String { String(reversed().drop { $0 == ":" }.reversed()) }
}
