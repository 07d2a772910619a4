internal import SystemSupport

/// One of the ways in which credentials are moved.
protocol MigrationKind: Sendable {
    /// The config files on which the plan depends.
    var files: [FileStore] { get }

    /// Finds the credentials of the source, without a change.
    func entries() async throws -> [MigrationEntry]

    /// Returns the settings that change if all entries without an obstacle are moved.
    func settings(for entries: [MigrationEntry]) async throws -> [String]

    /// Throws if a client could not use a helper that the settings will name for it.
    func checkClients(of entries: [MigrationEntry]) async throws

    /// Changes the settings so that clients use the copies.
    ///
    /// - Parameters:
    ///   - copied: The credentials that are in the source and in the target.
    ///   - keepsSource: Whether the source keeps its credentials.
    /// - Returns: The changed settings, and the credentials that cannot be removed from the source.
    /// - Throws: ``CredentialStoreError`` if a config file cannot be changed; nothing is then removed.
    func configure(_ copied: [CopiedEntry], keepsSource: Bool) async throws -> MigrationConfiguration
}

extension MigrationKind {
    func checkClients(of entries: [MigrationEntry]) async throws {}
}

/// The result of changing the settings.
struct MigrationConfiguration: Sendable {
    var settings: [String] = []
    var refused: [MigrationReport.RemainingItem] = []
}

extension CredentialStoreError {
    /// The reason why a credential with a path is not moved to a helper or to Docker.
    static func pathNotSupported(_ key: String, in file: String) -> CredentialStoreError {
        CredentialStoreError(
            .notRepresentable,
            "docker and credential helpers store one credential per host, not per path",
            at: .init(file: file, key: key)
        )
    }

    /// The reason why a file does not get a credential in plain text.
    static func plaintextNotAllowed(_ key: String, in file: String) -> CredentialStoreError {
        CredentialStoreError(
            .plaintextRefused,
            .plaintextRefused(
                "credential",
                in: file,
                advice: "Move it to a credential helper first, or allow plain text"
            ),
            at: .init(key: key)
        )
    }
}
