public import RegistryCredentials
internal import SystemSupport

extension Doctor {
    /// Returns the credentials that docker, podman and skopeo would use for registries, without running helpers.
    ///
    /// - Returns: For each registry, a result for docker and one for podman; skopeo uses the same files as podman.
    public func lookups(for servers: [ServerAddress]) async -> [DiagnosticLookup] {
        let clients: [(name: String, sources: CredentialSources)] = [
            ("docker", .docker), ("podman and skopeo", .podman),
        ]
        var lookups: [DiagnosticLookup] = []
        for server in servers {
            for client in clients {
                let store = FallbackStore(client.sources, environment: variables)
                let steps = (try? await store.steps(for: server, runsHelpers: false)) ?? []
                lookups.append(
                    DiagnosticLookup(
                        server: server.description,
                        client: client.name,
                        answer: Self.answer(steps).escapedForDisplay
                    )
                )
            }
        }
        return lookups
    }

    /// Describes the first place that has a credential or may have one.
    private static func answer(_ steps: [LookupStep]) -> String {
        for step in steps where step.status == .selected {
            let place = [step.place.helper ?? step.place.file ?? step.layer, step.place.key.map { "key \($0)" }]
                .compactMap(\.self).joined(separator: ", ")
            switch step.content {
            case .credential(let credential): return "\(credential), from \(place)"
            case .notAsked: return "the credential in \(place), if there is one"
            case .failed(let error): return "fails: \(error.message)"
            case .empty, .nothing, .absent: continue
            }
        }
        return "no credential"
    }
}
