package import Codecs

extension ConfigDocument {
    /// Returns the document with members set that are not part of a credential; nil if they are set already.
    ///
    /// - Throws: `damaged` if the document cannot be edited, or a parent of a member is not an object.
    func settingMembers(
        _ members: [(path: [JSONKey], value: JSONTree)]
    ) throws(CredentialStoreError) -> [UInt8]? {
        try checkWritable()
        let bytes = try writing { () throws(JSONError) in
            var bytes = document.bytes
            for member in members { bytes = try JSONDocument(parsing: bytes).setting(member.path, to: member.value) }
            return bytes
        }
        return bytes == prefix + document.bytes ? nil : bytes
    }
}

extension FileStore {
    /// Sets members of the file that are not part of a credential, such as those for plugins, and changes nothing else.
    ///
    /// - Parameter members: The path and the value of each member; missing parents are added.
    /// - Throws: The errors of ``put(_:for:)``.
    package func setMembers(_ members: [(path: [JSONKey], value: JSONTree)]) async throws {
        try await updating(.init { document throws(CredentialStoreError) in try document.settingMembers(members) })
    }

    /// Replaces the content of the file if it is still the expected one.
    ///
    /// - Parameters:
    ///   - expected: The content that the caller has read; nil if there was no file.
    ///   - bytes: The new content.
    /// - Throws: The errors of ``put(_:for:)``; `conflict` if the content has changed.
    package func replaceContent(_ expected: [UInt8]?, with bytes: [UInt8]) async throws {
        let known = try ConfigDocument(parsing: expected ?? [], rules: file.options.rules).bytes
        try await updating(
            .init(
                precondition: { document throws(CredentialStoreError) in
                    guard document.bytes == known else {
                        throw CredentialStoreError(.conflict, "it has changed since it was examined")
                    }
                },
                edit: { _ throws(CredentialStoreError) in bytes }
            )
        )
    }
}

extension DynamicStore {
    /// The config file itself, without the helpers that it names.
    package var configFile: FileStore { file }
}
