import HelperProtocol

extension SecretServicePolicy {
    /// Keeps credentials as the only ones of their server.
    ///
    /// The new item is there, and has been read back, before an old one goes: whatever fails, a login is left.
    ///
    /// - Parameters:
    ///   - credentials: What to keep.
    ///   - collection: The label or alias of the collection to keep it in; nil for the default one.
    /// - Throws: ``SecretServiceError``.
    func store(_ credentials: Credentials, in collection: String?) throws(SecretServiceError) {
        let item = DockerItem.item(for: credentials)
        try service.waitForTurn()
        let target = try service.openCollection(named: collection)
        let older = try items(of: credentials.server).map(\.item)
        let stored = try service.create(item, in: target)
        // KeePassXC has been seen to answer with success and to keep nothing.
        guard try service.secret(of: stored) == item.secret else {
            throw .failed("the keyring said that it stored the credentials, and does not give them back")
        }
        for item in older where !item.isLocked && item.path != stored.path {
            try service.delete(item)
        }
        if older.contains(where: \.isLocked) {
            diagnostics.note("an older login for this server is left in a locked keyring; the new one counts")
        }
    }
}
