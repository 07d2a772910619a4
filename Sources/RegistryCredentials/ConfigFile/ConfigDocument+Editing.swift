internal import AuthsFormat
internal import Codecs

/// Each edit returns the bytes of the changed document, or nil if nothing changes.
extension ConfigDocument {
    /// Returns the document with a server's credential replaced.
    ///
    /// The entry gets the canonical key, which every client looks up. An existing entry under an alias is renamed; it
    /// keeps its position and the members that are not part of a credential. Further aliases are removed. Otherwise the
    /// old secret would still be used: podman looks for `docker.io` first, and Docker uses any of several.
    ///
    /// - Throws: `notRepresentable` if an entry cannot hold the credential, `damaged` if the document cannot be
    ///   edited.
    package func putting(
        _ credential: Credential,
        for server: ServerAddress
    ) throws(CredentialStoreError) -> [UInt8]? {
        let matcher = KeyMatcher(server, rules.matching)
        let entry = try credential.entry(at: matcher.canonicalKey, rules)
        let own = try matches(matcher).filter(\.match.isOwn)
        for (match, member) in own {
            guard let present = candidate(match, member).credential else { continue }
            if present == credential.normalized { return nil }
            break
        }
        try checkWritable()
        let key = matcher.canonicalKey
        let kept = own.first { $0.match.key.utf8.elementsEqual(key.utf8) } ?? own.first
        let renamed = kept.map { renaming($0.member, to: key) } ?? document.bytes
        return try writing { () throws(JSONError) in
            var bytes = renamed
            let others = own.map(\.match.key).filter { !$0.utf8.elementsEqual(key.utf8) }
            if !others.isEmpty { bytes = try JSONDocument(parsing: bytes).removingAuthsEntries(others) }
            let unchanged = bytes == document.bytes
            return try (unchanged ? document : JSONDocument(parsing: bytes)).settingAuthsEntry(key, to: entry)
        }
    }

    /// Returns the document without the entries of exactly this server and path, under any alias.
    ///
    /// Entries for other paths stay. For Docker Hub, the tokens of Docker's device login are removed too, as `docker
    /// logout` does.
    ///
    /// - Throws: `damaged` if the document cannot be edited.
    package func deleting(_ server: ServerAddress) throws(CredentialStoreError) -> [UInt8]? {
        var keys = try matches(KeyMatcher(server, rules.matching)).filter(\.match.isOwn).map(\.match.key)
        if server.isDockerHub, server.path.isEmpty {
            keys += try authsObjects().flatMap { $0.members.compactMap(\.name) }
                .filter(ServerAddress.dockerHubTokenKeys.contains)
        }
        guard !keys.isEmpty else { return nil }
        try checkWritable()
        return prefix + document.removingAuthsEntries(keys)
    }

    /// Returns the document with a server's entry emptied, as Docker leaves it for a helper.
    ///
    /// Used after a helper has stored the credential. Further aliases are removed; no entry is added.
    ///
    /// - Throws: `damaged` if the document cannot be edited.
    package func blanking(_ server: ServerAddress) throws(CredentialStoreError) -> [UInt8]? {
        let own = try matches(KeyMatcher(server, rules.matching)).filter(\.match.isOwn)
        let full = own.filter { match, member in candidate(match, member).content != .empty }
        guard let kept = full.first else { return nil }
        try checkWritable()
        return try writing { () throws(JSONError) in
            let bytes = try document.settingAuthsEntry(kept.match.key, to: nil)
            guard full.count > 1 else { return bytes }
            return try JSONDocument(parsing: bytes).removingAuthsEntries(full.dropFirst().map(\.match.key))
        }
    }

