/// The content of a config file that one operation uses, so that all its decisions are based on the same bytes.
package struct ConfigSnapshot: Sendable {
    /// The content; an empty document if there is no file.
    let document: ConfigDocument
    /// The path, for error messages.
    let path: String

    init(_ document: ConfigDocument, path: String) {
        self.document = document
        self.path = path
    }

    /// Whether the file exists and is not empty.
    var isPresent: Bool { !document.bytes.isEmpty }

    /// Returns the credential helpers that the file names.
    func helperSettings() throws(CredentialStoreError) -> CredentialHelperSettings {
        try naming { () throws(CredentialStoreError) in try document.helperSettings() }
    }

    /// Whether the file configures credentials: it names a helper or has an entry, even an empty one.
    func isAuthConfigured() throws(CredentialStoreError) -> Bool {
        try naming { () throws(CredentialStoreError) in try document.isAuthConfigured() }
    }

    /// Returns all entries that apply to a server, in order of precedence.
    ///
    /// - Throws: `damaged` if `auths` is damaged.
    func candidates(for server: ServerAddress) throws(CredentialStoreError) -> [Candidate] {
        try naming { () throws(CredentialStoreError) in
            try document.candidates(for: server).map { $0.inFile(path) }
        }
    }

    /// Returns the entries that are not empty, in file order.
    func entries() throws(CredentialStoreError) -> [ListedCredential] {
        try naming { () throws(CredentialStoreError) in
            try document.entries().map { entry in
                ListedCredential(
                    key: entry.key,
                    username: entry.username,
                    at: .init(file: path),
                    problem: entry.problem?.inFile(path)
                )
            }
        }
    }

    private func naming<Value>(
        _ body: () throws(CredentialStoreError) -> Value
    ) throws(CredentialStoreError) -> Value {
        do {
            return try body()
        } catch {
            throw error.inFile(path)
        }
    }
}
