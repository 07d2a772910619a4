/// Several stores, asked in order.
///
/// A layer that fails does not hide the next: its error is reported, and thrown only if no other layer has a credential,
/// unless its ``ErrorPolicy`` says otherwise. What is saved and deleted is so in the first layer that is not read only;
/// ``deleteEverywhere(_:)`` deletes in all.
public struct FallbackStore: ExplainingStore {
    /// What becomes of a layer's errors in `get`.
    public enum ErrorPolicy: Sendable {
        /// The search goes on, and the error is thrown if nobody else has a credential.
        case goOn
        /// The search ends with the error.
        case stop
        /// The search goes on as if the layer had nothing.
        case ignore
    }

    /// A store and its part in the whole.
    public struct Layer: Sendable {
        /// A name for reports.
        public let name: String
        /// Where credentials are looked for.
        public let store: any CredentialStore
        /// What becomes of its errors.
        public let errors: ErrorPolicy
        /// Whether it is never saved to, as others own it.
        public let isReadOnly: Bool

        /// Names a store.
        ///
        /// - Parameters:
        ///   - name: A name for reports.
        ///   - store: Where credentials are looked for.
        ///   - errors: What becomes of its errors.
        ///   - isReadOnly: Whether it is never saved to, as others own it.
        public init(
            _ name: String,
            _ store: any CredentialStore,
            errors: ErrorPolicy = .goOn,
            isReadOnly: Bool = false
        ) {
            self.name = name
            self.store = store
            self.errors = errors
            self.isReadOnly = isReadOnly
        }
    }

    /// The layers, in the order in which they are asked.
    public let layers: [Layer]
    private let report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)?

    /// Puts layers together.
    ///
    /// - Parameters:
    ///   - layers: The stores, in the order in which they are asked.
    ///   - report: Gets every error that `get` meets, also those that are not thrown in the end.
    public init(
        _ layers: [Layer],
        report: (@Sendable (_ layer: String, _ error: CredentialStoreError) -> Void)? = nil
    ) {
        self.layers = layers
        self.report = report
    }

    /// Asks layer after layer.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The first credential; nil if all layers say that they have none.
    /// - Throws: ``CredentialStoreError``: the first error, if no layer has a credential; `CancellationError`.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await HelperCallCache.sharing { try await search(server) }
    }

    private func search(_ server: ServerAddress) async throws -> Credential? {
        var first: CredentialStoreError?
        for layer in layers {
            do {
                guard let credential = try await layer.store.get(server) else { continue }
                if let problem = (layer.store as? DocumentStore)?.problemForDocker { report?(layer.name, problem) }
                return credential
            } catch {
                let error = try CredentialStoreError(ofLayer: error)
                report?(layer.name, error)
                switch layer.errors {
                case .stop: throw error
                case .goOn: first = first ?? error
                case .ignore: continue
                }
            }
        }
        if let first { throw first }
        return nil
    }

    /// Saves in the first layer that is not read only.
    ///
    /// - Parameters:
    ///   - credential: What to save.
    ///   - server: The registry.
    /// - Throws: What the layer throws; ``CredentialStoreError`` with the code
    ///   ``CredentialStoreError/Code/unsupported`` if there is no such layer.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        try await primary.put(credential, for: server)
    }

    /// Deletes in the first layer that is not read only; other layers may still answer.
    ///
    /// - Parameter server: The registry.
    /// - Throws: What the layer throws; ``CredentialStoreError`` with the code
    ///   ``CredentialStoreError/Code/unsupported`` if there is no such layer.
    public func delete(_ server: ServerAddress) async throws {
        try await primary.delete(server)
    }

    /// Saves in the first layer that is not read only, and says where.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry.
    /// - Returns: What the layer reports.
    /// - Throws: What ``put(_:for:)`` throws.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        try await primary.putReporting(credential, for: server)
    }

    /// Deletes in the first layer that is not read only, and says what.
    ///
    /// - Parameter server: The registry.
    /// - Returns: What the layer reports.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        do {
            return try await primary.deleteReporting(server)
        } catch let error as CredentialStoreError {
            return DeletionReport(failure: error)
        }
    }

    /// Deletes in every layer, going on after failures.
    ///
    /// - Parameter server: The registry.
    /// - Returns: What each layer reports.
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

    private var primary: any CredentialStore {
        get throws(CredentialStoreError) {
            guard let layer = layers.first(where: { !$0.isReadOnly }) else {
                throw CredentialStoreError(.unsupported, "there is no store to save credentials in")
            }
            return layer.store
        }
    }
}

extension CredentialStoreError {
    /// The error of a layer, whatever store that is; a cancellation is thrown on.
    ///
    /// The text of an error that is not this library's is left out, as nobody knows what is in it.
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
