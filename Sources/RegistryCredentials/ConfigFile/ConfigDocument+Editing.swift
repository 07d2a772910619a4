internal import Codecs

/// Each edit gives the bytes of another document, or nil if there is nothing to change.
extension ConfigDocument {
    /// The document with a credential in the place of what its server had.
    ///
    /// The entry gets the canonical key, where every client looks. If the server had one under another spelling, that one
    /// is renamed and keeps its place and the members that have no part in a credential; further spellings go. Otherwise
    /// the old secret would still answer: podman looks for `docker.io` before all else, Docker takes any of several.
    ///
    /// - Throws: `notRepresentable` for what an entry cannot hold, `malformed` for a document that cannot be written.
    package func putting(
        _ credential: Credential,
        for server: ServerAddress
    ) throws(CredentialStoreError) -> [UInt8]? {
        let matcher = KeyMatcher(server, rules.matching)
        let members = try AuthsEntry.members(for: credential, key: matcher.canonicalKey, rules)
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
            if !others.isEmpty { bytes = try JSONDocument(parsing: bytes).removing(others, from: Self.auths) }
            let unchanged = bytes == document.bytes
            return try setting(
                members,
                at: key,
                over: kept?.member.value.kind,
                in: unchanged ? document : JSONDocument(parsing: bytes)
            )
        }
    }

    /// The document without the entries from which a get of the server would answer.
    ///
    /// By podman's rules the entries of namespaces above stay: they belong to others as well. With Docker Hub go the
    /// tokens of Docker's device login, as `docker logout` has it.
    ///
    /// - Throws: `malformed` for a document that cannot be written.
    package func deleting(_ server: ServerAddress) throws(CredentialStoreError) -> [UInt8]? {
        var keys = try matches(KeyMatcher(server, rules.matching))
            .filter { rules.matching == .docker || $0.match.isOwn }
            .map(\.match.key)
        if server.isDockerHub, server.path.isEmpty {
            let tokens = [ServerAddress.dockerHubKey + "access-token", ServerAddress.dockerHubKey + "refresh-token"]
            keys += try authsObjects().flatMap { $0.members.compactMap(\.name) }.filter(tokens.contains)
        }
        guard !keys.isEmpty else { return nil }
        try checkWritable()
        switch document.origin(of: Self.auths, holdingOnly: keys) {
        case .nothing: return prefix + document.removing([Self.auths])
        case .null: return try writing { () throws(JSONError) in try document.setting([Self.auths], to: .null) }
        case nil: return prefix + document.removing(keys, from: Self.auths)
        }
    }

    /// The document without the secrets of a server, whose empty entry stays as Docker leaves it.
    ///
    /// For what a helper has taken over. Further spellings go; an entry that is not there is not made.
    ///
    /// - Throws: `malformed` for a document that cannot be written.
    package func blanking(_ server: ServerAddress) throws(CredentialStoreError) -> [UInt8]? {
        let own = try matches(KeyMatcher(server, rules.matching)).filter(\.match.isOwn)
        let full = own.filter { match, member in candidate(match, member).content != .empty }
        guard let kept = full.first else { return nil }
        try checkWritable()
        return try writing { () throws(JSONError) in
            let none = AuthsMember.allCases.map { (member: $0, text: String?.none) }
            let bytes = try setting(none, at: kept.match.key, over: kept.member.value.kind, in: document)
            guard full.count > 1 else { return bytes }
            return try JSONDocument(parsing: bytes).removing(full.dropFirst().map(\.match.key), from: Self.auths)
        }
    }

    /// The document without the secrets of one entry.
    ///
    /// - Throws: `conflict` if the entry holds another credential, `malformed` for a document that cannot be written.
    package func blanking(_ key: String, holding credential: Credential) throws(CredentialStoreError) -> [UInt8]? {
        let entry = try authsObjects().flatMap { Array($0.members) }
            .last { $0.name?.utf8.elementsEqual(key.utf8) == true }
        guard let entry, content(of: entry.value, key: key) == .credential(credential) else {
            throw CredentialStoreError(
                .conflict,
                "another program has changed the entry meanwhile, so it was left as it is",
                at: .init(key: key)
            )
        }
        try checkWritable()
        return try writing { () throws(JSONError) in
            let none = AuthsMember.allCases.map { (member: $0, text: String?.none) }
            return try setting(none, at: key, over: entry.value.kind, in: document)
        }
    }

    /// The document with another `credsStore`, or none.
    ///
    /// - Throws: `malformed` for a document that cannot be written.
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

    private func setting(
        _ members: [(member: AuthsMember, text: String?)],
        at key: String,
        over kind: JSONValue.Kind?,
        in document: JSONDocument
    ) throws(JSONError) -> [UInt8] {
        let path = [Self.auths, .exactly(key)]
        let old = document.root[Self.auths]
        if let kind, kind != .object, kind != .null {
            // A damaged entry, with nothing in it to keep.
            let new = members.compactMap { pair in
                pair.text.map { (name: pair.member.rawValue, value: JSONTree.string($0)) }
            }
            return try document.setting(path, to: .object(new))
        }
        let changes = members.map { (key: $0.member.key, value: $0.text.map(JSONTree.string)) }
        let bytes = try document.changingMembers(at: path, changes)
        // A document that said nothing gets the form that Docker gives to a new file.
        guard old == nil || old?.isNull == true, !isBlank, !document.root.isNull else { return bytes }
        return try JSONDocument(parsing: bytes).markingAsMade(Self.auths, from: old == nil ? .nothing : .null)
    }

    private func writing(_ edit: () throws(JSONError) -> [UInt8]) throws(CredentialStoreError) -> [UInt8] {
        do throws(JSONError) {
            return prefix + (try edit())
        } catch {
            throw CredentialStoreError(.malformed, "the file cannot be changed: \(error)")
        }
    }
}
