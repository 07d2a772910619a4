internal import Synchronization

extension FileStore {
    /// Reads the file once for an operation, so that its result never mixes two versions of the file.
    ///
    /// - Returns: The document; an empty one if there is no file.
    /// - Throws: `damaged` for a damaged file, `denied` or `unavailable` if it cannot be read.
    package func snapshot() async throws -> ConfigSnapshot {
        let path = path
        return ConfigSnapshot(try await reading { document in document }, path: path)
    }

    /// Saves the credential of a registry, as ``put(_:for:)`` does, and reports its key.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: The file, the key, and whether anything was written.
    /// - Throws: The errors of ``put(_:for:)``.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        let isChanged = Mutex(false)
        try await put(credential, for: server) { document throws(CredentialStoreError) in
            // Called before each attempt to write; the last call gets the document that is replaced.
            let isNew = try document.candidates(for: server).best() != credential.normalized
            isChanged.withLock { $0 = isNew }
        }
        let key = KeyMatcher(server, file.options.matching).canonicalKey
        return PutReport(at: .init(file: path, key: key), isPlaintext: true, isChanged: isChanged.withLock { $0 })
    }

    /// Removes every entry of a registry, as ``delete(_:)`` does, and reports the removed entries.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The removed entries that had a credential, the remaining entries for paths of the same host, and the
    ///   failure if there was one.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        let (path, rules) = (path, file.options.rules)
        let report = Mutex(DeletionReport())
        @Sendable func places(_ keys: [String]) -> [CredentialStoreError.Place] {
            keys.map { CredentialStoreError.Place(file: path, key: $0) }
        }
        do {
            try await updating(
                .init { document throws(CredentialStoreError) in
                    let bytes = try document.deleting(server)
                    let before = try Self.keys(of: server, in: document)
                    let after =
                        try bytes.map { bytes throws(CredentialStoreError) in
                            try Self.keys(of: server, in: ConfigDocument(parsing: bytes, rules: rules))
                        } ?? before
                    let found = DeletionReport(
                        removed: places(before.filter { key in !after.contains { $0.utf8.elementsEqual(key.utf8) } }),
                        remaining: places(after)
                    )
                    // The edit runs again after the write, to verify it; it removes nothing then.
                    report.withLock { if bytes != nil || $0.removed.isEmpty { $0 = found } }
                    return bytes
                }
            )
            return report.withLock { $0 }
        } catch let error as CredentialStoreError {
            return DeletionReport(remaining: report.withLock { $0.remaining }, failure: error)
        }
    }

    /// Returns the keys of all entries with a credential that are on the registry's host or equal its text.
    private static func keys(
        of server: ServerAddress,
        in document: ConfigDocument
    ) throws(CredentialStoreError) -> [String] {
        try document.contents().map(\.key).filter { key in
            key.utf8.elementsEqual(server.text.utf8) || (try? ServerAddress(key))?.isSameHost(as: server) == true
        }
    }

    /// Removes the secrets of a registry that a helper now stores, and writes the helper to `credsStore` if it was
    /// detected.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - helper: The name to write to `credsStore`; nil leaves it unchanged.
    /// - Throws: The errors of ``put(_:for:)``. Missing secrets are not an error.
    func blank(_ server: ServerAddress, naming helper: String?) async throws {
        let rules = file.options.rules
        try await updating(
            .init { document throws(CredentialStoreError) in
                let blanked = try document.blanking(server)
                guard let helper else { return blanked }
                guard let blanked else { return try document.settingCredentialsStore(helper) }
                return try ConfigDocument(parsing: blanked, rules: rules).settingCredentialsStore(helper) ?? blanked
            }
        )
    }
}

extension FileStore: ListingStore {}
