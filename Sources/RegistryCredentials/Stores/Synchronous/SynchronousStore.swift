/// A store that can be read on the calling thread, without a program.
protocol SynchronousStore: CredentialStore {
    /// Looks up the credential of a registry, as `get` does.
    func getSynchronously(_ server: ServerAddress) throws(CredentialStoreError) -> Credential?
}

extension DynamicStore: SynchronousStore {
    /// A configured helper is an error: its answer is final, and it cannot be asked.
    func getSynchronously(_ server: ServerAddress) throws(CredentialStoreError) -> Credential? {
        let snapshot = ConfigSnapshot(try file.file.load(), path: configPath)
        let candidates = try snapshot.candidates(for: server)
        switch try holder(of: server, in: snapshot) {
        case .file: return try candidates.best()
        case .helper(let helper): throw helper.store.program.notAllowed(server.dockerKey)
        }
    }
}

extension DocumentStore: SynchronousStore {
    func getSynchronously(_ server: ServerAddress) throws(CredentialStoreError) -> Credential? {
        try readCandidates(for: server).best()
    }
}

extension NetrcStore: SynchronousStore {
    func getSynchronously(_ server: ServerAddress) throws(CredentialStoreError) -> Credential? {
        guard let bytes = try read() else { return nil }
        return try credential(for: server, in: bytes)
    }
}
