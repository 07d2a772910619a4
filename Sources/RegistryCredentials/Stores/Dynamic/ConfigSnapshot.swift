internal import Codecs

/// A configuration file as one operation sees it; everything is decided from the same bytes.
package struct ConfigSnapshot: Sendable {
    /// The content; a document that says nothing if there is no file.
    let document: ConfigDocument
    /// The path, for errors.
    let path: String

    init(_ document: ConfigDocument, path: String) {
        self.document = document
        self.path = path
    }

    /// Whether there is a file with anything in it.
    var isPresent: Bool { !document.bytes.isEmpty }

    /// What the file says of helpers.
    func helperSettings() throws(CredentialStoreError) -> CredentialHelperSettings {
        try naming { () throws(CredentialStoreError) in try document.helperSettings() }
    }

    /// Whether the file says anything of credentials: a helper, or an entry, be it an empty one.
    func isAuthConfigured() throws(CredentialStoreError) -> Bool {
        try naming { () throws(CredentialStoreError) in try document.isAuthConfigured() }
    }

    /// All entries that may answer for a server, in the order in which they are asked.
    ///
    /// - Throws: `malformed` if the entries cannot be found; also if they stand where Docker looks for none.
    func candidates(for server: ServerAddress) throws(CredentialStoreError) -> [Candidate] {
        try naming { () throws(CredentialStoreError) in
            try checkForm()
            return try document.candidates(for: server).map { $0.inFile(path) }
        }
    }

    /// Every entry that is not empty, in the order of the file.
    func entries() throws(CredentialStoreError) -> [ListedCredential] {
        try naming { () throws(CredentialStoreError) in
            try checkForm()
            return try document.entries().map { entry in
                ListedCredential(
                    key: entry.key,
                    username: entry.username,
                    at: .init(file: path),
                    problem: entry.problem?.inFile(path)
                )
            }
        }
    }

    /// Refuses a file in the form of `~/.dockercfg`, whose entries every client passes over without a word.
    private func checkForm() throws(CredentialStoreError) {
        guard document.root(.foldingCase("auths")) == nil, document.hasEntriesAtTop else { return }
        throw CredentialStoreError(
            .malformed,
            "the file has the form of ~/.dockercfg: its entries are not in \"auths\", so no client reads them",
            advice: ["Put the entries into an object named \"auths\": {\"auths\": {…}}."]
        )
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

extension ConfigDocument {
    fileprivate func root(_ key: JSONKey) -> JSONValue? { document.root[key] }

    /// Whether a member of the whole document looks like an entry.
    fileprivate var hasEntriesAtTop: Bool {
        guard document.root.kind == .object else { return false }
        return document.root.members.contains { member in
            member.value.kind == .object && member.value["auth"]?.string != nil
        }
    }
}
