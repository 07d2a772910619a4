internal import HelperProtocol

extension CredentialHelperProgram {
    /// Does one call of the program, with an event before and one after it.
    func traced(
        _ action: HelperAction,
        _ key: String?,
        _ call: () async throws -> [UInt8]?
    ) async throws -> [UInt8]? {
        guard let trace else { return try await call() }
        let clock = ContinuousClock()
        let start = clock.now
        func event(_ stage: HelperEvent.Stage, _ error: CredentialStoreError? = nil) -> HelperEvent {
            let duration = stage == .started ? nil : clock.now - start
            return HelperEvent(stage: stage, helper: name, action: action, key: key, duration: duration, error: error)
        }
        trace(event(.started))
        do {
            let output = try await call()
            trace(event(output == nil ? .notFound : .finished))
            return output
        } catch let error as CredentialStoreError {
            trace(event(.failed, error))
            throw error
        } catch {
            trace(event(.cancelled))
            throw error
        }
    }
}
