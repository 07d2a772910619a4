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
    @OptionGroup var locations: SourceOptions

    @Argument(help: "The registry.", completion: KnownServers.completion)
    var server = "docker.io"

    func run() async throws {
        let server = try ServerAddress(argument: server)
        let console = Console.current
        let layers = try stores.allLocations(in: locations.sources).layers
        let report = try await LoginService.logout(of: server, from: layers.map { NamedStore($0.name, $0.store) })
        for entry in report.entries {
            for place in entry.report.removedPlaces {
                console.print("Removed the credentials for \(server.shortName) from \(place)")
            }
            // Podman's credentials for namespaces are separate.
            for place in entry.report.remaining {
                let key = place.key.map { $0.withoutUserInformation } ?? ""
                console.report(
                    "note: the credentials for \(key) in \(place.helper ?? place.file ?? entry.store) were kept"
                )
            }
            if let error = entry.report.failure {
                let failure = Failure(error)
                console.report(failure.prefixed("\(entry.store) may still have credentials for \(server.shortName)"))
            }
        }
        guard report.isComplete else { throw Failure.reported }
        if report.removedFrom.isEmpty { console.print("No credentials for \(server.shortName) found") }
    }
}

extension DeletionReport {
    /// The files and helpers from which something was removed, each once.
    fileprivate var removedPlaces: [String] {
        var places: [String] = []
        for place in removed {
            let name = place.helper ?? place.file ?? "the store"
            if !places.contains(name) { places.append(name) }
        }
        return places
    }
}
