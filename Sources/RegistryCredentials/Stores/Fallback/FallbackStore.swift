/// A store that searches several stores in order.
///
/// A failing layer does not stop the search, unless its ``ErrorPolicy`` says otherwise. Its error is reported, and
/// thrown only if no other layer has a credential. Saves and deletions go to the first layer that is not read-only;
/// ``deleteEverywhere(_:)`` deletes from all layers.
public struct FallbackStore: ExplainingStore {
    /// How `get` handles the errors of a layer.
    public enum ErrorPolicy: Sendable {
        /// Continues the search, and throws the error if no layer has a credential.
        case throwWhenNotFound
        /// Ends the search and throws the error.
        case throwAtOnce
        /// Continues the search as if the layer had no credential.
        case ignore
    }

    /// A store in the search order.
    public struct Layer: Sendable {
        /// The name of the layer in reports.
        public let name: String
        /// The store that is searched.
        public let store: any CredentialStore
        /// How its errors are handled.
        public let errors: ErrorPolicy
        /// Whether the store is never changed, because other programs manage it.
        public let isReadOnly: Bool

        /// Creates a layer.
        ///
        /// - Parameters:
        ///   - name: The name of the layer in reports.
        ///   - store: The store that is searched.
        ///   - errors: How its errors are handled.
        ///   - isReadOnly: Whether the store is never changed, because other programs manage it.
        public init(
            _ name: String,
            _ store: any CredentialStore,
            errors: ErrorPolicy = .throwWhenNotFound,
            isReadOnly: Bool = false
        ) {
            self.name = name
            self.store = store
            self.errors = errors
            self.isReadOnly = isReadOnly
        }
    }

    /// The layers, in the order in which they are searched.
    public let layers: [Layer]
    private let report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)?

    /// Creates a store from layers.
    ///
    /// - Parameters:
    ///   - layers: The stores, in the order in which they are searched.
    ///   - report: Called with every error that `get` encounters, including errors that it does not throw.
    public init(
        _ layers: [Layer],
        report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)? = nil
    ) {
        self.layers = layers
        self.report = report
    }

    /// Looks up the credential of a registry in each layer in turn.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The first credential; nil if no layer has one.
    /// - Throws: The first ``CredentialStoreError``, if no layer has a credential; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await HelperCallCache.sharing { try await search(server) }
    }

    private func search(_ server: ServerAddress) async throws -> Credential? {
        var first: CredentialStoreError?
        for layer in layers {
            do {
                guard let credential = try await layer.store.get(server) else {
                    if let problem = (layer.store as? VariableStore)?.problem(for: server) {
                        report?(layer.name, problem)
                    }
                    continue
                }
                if let problem = (layer.store as? DocumentStore)?.problemForDocker { report?(layer.name, problem) }
                return credential
            } catch {
                let error = try CredentialStoreError(ofLayer: error)
                report?(layer.name, error)
                switch layer.errors {
                case .throwAtOnce: throw error
                case .throwWhenNotFound: first = first ?? error
                case .ignore: continue
                }
            }
        }
        if let first { throw first }
        return nil
    }

    /// Saves the credential of a registry in the first layer that is not read-only.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry.
    /// - Throws: The layer's errors; ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported``
    ///   if all layers are read-only.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        try await primary(for: server).put(credential, for: server)
    }

    /// Saves a credential in the first layer that has the one that it was made from.
    ///
    /// - Parameters:
    ///   - old: The credential that `get` returned.
    ///   - new: The credential to save.
    ///   - server: The registry.
    /// - Returns: False if no layer that can be changed returns the old credential.
    /// - Throws: The layer's errors.
    public func replace(_ old: Credential, with new: Credential, for server: ServerAddress) async throws -> Bool {
        for layer in layers where !layer.isReadOnly {
            if try await layer.store.replace(old, with: new, for: server) { return true }
        }
        return false
    }

    /// Deletes the credential of a registry from the first layer that is not read-only; other layers may still have
    /// one.
    ///
    /// - Parameter server: The registry.
    /// - Throws: The layer's errors; ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported``
    ///   if all layers are read-only.
    public func delete(_ server: ServerAddress) async throws {
        try await primary(for: server).delete(server)
    }

    /// Saves the credential of a registry in the first layer that is not read-only, and reports where.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry.
    /// - Returns: The layer's report.
    /// - Throws: The errors of ``put(_:for:)``.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        try await primary(for: server).putReporting(credential, for: server)
    }

    /// Deletes the credential of a registry from the first layer that is not read-only, and reports the removed
    /// entries.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The layer's report.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        do {
            return try await primary(for: server).deleteReporting(server)
        } catch let error as CredentialStoreError {
            return DeletionReport(failure: error)
        }
    }

    /// Deletes the credential of a registry from every layer, and continues after failures.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The reports of all layers.
    /// - Throws: `CancellationError`.
    @discardableResult
    public func deleteEverywhere(
        _ server: ServerAddress
    ) async throws -> [(layer: String, report: DeletionReport)] {
        try await HelperCallCache.sharing {
            var reports: [(layer: String, report: DeletionReport)] = []
            for layer in layers { reports.append((layer.name, try await layer.store.deleteReporting(server))) }
            return reports
        }
    }

    /// The first layer that can be changed; podman passes over its helpers for a namespace.
    private func primary(for server: ServerAddress) throws(CredentialStoreError) -> any CredentialStore {
        let layer = layers.first { layer in
            !layer.isReadOnly && (layer.store as? NativeStore)?.supports(server) != false
        }
        guard let layer else {
            throw CredentialStoreError(.unsupported, "there is no store to save credentials in")
        }
        return layer.store
    }
}

extension CredentialStoreError {
    /// Converts an error of any store; rethrows a cancellation.
    ///
    /// The text of an error from another library is omitted, because it may contain a secret.
    init(ofLayer error: any Error) throws {
        if error is CancellationError { throw error }
        self =
            error as? CredentialStoreError
            ?? CredentialStoreError(
                .failed,
                "the store failed with an error of the type \(type(of: error))"
            )
    }
}
