import RegistryCredentials

/// A store in memory that compares addresses byte by byte, as helper programs do.
actor RecordingStore: CredentialStore {
    private(set) var entries: [String: Credential]
    private(set) var calls: [String] = []
    private let failure: CredentialStoreError?
    private let keepsAll: Bool

    init(
        _ entries: [String: Credential] = [:],
        failingWith failure: CredentialStoreError? = nil,
        keepsAll: Bool = false
    ) {
        self.entries = entries
        self.failure = failure
        self.keepsAll = keepsAll
    }

    func get(_ server: ServerAddress) throws -> Credential? {
        calls.append("get \(server.text)")
        if let failure { throw failure }
        return entries[server.text]
    }

    func put(_ credential: Credential, for server: ServerAddress) throws {
        calls.append("put \(server.text)")
        if let failure { throw failure }
        entries[server.text] = credential
    }

    func delete(_ server: ServerAddress) throws {
        calls.append("delete \(server.text)")
        if let failure { throw failure }
        if !keepsAll { entries[server.text] = nil }
    }
}
