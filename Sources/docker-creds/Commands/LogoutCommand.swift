internal import ArgumentParser
internal import RegistryCredentials
internal import RegistryLogin

struct LogoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "logout",
        abstract: "Remove the credentials for a registry from every place that docker, podman or skopeo reads.",
        discussion: """
            Removes every form of the address. It is not an error if there are no credentials. It is an error if they \
            cannot be removed, such as those in DOCKER_AUTH_CONFIG.
            """
    )

    @OptionGroup var stores: StoreOptions

    @Argument(help: "The registry.", completion: KnownServers.completion)
    var server = "docker.io"

    func run() async throws {
        let server = try ServerAddress(server)
        let console = Console.current
        let layers = try stores.allLocations().layers
        let report = try await LoginService.logout(of: server, from: layers.map { NamedStore($0.title, $0.store) })
        for entry in report.entries {
            switch entry.result {
            case .absent: continue
            case .removed: console.print("Removed the credentials for \(server.shortName) from \(entry.store)")
            case .failed(let error):
                let failure = Failure.ofLibrary(error) ?? Failure("\(error)")
                console.report(failure.prefixed("\(entry.store) may still have credentials for \(server.shortName)"))
            }
        }
        for layer in layers {
            // Podman's credentials of namespaces are others.
            for entry in (try? await layer.entries()) ?? [] where entry.server?.isSameHost(as: server) == true {
                console.report("note: the credentials for \(entry.shownKey) in \(layer.title) were kept")
            }
        }
        guard report.isComplete else { throw Failure.reported }
        if report.removedFrom.isEmpty { console.print("No credentials for \(server.shortName) found") }
    }
}

extension FallbackStore.Layer {
    /// The name, and the file where there is one.
    fileprivate var title: String {
        (store as? DynamicStore).map { "\(name) (\($0.configPath))" } ?? name
    }
}
