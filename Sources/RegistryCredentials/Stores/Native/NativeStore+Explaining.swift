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
        let rule = program.origin.key.map { "named by \($0)" } ?? ""
        return [try await step(for: server, rule: rule, runsHelper: runsHelpers)]
    }

    /// Returns the step for the helper, which may be skipped.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - rule: The setting that names the helper.
    ///   - runsHelper: Whether the helper is run.
    /// - Returns: The step. Its place names the backend of docker-credential-auto that has the credential.
    /// - Throws: `CancellationError`.
    func step(for server: ServerAddress, rule: String, runsHelper: Bool) async throws -> LookupStep {
        func step(_ key: String, _ content: LookupStep.Content, backend: String? = nil) -> LookupStep {
            var place = CredentialStoreError.Place(file: program.origin.file, key: key, helper: program.name)
            place.backend = backend
            return LookupStep(at: place, rule: rule, content)
        }
        let key = (try? keys(of: server))?.canonical.text ?? server.dockerKey
        guard runsHelper else {
            return step(key, .notAsked("a helper may have to ask for a password"))
        }
        do {
            return try await HelperCallCache.sharing {
                let store = NativeStore(program.namingBackend, aliases)
                guard let found = try await store.lookUp(server) else { return step(key, .nothing) }
                let backend = try await store.program.backend(answering: found.key)
                return step(found.key.text, .credential(found.credential), backend: backend)
            }
        } catch let error as CredentialStoreError {
            return step(error.place.key ?? key, .failed(error))
        }
    }
}
