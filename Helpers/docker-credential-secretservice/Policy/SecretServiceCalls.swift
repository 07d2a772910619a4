/// What the policy needs of a keyring, with nothing of how it is called.
///
/// Reading many at once is one call, so that an implementation can send all requests before it waits for an answer.
protocol SecretServiceCalls {
    /// The items that have all these attributes, in any collection, locked or not. No prompt.
    func search(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem]

    /// The collections that are locked and do not show their items, so that a search that finds nothing proves nothing.
    ///
    /// gnome-keyring finds locked items; other providers do so only after they were unlocked. No prompt.
    func concealedCollections() throws(SecretServiceError) -> [String]

    /// The attributes of each item, nil for one that is gone. No prompt.
    ///
    /// - Throws: ``SecretServiceError`` for one that is there and does not tell.
    func attributes(of items: [SecretItem]) throws(SecretServiceError) -> [[String: String]?]

    /// When each item was last changed, in seconds since 1970; 0 where that is not known. No prompt.
    func modificationTimes(of items: [SecretItem]) throws(SecretServiceError) -> [UInt64]

    /// The secret of an unlocked item; nil if it is gone or locked.
    func secret(of item: SecretItem) throws(SecretServiceError) -> [UInt8]?

    /// Unlocks items and collections, for which the user may be asked, once for all.
    ///
    /// - Throws: ``SecretServiceError`` if any of them is locked afterwards.
    func unlock(_ items: [SecretItem], _ collections: [String]) throws(SecretServiceError)

    /// Finds a collection, unlocked; the default one is made if there is none, for both of which the user may be asked.
    ///
    /// - Parameter name: A label or an alias; nil for the default collection.
    /// - Returns: The object path of the collection.
    /// - Throws: ``SecretServiceError`` if it is not there or not unlocked.
    func openCollection(named name: String?) throws(SecretServiceError) -> String

    /// Puts an item into an unlocked collection, beside those that are there.
    ///
    /// - Returns: The item as it is now.
    func create(_ item: NewSecretItem, in collection: String) throws(SecretServiceError) -> SecretItem

    /// Removes an unlocked item; one that is gone already is no error.
    func delete(_ item: SecretItem) throws(SecretServiceError)

    /// Waits until no other process of this program changes anything, and keeps them waiting until this one ends.
    func waitForTurn() throws(SecretServiceError)
}
