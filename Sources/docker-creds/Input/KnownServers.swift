internal import ArgumentParser
internal import RegistryCredentials

/// The registries that completion offers.
enum KnownServers {
    /// The registries with credentials, by their shortest names; helpers get a second and may not prompt.
    static func names(_ options: StoreOptions) async -> [String] {
        var options = options
        options.timeout = options.timeout ?? 1
        guard let lists = try? await options.allLocations(prompting: .never).listEverywhere() else { return [] }
        var names: Set<String> = []
        for (_, result) in lists {
            for entry in (try? result.get()) ?? [] {
                guard let server = entry.server else { continue }
                names.insert(server.isDockerHub ? "docker.io" : server.shortName)
            }
        }
        return names.sorted()
    }

    /// What a completion script of a shell asks for.
    static let completion = CompletionKind.custom { _, _, prefix in
        await names(StoreOptions()).filter { $0.hasPrefix(prefix) }
    }
}

extension ServerAddress {
    /// The host, the port and the path, without a scheme.
    var shortName: String { authority + (path.isEmpty ? "" : "/\(path)") }
}
