internal import ArgumentParser
internal import RegistryCredentials
internal import RegistryLogin

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Remove the credential of a registry from every place that docker, podman or skopeo would ask.",
        discussion: """
            All spellings of the address are removed. That there is no credential is not an error; one that cannot be \
            removed, such as that of DOCKER_AUTH_CONFIG, is.
            """
    )

    @OptionGroup var places: PlaceOptions

    @Argument(help: "The registry.")
    var server = "docker.io"

    func run() async throws {
        let server = try ServerAddress(server)
        let layers = places.everywhere().layers
        let report = try await LoginService.logout(of: server, from: layers.map { NamedStore($0.title, $0.store) })
        for entry in report.entries {
            switch entry.result {
            case .absent: continue
            case .removed: Console.print("Removed the credential of \(server) from \(entry.store)".printable)
            case .failed(let error): Console.report("\(entry.store) may still have a credential: \(error)".printable)
            }
        }
        for layer in layers {
            // Podman's credentials of namespaces are others; whoever wants to be rid of the registry should know.
            for entry in (try? await layer.entries()) ?? [] where entry.server?.isSameHost(as: server) == true {
                Console.report("note: \(layer.title) has a credential of \(entry.shownKey), which is kept")
            }
        }
        guard report.isComplete else { throw Failure.reported }
        if report.removedFrom.isEmpty { Console.print("There was no credential of \(server)".printable) }
    }
}

extension FallbackStore.Layer {
    /// The name, and the file where there is one.
    fileprivate var title: String {
        (store as? DynamicStore).map { "\(name) (\($0.configPath))" } ?? name
    }
}
