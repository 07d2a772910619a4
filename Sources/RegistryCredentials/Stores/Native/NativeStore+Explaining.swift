internal import HelperProtocol

extension NativeStore: ExplainingStore {
    /// Returns the step for the helper, which may be skipped.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether the helper is run.
    /// - Returns: A single step, without content if the helper was not run.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        [try await step(for: server, rule: "", runsHelper: runsHelpers)]
    }

    /// Returns the step for the helper, which may be skipped.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - rule: The setting that names the helper.
    ///   - runsHelper: Whether the helper is run.
    /// - Returns: The step.
    /// - Throws: `CancellationError`.
    func step(for server: ServerAddress, rule: String, runsHelper: Bool) async throws -> LookupStep {
        func step(_ key: String, _ content: LookupStep.Content) -> LookupStep {
            LookupStep(at: .init(file: program.origin.file, key: key, helper: program.name), rule: rule, content)
        }
        let key = (try? keys(of: server))?.canonical.text ?? server.dockerKey
        guard runsHelper else {
            return step(key, .notAsked("a helper may have to ask for a password"))
        }
        do {
            let found = try await HelperCallCache.sharing { try await lookUp(server) }
            return step(found?.key.text ?? key, found.map { .credential($0.credential) } ?? .nothing)
        } catch let error as CredentialStoreError {
            return step(error.place.key ?? key, .failed(error))
        }
    }
}
