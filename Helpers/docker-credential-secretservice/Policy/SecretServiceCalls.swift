/// The operations of a keyring that the policy needs.
///
/// Reading several items is one call, so that an implementation can send many requests before it waits for a reply.
protocol SecretServiceCalls {
    /// Returns the items that have all these attributes, in any collection, locked or not. Never prompts.
    func search(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem]

    /// Returns the locked collections that do not reveal their items. Never prompts.
    ///
    /// A search does not find the items in them. gnome-keyring reveals locked items; other providers do not.
    func concealedCollections() throws(SecretServiceError) -> [String]

    /// Returns the attributes of each item, nil for one that was deleted. Never prompts.
    ///
    /// - Throws: ``SecretServiceError`` if an item exists and does not reveal them.
    func attributes(of items: [SecretItem]) throws(SecretServiceError) -> [[String: String]?]

    /// Returns the time of each item's last change, in seconds since 1970; 0 if it is unknown. Never prompts.
    func modificationTimes(of items: [SecretItem]) throws(SecretServiceError) -> [UInt64]

    /// Returns the secret of an unlocked item; nil if it was deleted or is locked.
    func secret(of item: SecretItem) throws(SecretServiceError) -> [UInt8]?

    /// Unlocks items and collections, with one prompt at most.
    ///
    /// - Throws: ``SecretServiceError`` if one of them stays locked.
    func unlock(_ items: [SecretItem], _ collections: [String]) throws(SecretServiceError)

    /// Finds a collection and unlocks it. Creates the default collection if there is none. May prompt.
    ///
    /// - Parameter name: A label or an alias; nil for the default collection.
    /// - Returns: The object path of the collection.
    /// - Throws: ``SecretServiceError`` if it does not exist or stays locked.
    func openCollection(named name: String?) throws(SecretServiceError) -> String

    /// Adds an item to an unlocked collection; replaces none.
    ///
    /// - Returns: The new item.
    func create(_ item: NewSecretItem, in collection: String) throws(SecretServiceError) -> SecretItem

    /// Deletes an unlocked item; it is not an error if it was already deleted.
    func delete(_ item: SecretItem) throws(SecretServiceError)

    /// Waits until no other process of this program changes the keyring. The others then wait until this one ends.
    func waitForTurn() throws(SecretServiceError)
}
