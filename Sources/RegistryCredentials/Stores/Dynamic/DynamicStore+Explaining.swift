extension DynamicStore: ExplainingStore {
    /// Returns the steps for the selected store and for the other entries in the file.
    ///
    /// - Parameters:
    ///   - server: The registry, under any of its names.
    ///   - runsHelpers: Whether the helper is run, if one is configured.
    /// - Returns: The step of the helper, if there is one, and the steps of the file.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        let inFile: [LookupStep]
        let holder: Holder
        do {
            let snapshot = try await file.snapshot()
            let candidates = try snapshot.candidates(for: server)
            inFile = LookupStep.list(of: candidates, in: configPath, isPresent: snapshot.isPresent)
            do {
                holder = try self.holder(of: server, in: snapshot)
            } catch {
                return [LookupStep(at: error.place, rule: "", .failed(error))]
                    + ignored(inFile, "the helpers in the config file cannot be read")
            }
        } catch let error as CredentialStoreError {
            return [LookupStep(at: .init(file: configPath, key: error.place.key), rule: "", .failed(error))]
        }
        guard case .helper(let helper) = holder else { return inFile }
        var first = try await helper.store.step(
            for: server,
            rule: "named by \(helper.origin)",
            runsHelper: runsHelpers
        )
        if let credential = first.credential {
            let stored = inFile.lazy.compactMap(\.credential).first
            first.content = .credential(credential.adding(registryTokenOf: stored))
        }
        if case .failed = first.content, options.fallThrough == .whenNotFoundOrFailed {
            first.status = .ignored(because: "the file is used if the helper fails")
            return [first] + inFile
        }
        guard options.fallThrough != .never, first.error == nil else {
            return [first] + ignored(inFile, "\(helper.origin) names a helper for this registry")
        }
        guard first.credential != nil else { return [first] + inFile }
        return [first]
            + inFile.map { step in
                var step = step
                if step.status == .selected { step.status = .shadowed(by: "the helper") }
                return step
            }
    }

    private func ignored(_ steps: [LookupStep], _ reason: String) -> [LookupStep] {
        steps.filter { $0.content != .nothing && $0.content != .absent }.map { step in
            var step = step
            step.status = .ignored(because: reason)
            return step
        }
    }
}
