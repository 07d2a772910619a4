internal import AuthsFormat
internal import Codecs
internal import RegistryCredentials

/// Edits for fixes; each returns nil if the file cannot be edited or nothing changes.
extension ConfigText {
    private static let credentialsStore = JSONKey.foldingCase("credsStore")
    private static let credentialHelpers = JSONKey.foldingCase("credHelpers")

    /// Returns the text without the setting that names a helper.
    func removing(_ helper: Helper) -> [UInt8]? {
        edited { document in
            document.removing(helper.key.map { [Self.credentialHelpers, .exactly($0)] } ?? [Self.credentialsStore])
        }
    }

    /// Returns the text in which all settings that name a helper name another one.
    func replacingHelper(_ name: String, with other: String) -> [UInt8]? {
        edited { document throws(JSONError) in
            let keys = credHelpers.filter { $0.name == name }.compactMap(\.key)
            let changes = keys.map { (key: JSONKey.exactly($0), value: JSONTree?.some(.string(other))) }
            var bytes = document.bytes
            if !changes.isEmpty { bytes = try document.changingMembers(at: [Self.credentialHelpers], changes) }
            guard credsStore?.name == name else { return bytes }
            return try JSONDocument(parsing: bytes).setting([Self.credentialsStore], to: .string(other))
        }
    }

    /// Returns the text in which `credHelpers` names the helper of `credsStore` for some registries, and `credsStore`
    /// another helper.
    ///
    /// Registries that have a helper in `credHelpers` keep it.
    func movingStoreToHelpers(of keys: [String], replacement: String) -> [UInt8]? {
        guard let store = credsStore else { return nil }
        return edited { document throws(JSONError) in
            var known = Set(credHelpers.compactMap(\.key))
            let changes = keys.filter { known.insert($0).inserted }
                .map { (key: JSONKey.exactly($0), value: JSONTree?.some(.string(store.name))) }
            var bytes = try document.setting([Self.credentialsStore], to: .string(replacement))
            if !changes.isEmpty {
                bytes = try JSONDocument(parsing: bytes).changingMembers(at: [Self.credentialHelpers], changes)
            }
            return bytes
        }
    }

    /// Returns the text with one entry for a registry: the one that docker uses, under docker's key.
    func mergingEntries(of server: ServerAddress) -> [UInt8]? {
        let merged = try? ConfigDocument(parsing: document.bytes).merging(server)
        return merged.flatMap(\.self)
    }

    /// Returns the text in which some entries are empty, as docker leaves them for a helper.
    func emptyingEntries(_ keys: [String]) -> [UInt8]? {
        edited { document throws(JSONError) in try document.emptyingAuthsEntries(keys) }
    }

    private func edited(_ edit: (JSONDocument) throws(JSONError) -> [UInt8]) -> [UInt8]? {
        let bytes = try? edit(document)
        return bytes == document.bytes ? nil : bytes
    }
}
