internal import HelperProtocol

extension NativeStore: ExplainingStore {
    /// Asks the helper, or says that it was not run.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether the helper is run.
    /// - Returns: One step.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        [try await step(for: server, rule: "", runsHelper: runsHelpers)]
    }

    /// Asks the helper, or says that it was not run.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - rule: What names the helper.
    ///   - runsHelper: Whether it is run.
    /// - Returns: What it has.
    /// - Throws: `CancellationError`.
    func step(for server: ServerAddress, rule: String, runsHelper: Bool) async throws -> LookupStep {
        func step(_ key: String, _ content: LookupStep.Content) -> LookupStep {
            LookupStep(at: .init(file: program.origin.file, key: key, helper: program.name), rule: rule, content)
        }
        guard runsHelper else {
            return step(server.dockerKey, .notAsked("a helper may have to ask for a password"))
        }
        do {
            let found = try await HelperCallCache.sharing { try await lookUp(server) }
            return step(found?.key.text ?? server.dockerKey, found.map { .credential($0.credential) } ?? .nothing)
        } catch let error as CredentialStoreError {
            return step(error.place.key ?? server.dockerKey, .failed(error))
        }
    }
}
