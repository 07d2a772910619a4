internal import ArgumentParser
internal import RegistryCredentials

/// The registries that completion offers.
enum KnownServers {
    /// The registries with credentials, by their shortest names; helpers get a second and may not prompt.
    ///
    /// - Parameter directory: The directory of Docker's config file; nil for the default.
    /// - Returns: The names in bytewise order; none if nothing can be listed.
    static func names(config directory: String? = nil) async -> [String] {
        let arguments = ["--timeout", "1"] + (directory.map { ["--config", $0] } ?? [])
        guard let options = try? StoreOptions.parse(arguments),
            let lists = try? await options.allLocations(prompting: .never).listEverywhere()
        else { return [] }
        var names: Set<String> = []
        for (_, result) in lists {
            for entry in (try? result.get()) ?? [] {
                guard let server = entry.server else { continue }
                names.insert(server.isDockerHub ? "docker.io" : server.shortName)
            }
        }
        return names.sorted()
    }

    /// The word with which a completion script of a shell asks for servers; the shell picks those that match.
    ///
    /// The argument parser writes it into the script. It can answer only if it parses asynchronously, which it does in a
    /// `main` of its own alone, so `Main` answers.
    static let shellRequest = "---completion"

    /// What makes the argument parser write the request into its scripts.
    static let completion = CompletionKind.custom { _, _, _ in await names() }
}

extension ServerAddress {
    /// The host, the port and the path, without a scheme.
    var shortName: String { authority + (path.isEmpty ? "" : "/\(path)") }
}
