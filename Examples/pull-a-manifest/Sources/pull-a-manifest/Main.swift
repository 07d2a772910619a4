import HTTPTypes
import RegistryCredentials
import RegistryLogin
import RegistryLoginHTTP

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Fetches the manifest of an image with the credential of this machine: `pull-a-manifest HOST REPOSITORY TAG`.
@main struct Main {
    static func main() async {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else {
            print("usage: pull-a-manifest HOST REPOSITORY TAG")
            exit(2)
        }
        do {
            let reply = try await manifest(of: arguments[2], tag: arguments[3], at: ServerAddress(arguments[1]))
            guard reply.head.status == .ok else {
                print("the registry answered with status \(reply.head.status.code)")
                exit(1)
            }
            print("\(reply.head.headerFields[.contentType] ?? "no type"), \(reply.body.count) bytes")
        } catch {
            print("\(error)")
            exit(3)
        }
    }

    static func manifest(of repository: String, tag: String, at server: ServerAddress) async throws -> HTTPReply {
        let store = FallbackStore(.dockerThenPodman)
        let credential = try await store.get(server)
        // Proxies, certificates and trust roots are those of the process's environment.
        return try await HTTPClientTransport.withTransport { transport in
            var options = LoginOptions()
            options.plainHTTP = .loopback
            // Use one authenticator for each registry, because it caches tokens.
            let authenticator = try RegistryAuthenticator(
                registry: try await LoginService(transport: transport, options: options).locate(server),
                credential: credential,
                transport: transport,
                renewal: .saving(in: store, for: server)
            )
            var request = HTTPRequest(
                method: .get,
                scheme: authenticator.registry.scheme,
                authority: authenticator.registry.authority,
                path: "/v2/\(repository)/manifests/\(tag)"
            )
            request.headerFields[.accept] = """
                application/vnd.oci.image.index.v1+json, application/vnd.oci.image.manifest.v1+json, \
                application/vnd.docker.distribution.manifest.list.v2+json, \
                application/vnd.docker.distribution.manifest.v2+json
                """
            return try await authenticator.send(request, scopes: ["repository:\(repository):pull"])
        }
    }
}
