import RegistryCredentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Shows the user that is logged in to a registry, and why: `fetch-a-credential HOST`.
///
/// Reads the credentials of Docker, then those of podman, and shows no secret.
@main struct Main {
    static func main() async {
        guard CommandLine.arguments.count == 2 else {
            print("usage: fetch-a-credential HOST")
            exit(2)
        }
        do {
            let server = try ServerAddress(CommandLine.arguments[1])
            let store = FallbackStore(.dockerThenPodman) { layer, error in
                print("\(layer): \(error)")
            }
            guard let credential = try await store.get(server) else {
                print("nobody is logged in to \(server.authority)")
                exit(1)
            }
            print("\(server.authority): \(credential)")
            print(try await store.explain(server))
        } catch {
            print("\(error)")
            exit(3)
        }
    }
}
