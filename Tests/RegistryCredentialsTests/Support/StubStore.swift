import RegistryCredentials

/// A store with one credential for every registry, or one error for every call.
actor StubStore: CredentialStore {
    private var credential: Credential?
    private let error: CredentialStoreError?
    private(set) var requests = 0

    init(_ credential: Credential? = nil, error: CredentialStoreError? = nil) {
        self.credential = credential
        self.error = error
    }

    func get(_ server: ServerAddress) throws -> Credential? {
        try take()
        return credential
    }

    func put(_ credential: Credential, for server: ServerAddress) throws {
        try take()
        self.credential = credential
    }

    func delete(_ server: ServerAddress) throws {
        try take()
        credential = nil
    }

    private func take() throws {
        requests += 1
        if let error { throw error }
    }
}

extension ServerAddress {
    /// `registry.example`.
    static var example: ServerAddress {
        do { return try ServerAddress("registry.example") } catch { fatalError("\(error)") }
    }
}
