extension FallbackStore {
    /// Returns the steps of every layer.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether helper programs are run. They are never run for layers below one that has a credential.
    /// - Returns: The steps of all layers, with their names.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        try await HelperCallCache.sharing { try await allSteps(for: server, runsHelpers: runsHelpers) }
    }

    private func allSteps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        var all: [LookupStep] = []
        var end: LookupStep.Status?
        for layer in layers {
            let source = Source(layer: layer)
            var steps = try await source.steps(for: server, runsHelpers: runsHelpers && end == nil)
            for index in steps.indices where steps[index].status == .selected {
                // An error that the layer ignores is not an error of the lookup.
                let isPassedOver = layer.errors == .ignore && steps[index].error != nil
                steps[index].status =
                    end ?? (isPassedOver ? .ignored(because: "errors of this place are ignored") : .selected)
            }
            all += steps
            guard end == nil else { continue }
            if steps.contains(where: { $0.credential != nil }) {
                end = .shadowed(by: layer.name)
            } else if layer.errors == .throwAtOnce, steps.contains(where: { $0.error != nil }) {
                end = .ignored(because: "the search ends with the error of \(layer.name)")
            }
        }
        return all
    }

    /// The layers, as stores that can explain their result.
    var sources: [any ExplainingStore] { layers.map(Source.init) }

    /// A layer that adds its name to its steps.
    struct Source: ExplainingStore {
        let layer: Layer

        func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
            var steps =
                if let store = layer.store as? any ExplainingStore {
                    try await store.steps(for: server, runsHelpers: runsHelpers)
                } else {
                    [try await answer(for: server)]
                }
            for index in steps.indices {
                steps[index].layer = steps[index].layer.map { "\(layer.name), \($0)" } ?? layer.name
            }
            return steps
        }

        private func answer(for server: ServerAddress) async throws -> LookupStep {
            do {
                let credential = try await layer.store.get(server)
                return LookupStep(at: .init(), rule: "", credential.map(LookupStep.Content.credential) ?? .nothing)
            } catch {
                let error = try CredentialStoreError(ofLayer: error)
                return LookupStep(at: error.place, rule: "", .failed(error))
            }
        }

        func get(_ server: ServerAddress) async throws -> Credential? { try await layer.store.get(server) }

        func put(_ credential: Credential, for server: ServerAddress) async throws {
            try await layer.store.put(credential, for: server)
        }

        func delete(_ server: ServerAddress) async throws { try await layer.store.delete(server) }
    }
}
