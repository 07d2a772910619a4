internal import SystemPackage
package import SystemSupport

/// A read-only store backed by a document that other tools manage, such as an environment variable, a mounted secret or
/// a legacy file.
///
/// Keys match as in Docker's `config.json`. Helpers that the document names are ignored.
public struct DocumentStore: ExplainingStore, ListingStore {
    /// The name of the document in messages: a path or the name of a variable.
    public let name: String
    private let load: @Sendable () throws(CredentialStoreError) -> ConfigDocument?
    /// Returns the value of the variable with the document; nil if the document is a file.
    let variable: (@Sendable () -> String?)?

    private init(
        _ name: String,
        variable: (@Sendable () -> String?)? = nil,
        load: @escaping @Sendable () throws(CredentialStoreError) -> ConfigDocument?
    ) {
        self.name = name
        self.variable = variable
        self.load = load
    }

    /// Creates a store for `DOCKER_AUTH_CONFIG`, the variable from which Docker and GitLab read a config document.
    ///
    /// - Parameter environment: The environment variables; nil for those of this process at the time of each request.
    /// - Returns: The store.
    public static func dockerAuthConfig(environment: [String: String]? = nil) -> DocumentStore {
        dockerAuthConfig(in: environment.map { ProcessEnvironment($0) } ?? .current)
    }

    /// Creates the store for environment variables that need not be UTF-8.
    package static func dockerAuthConfig(in environment: ProcessEnvironment) -> DocumentStore {
        DocumentStore("DOCKER_AUTH_CONFIG", variable: { environment["DOCKER_AUTH_CONFIG"] }) {
            () throws(CredentialStoreError) in
            guard let bytes = environment.bytes(of: "DOCKER_AUTH_CONFIG") else { return nil }
            return try ConfigDocument(parsing: bytes)
        }
    }

    /// Creates a store for `.dockercfg`, Docker's file before version 1.7, in which the whole file is what `auths`
    /// holds today.
    ///
    /// - Parameter path: The path of the file. A missing file is treated as an empty one.
    /// - Returns: The store.
    public static func dockercfg(path: String) -> DocumentStore {
        file(path) { bytes throws(CredentialStoreError) in try DocumentSource.legacy(bytes) }
    }

    /// Creates a store for a Kubernetes image pull secret: a manifest, or a mounted `.dockerconfigjson` or
    /// `.dockercfg`.
    ///
    /// - Parameter path: The path of the file. A missing file is treated as an empty one.
    /// - Returns: The store.
    public static func kubernetesSecret(path: String) -> DocumentStore {
        file(path, DocumentSource.kubernetesSecret)
    }

    private static func file(
        _ path: String,
        _ parse: @escaping @Sendable ([UInt8]) throws(CredentialStoreError) -> ConfigDocument
    ) -> DocumentStore {
        DocumentStore(path) { () throws(CredentialStoreError) in
            let file: RegularFile?
            do throws(SystemError) {
                file = try RegularFile.readIfPresent(FilePath(path), limit: sizeLimit)
            } catch {
                throw CredentialStoreError(.unavailable, "\(error)")
            }
            guard let file else { return nil }
            return try parse(file.bytes)
        }
    }

    private static let sizeLimit = 64 << 20

    /// Looks up the credential of a registry.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The credential; nil if there is none or the document is missing.
    /// - Throws: ``CredentialStoreError`` if the document cannot be read or parsed.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await candidates(for: server).best()
    }

    /// Always throws, because the store is read-only.
    ///
    /// - Parameters:
    ///   - credential: Ignored.
    ///   - server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported``.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        throw readOnly("saved")
    }

    /// Throws if there is a credential to delete, because the store is read-only.
    ///
    /// - Parameter server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported`` if there is a
    ///   credential.
    public func delete(_ server: ServerAddress) async throws {
        if try await candidates(for: server).contains(where: { $0.credential != nil }) { throw readOnly("deleted") }
    }

    /// Returns a step for every entry that applies to a registry.
    ///
    /// - Parameters:
    ///   - server: The registry, under any of its names.
    ///   - runsHelpers: Ignored: this store runs no helper.
    /// - Returns: A step for each entry; a single step with no entry if none applies.
    /// - Throws: `CancellationError`.
    public func steps(for server: ServerAddress, runsHelpers: Bool) async throws -> [LookupStep] {
        do {
            var steps = LookupStep.list(of: try await candidates(for: server), in: name, isPresent: isPresent)
            if let problem = problemForDocker, !steps.isEmpty, steps[0].content != .absent {
                steps[0].note = problem.message
            }
            return steps
        } catch let error as CredentialStoreError {
            return [LookupStep(at: .init(file: name), rule: "", .failed(error))]
        }
    }

    /// Lists the credentials in the document.
    ///
    /// - Returns: Keys and users, in document order. A damaged entry is included with its problem.
    /// - Throws: ``CredentialStoreError`` if the document cannot be read or parsed.
    public func list() async throws -> [ListedCredential] {
        let (load, name) = (load, name)
        return try await BlockingWork.run {
            do {
                return try load().map { try ConfigSnapshot($0, path: name).entries() } ?? []
            } catch let error as CredentialStoreError {
                throw error.inFile(name)
            }
        }
    }

    private func candidates(for server: ServerAddress) async throws -> [Candidate] {
        try await BlockingWork.run { try readCandidates(for: server) }
    }

    /// Reads the document on the calling thread.
    func readCandidates(for server: ServerAddress) throws(CredentialStoreError) -> [Candidate] {
        do throws(CredentialStoreError) {
            guard let document = try load() else { return [] }
            return try ConfigSnapshot(document, path: name).candidates(for: server)
        } catch {
            throw error.inFile(name)
        }
    }

    private func readOnly(_ verb: String) -> CredentialStoreError {
        .readOnly("this place", nothingWas: verb, in: name, advice: ["Change it at its source"])
    }
}
