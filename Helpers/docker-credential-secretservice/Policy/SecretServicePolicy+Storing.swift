import HelperProtocol

extension SecretServicePolicy {
    /// Stores credentials and deletes all others of their server.
    ///
    /// The new item is read back before an old one is deleted, so that a login is left whatever fails.
    ///
    /// - Parameters:
    ///   - credentials: The credentials.
    ///   - collection: The label or alias of the collection for the item; nil for the default collection.
    /// - Throws: ``SecretServiceError``.
    func store(_ credentials: Credentials, in collection: String?) throws(SecretServiceError) {
        let item = DockerItem.item(for: credentials)
        try service.waitForTurn()
        let target = try service.openCollection(named: collection)
        let older = try items(of: credentials.server).map(\.item)
        let stored = try service.create(item, in: target)
        // KeePassXC has been seen to report success and store nothing.
        guard try service.secret(of: stored) == item.secret else {
            throw .failed("it reported that it stored the credentials, and does not return them")
        }
        for item in older where !item.isLocked && item.path != stored.path {
            try service.delete(item)
        }
        if older.contains(where: \.isLocked) {
            diagnostics.note("an older login for this server remains in a locked keyring; the new one is used")
        }
    }
}
