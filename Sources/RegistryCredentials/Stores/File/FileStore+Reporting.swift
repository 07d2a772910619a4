internal import Synchronization

extension FileStore {
    /// The file as one operation sees it: read once, so that an answer never mixes two states of it.
    ///
    /// - Returns: The document; one that says nothing if there is no file.
    /// - Throws: `malformed` for a damaged file, `denied` or `unavailable` if it cannot be read.
    package func snapshot() async throws -> ConfigSnapshot {
        let path = path
        return ConfigSnapshot(try await reading { document in document }, path: path)
    }

    /// Saves the credential of a registry, as ``put(_:for:)`` does, and says under which key.
    ///
    /// - Parameters:
    ///   - credential: The credential to save.
    ///   - server: The registry, under any of its names.
    /// - Returns: The file, the key, and whether anything was written.
    /// - Throws: What ``put(_:for:)`` throws.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        let isChanged = Mutex(false)
        try await put(credential, for: server) { document throws(CredentialStoreError) in
            // Called before each try to write, the last time with the document that is written over.
            let isNew = try document.candidates(for: server).best() != credential.normalized
            isChanged.withLock { $0 = isNew }
        }
        let key = KeyMatcher(server, file.options.matching).canonicalKey
        return PutReport(at: .init(file: path, key: key), isPlaintext: true, isChanged: isChanged.withLock { $0 })
    }

    /// Removes every entry of a registry, as ``delete(_:)`` does, and says which.
    ///
    /// - Parameter server: The registry, under any of its names.
    /// - Returns: The entries with a credential that are gone, those of paths on the same host that stay, and what failed.
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
                    // The edit is made again after it was written, to see whether it stays: nothing is removed then.
                    report.withLock { if bytes != nil || $0.removed.isEmpty { $0 = found } }
                    return bytes
                }
            )
            return report.withLock { $0 }
        } catch let error as CredentialStoreError {
            return DeletionReport(remaining: report.withLock { $0.remaining }, failure: error)
        }
    }

    /// The keys of all entries with a credential on the host of a registry, or that are its text.
    private static func keys(
        of server: ServerAddress,
        in document: ConfigDocument
    ) throws(CredentialStoreError) -> [String] {
        try document.contents().map(\.key).filter { key in
            key.utf8.elementsEqual(server.text.utf8) || (try? ServerAddress(key))?.isSameHost(as: server) == true
        }
    }

    /// Removes the secrets of a registry, which a helper keeps from now on, and names the helper if it was detected.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - helper: What is written to `credsStore`; nil leaves that as it is.
    /// - Throws: As ``put(_:for:)``. That there are no secrets is not an error.
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