    /// Returns the document with one entry emptied.
    ///
    /// - Throws: `conflict` if the entry holds a different credential, `damaged` if the document cannot be edited.
    package func blanking(_ key: String, holding credential: Credential) throws(CredentialStoreError) -> [UInt8]? {
        let entry = try authsObjects().flatMap { Array($0.members) }
            .last { $0.name?.utf8.elementsEqual(key.utf8) == true }
        guard let entry, content(of: entry.value, key: key) == .credential(credential) else {
            throw .entryChanged(at: .init(key: key))
        }
        try checkWritable()
        return try writing { () throws(JSONError) in try document.settingAuthsEntry(key, to: nil) }
    }

    /// Returns the document with one entry for a server: the one that is used, under the canonical key.
    ///
    /// - Throws: `damaged` if the document cannot be edited.
    package func merging(_ server: ServerAddress) throws(CredentialStoreError) -> [UInt8]? {
        let matcher = KeyMatcher(server, rules.matching)
        let own = try matches(matcher).filter(\.match.isOwn)
        let used = own.first { candidate($0.match, $0.member).credential != nil } ?? own.first
        guard let used = used?.match.key, own.count > 1 || !used.utf8.elementsEqual(matcher.canonicalKey.utf8) else {
            return nil
        }
        try checkWritable()
        return try writing { () throws(JSONError) in
            let others = own.map(\.match.key).filter { !$0.utf8.elementsEqual(used.utf8) }
            var bytes = document.removingAuthsEntries(others)
            let entries = (try? JSONDocument(parsing: bytes).authsObjects()) ?? []
            let renamed = entries.flatMap { Array($0.members) }
                .filter { $0.name?.utf8.elementsEqual(used.utf8) == true }
            // From the end, so that the other ranges stay valid.
            for member in renamed.reversed() {
                bytes.replaceSubrange(member.key.range, with: JSONWriter(.compact).write(.string(matcher.canonicalKey)))
            }
            return bytes
        }
    }

    /// Returns the document with the helper for one host in `credHelpers` set or removed.
    ///
    /// - Throws: `damaged` if the document cannot be edited.
    func settingCredentialHelper(_ name: String?, for host: String) throws(CredentialStoreError) -> [UInt8]? {
        _ = try helperSettings()
        _ = try authsObjects()  // No edit of a file that is damaged elsewhere.
        let path = [Self.credentialHelpers, JSONKey.exactly(host)]
        let present = document.root[Self.credentialHelpers]?[.exactly(host)]
        if let name {
            guard present?.string.map({ $0.utf8.elementsEqual(name.utf8) }) != true else { return nil }
        } else {
            guard present != nil else { return nil }
        }
        try checkWritable()
        guard let name else { return prefix + document.removing(path) }
        return try writing { () throws(JSONError) in try document.setting(path, to: .string(name)) }
    }

    /// Returns the document with `credsStore` set or removed.
    ///
    /// - Throws: `damaged` if the document cannot be edited.
    package func settingCredentialsStore(_ name: String?) throws(CredentialStoreError) -> [UInt8]? {
        let present = document.root[Self.credentialsStore]
        if let name {
            guard present?.string.map({ $0.utf8.elementsEqual(name.utf8) }) != true else { return nil }
        } else {
            guard present != nil else { return nil }
        }
        try checkWritable()
        _ = try authsObjects()  // No edit of a file that is damaged elsewhere.
        guard let name else { return prefix + document.removing([Self.credentialsStore]) }
        return try writing { () throws(JSONError) in
            try document.setting([Self.credentialsStore], to: .string(name))
        }
    }

    private func renaming(_ member: JSONMember, to key: String) -> [UInt8] {
        guard member.name?.utf8.elementsEqual(key.utf8) != true else { return document.bytes }
        var bytes = document.bytes
        bytes.replaceSubrange(member.key.range, with: JSONWriter(.compact).write(.string(key)))
        return bytes
    }

    func writing(_ edit: () throws(JSONError) -> [UInt8]) throws(CredentialStoreError) -> [UInt8] {
        do throws(JSONError) {
            return prefix + (try edit())
        } catch {
            throw CredentialStoreError(.damaged, "the file cannot be changed: \(error)")
        }
    }
}
