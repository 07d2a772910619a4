internal import SystemPackage
internal import SystemSupport

/// Credentials in a text that others have written, read only: a variable, a mounted secret, a file of old.
///
/// Keys are matched as in Docker's `config.json`. What the text says of helpers does not count.
public struct DocumentStore: ExplainingStore, ListingStore {
    /// What the text is called in messages: a path, or the name of a variable.
    public let name: String
    private let load: @Sendable () throws -> ConfigDocument?
    /// The value of the variable that the document is in; nil if it is in a file.
    let variable: (@Sendable () -> String?)?

    private init(
        _ name: String,
        variable: (@Sendable () -> String?)? = nil,
        load: @escaping @Sendable () throws -> ConfigDocument?
    ) {
        self.name = name
        self.variable = variable
        self.load = load
    }

    /// The text of `DOCKER_AUTH_CONFIG`: a configuration document, which Docker and GitLab take from a variable.
    ///
    /// - Parameter environment: The variables of the process; nil for those of this one, at the time of each request.
    /// - Returns: The store.
    public static func dockerAuthConfig(environment: [String: String]? = nil) -> DocumentStore {
        let environment = environment.map { ProcessEnvironment($0) } ?? .current
        return DocumentStore("DOCKER_AUTH_CONFIG", variable: { environment["DOCKER_AUTH_CONFIG"] }) {
            try environment.bytes(of: "DOCKER_AUTH_CONFIG").map { try ConfigDocument(parsing: $0) }
        }
    }

    /// The file that Docker had before 1.7: what stands under `auths` now was the whole file.
    ///
    /// - Parameter path: Where it is. That it is not there means that there are no credentials.
    /// - Returns: The store.
    public static func dockercfg(path: String) -> DocumentStore {
        file(path) { bytes throws(CredentialStoreError) in try DocumentSource.legacy(bytes) }
    }

    /// A Kubernetes secret: the object, or the file `.dockerconfigjson` or `.dockercfg` of one that is mounted.
    ///
    /// - Parameter path: Where it is. That it is not there means that there are no credentials.
    /// - Returns: The store.
    public static func kubernetesSecret(path: String) -> DocumentStore {
        file(path, DocumentSource.kubernetesSecret)
    }

    private static func file(
        _ path: String,
        _ parse: @escaping @Sendable ([UInt8]) throws(CredentialStoreError) -> ConfigDocument
    ) -> DocumentStore {
        DocumentStore(path) {
            do {
                return try RegularFile.readIfPresent(FilePath(path), limit: sizeLimit).map { try parse($0.bytes) }
            } catch let error as SystemError {
                throw CredentialStoreError(.unavailable, "\(error)")
            }
        }
    }

    private static let sizeLimit = 64 << 20

    /// Looks up the credential of a server.
    ///
    /// - Parameter server: The registry, however it is spelt.
    /// - Returns: The credential; nil if there is none, or no text.
    /// - Throws: ``CredentialStoreError`` if the text cannot be read, or not be understood.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        try await candidates(for: server).best()
    }

    /// Refuses: the text belongs to others.
    ///
    /// - Parameters:
    ///   - credential: What is not saved.
    ///   - server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported``.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        throw readOnly("saved")
    }

    /// Refuses if there is something to delete: the text belongs to others.
    ///
    /// - Parameter server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported`` if there is a credential.
    public func delete(_ server: ServerAddress) async throws {
        if try await candidates(for: server).contains(where: { $0.credential != nil }) { throw readOnly("deleted") }
    }

    /// Looks at every entry that speaks for a server.
    ///
    /// - Parameters:
    ///   - server: The registry, however it is spelt.
    ///   - runsHelpers: Of no account: no helper is run.
    /// - Returns: A step for each entry; one that says so if there is none.
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

    /// Lists what the text has.
    ///
    /// - Returns: Keys and users, in the order of the text. An entry that is damaged is in the list with its problem.
    /// - Throws: ``CredentialStoreError`` if the text cannot be read, or not be understood.
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
        let (load, name) = (load, name)
        return try await BlockingWork.run {
            do {
                return try load().map { try ConfigSnapshot($0, path: name).candidates(for: server) } ?? []
            } catch let error as CredentialStoreError {
                throw error.inFile(name)
            }
        }
    }

    private func readOnly(_ verb: String) -> CredentialStoreError {
        CredentialStoreError(
            .unsupported,
            "this place is only read, so nothing was \(verb) there",
            at: .init(file: name),
            advice: ["Change it where it comes from."]
        )
    }
}
