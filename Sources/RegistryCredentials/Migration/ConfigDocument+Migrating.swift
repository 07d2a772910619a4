internal import AuthsFormat
internal import Codecs

/// Edits of migrations; each returns nil for the bytes if nothing changes.
extension ConfigDocument {
    /// A change of `credsStore` and `credHelpers`.
    struct HelperChange: Sendable {
        /// The new document; nil if nothing changes.
        var bytes: [UInt8]?
        /// The changed settings, such as `credsStore = "file"`.
        var descriptions: [String] = []
    }

    /// Returns the document in which a helper is named for credentials that it now has.
    ///
    /// `credsStore` is set only if the file has no other credential, because docker would no longer find that one.
    /// Otherwise `credHelpers` names the helper for each registry.
    ///
    /// - Parameters:
    ///   - name: The name of the helper.
    ///   - entries: The keys in the file and the hosts of the credentials.
    ///   - isDefault: Whether `credsStore` may be set.
    /// - Returns: The change.
    /// - Throws: `damaged` if the document cannot be edited.
    func settingHelper(
        _ name: String,
        for entries: [(key: String, host: ServerAddress)],
        isDefault: Bool
    ) throws(CredentialStoreError) -> HelperChange {
        let settings = try helperSettings()
        let copied = Set(entries.map { Array($0.key.utf8) })
        let isOnly = try contents().allSatisfy { entry in
            guard !copied.contains(Array(entry.key.utf8)) else { return true }
            return (try? ServerAddress(entry.key)).map { settings.helper(for: $0) != nil } ?? false
        }
        guard isDefault, isOnly, settings.credentialsStore == nil || settings.credentialsStore == name else {
            return try settingHelper(name, for: entries.map(\.host))
        }
        guard !entries.isEmpty else { return HelperChange() }
        let bytes = try settingCredentialsStore(name)
        return HelperChange(bytes: bytes, descriptions: bytes == nil ? [] : ["credsStore = \"\(name)\""])
    }

    /// Returns the document in which `credHelpers` names a helper for some hosts.
    func settingHelper(_ name: String, for hosts: [ServerAddress]) throws(CredentialStoreError) -> HelperChange {
        let settings = try helperSettings()
        var keys: [String] = []
        for host in hosts {
            let present = settings.helper(for: host)
            guard present?.helper != .program(name) else { continue }
            let key = present?.key ?? host.dockerKey
            if !keys.contains(where: { $0.utf8.elementsEqual(key.utf8) }) { keys.append(key) }
        }
        return try settingHelpers(keys.map { ($0, name) })
    }

    /// Returns the document with members of `credHelpers` set.
    func settingHelpers(_ helpers: [(key: String, name: String)]) throws(CredentialStoreError) -> HelperChange {
        guard !helpers.isEmpty else { return HelperChange() }
        _ = try authsObjects()  // No edit of a file that is damaged elsewhere.
        try checkWritable()
        let changes = helpers.map { (key: JSONKey.exactly($0.key), value: JSONTree?.some(.string($0.name))) }
        let bytes = try writing { () throws(JSONError) in
            try document.changingMembers(at: [Self.credentialHelpers], changes)
        }
        return HelperChange(
            bytes: bytes,
            descriptions: helpers.map { "credHelpers[\"\($0.key.withoutUserInformation)\"] = \"\($0.name)\"" }
        )
    }

    /// Returns the document with some entries emptied, as Docker leaves them for a helper.
    func emptying(_ keys: [String]) throws(CredentialStoreError) -> [UInt8]? {
        guard !keys.isEmpty else { return nil }
        try checkWritable()
        return try writing { () throws(JSONError) in try document.emptyingAuthsEntries(keys) }
    }

    /// Returns the document with one entry set, under exactly this key.
    ///
    /// - Throws: `notRepresentable` if an entry cannot hold the credential, `damaged` if the document cannot be edited.
    func putting(_ credential: Credential, exactly key: String) throws(CredentialStoreError) -> [UInt8]? {
        let entry = try credential.entry(at: key, rules)
        let present = try contents().last { $0.key.utf8.elementsEqual(key.utf8) }?.content
        guard present != .credential(credential.normalized) else { return nil }
        try checkWritable()
        return try writing { () throws(JSONError) in try document.settingAuthsEntry(key, to: entry) }
    }

    /// Returns the document without one entry.
    ///
    /// - Throws: `conflict` if the entry holds a different credential, `damaged` if the document cannot be edited.
    func removing(_ key: String, holding credential: Credential) throws(CredentialStoreError) -> [UInt8]? {
        guard let content = try contents().last(where: { $0.key.utf8.elementsEqual(key.utf8) })?.content else {
            return nil
        }
        guard content == .credential(credential) else {
            throw .entryChanged(at: .init(key: key))
        }
        try checkWritable()
        return prefix + document.removingAuthsEntries([key])
    }
}

extension ConfigDocument {
    /// The keys of all entries, including the empty ones that Docker leaves for credentials in a helper.
    func allKeys() throws(CredentialStoreError) -> [String] {
        try authsObjects().flatMap { $0.members.compactMap(\.name) }
    }
}

extension FileStore {
    /// Removes one entry if it holds this credential.
    func remove(_ key: String, holding credential: Credential) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.removing(key, holding: credential) }
        )
    }

    /// Returns the credential under exactly this key.
    func get(exactly key: String) async throws -> Credential? {
        try await candidates(for: ServerAddress(exactly: key))
            .first { $0.key.utf8.elementsEqual(key.utf8) }?.credential
    }
}
