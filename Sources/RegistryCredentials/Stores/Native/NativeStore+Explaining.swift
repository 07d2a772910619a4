internal import HelperProtocol

extension NativeStore: ExplainingStore {
    /// Asks the helper, or says that nobody did.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - runsHelpers: Whether the helper is run.
    /// - Returns: One finding.
    /// - Throws: `CancellationError`.
    public func findings(for server: ServerAddress, runsHelpers: Bool) async throws -> [Finding] {
        [try await finding(for: server, rule: "", runsHelper: runsHelpers)]
    }

    /// Asks the helper, or says that nobody did.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - rule: What names the helper.
    ///   - runsHelper: Whether it is run.
    /// - Returns: What it has.
    /// - Throws: `CancellationError`.
    func finding(for server: ServerAddress, rule: String, runsHelper: Bool) async throws -> Finding {
        func finding(_ key: String, _ content: Finding.Content) -> Finding {
            Finding(at: .init(file: program.origin.file, key: key, helper: program.name), rule: rule, content)
        }
        guard runsHelper else {
            return finding(server.dockerKey, .notAsked("a helper may have to ask for a password"))
        }
        do {
            for key in try keys(of: server).asked {
                if let credential = try await get(key) { return finding(key.text, .credential(credential)) }
            }
            return finding(server.dockerKey, .nothing)
        } catch let error as CredentialStoreError {
            return finding(error.place.key ?? server.dockerKey, .failed(error))
        }
    }
}
