extension FallbackStore {
    /// Looks into every layer.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether helper programs are run. Those of the layers below one that answers never are.
    /// - Returns: The findings of all layers, with their names.
    /// - Throws: `CancellationError`.
    public func findings(for server: ServerAddress, runsHelpers: Bool) async throws -> [Finding] {
        var all: [Finding] = []
        var end: Finding.Standing?
        for layer in layers {
            let source = Source(layer: layer)
            var findings = try await source.findings(for: server, runsHelpers: runsHelpers && end == nil)
            for index in findings.indices where findings[index].standing == .counts {
                findings[index].standing = end ?? .counts
            }
            all += findings
            guard end == nil else { continue }
            if findings.contains(where: { $0.credential != nil }) {
                end = .outranked(by: layer.name)
            } else if layer.errors == .stop, findings.contains(where: { $0.error != nil }) {
                end = .excluded(because: "the search ends with the error of \(layer.name)")
            }
        }
        return all
    }

    /// The layers, each as something that explains itself.
    var sources: [any ExplainingStore] { layers.map(Source.init) }

    /// A layer, whose findings bear its name.
    struct Source: ExplainingStore {
        let layer: Layer

        func findings(for server: ServerAddress, runsHelpers: Bool) async throws -> [Finding] {
            var findings =
                if let store = layer.store as? any ExplainingStore {
                    try await store.findings(for: server, runsHelpers: runsHelpers)
                } else {
                    [try await answer(for: server)]
                }
            for index in findings.indices {
                findings[index].layer = findings[index].layer.map { "\(layer.name), \($0)" } ?? layer.name
            }
            return findings
        }

        private func answer(for server: ServerAddress) async throws -> Finding {
            do {
                let credential = try await layer.store.get(server)
                return Finding(at: .init(), rule: "", credential.map(Finding.Content.credential) ?? .nothing)
            } catch {
                let error = try CredentialStoreError(ofLayer: error)
                return Finding(at: error.place, rule: "", .failed(error))
            }
        }

        func get(_ server: ServerAddress) async throws -> Credential? { try await layer.store.get(server) }

        func put(_ credential: Credential, for server: ServerAddress) async throws {
            try await layer.store.put(credential, for: server)
        }

        func delete(_ server: ServerAddress) async throws { try await layer.store.delete(server) }
    }
}
