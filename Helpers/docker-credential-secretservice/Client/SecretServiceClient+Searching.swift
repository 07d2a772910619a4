#if SecretService && os(Linux)
import HelperProtocol

/// Searches, which never prompt.
///
/// By default `SearchItems` of KeePassXC waits until a database is unlocked if none is (FdoSecretsSettings,
/// "UnlockBeforeSearch"). In that case each collection that is unlocked or
/// reveals its items is searched instead.
extension SecretServiceClient {
    func search(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem] {
        guard try searchDoesNotWait() else { return try searchRevealingCollections(attributes) }
        let reply = try call(Self.path, "Service", "SearchItems", .tuple(.strings(attributes))).members
        guard reply.count == 2, let open = reply[0].objectPaths, let locked = reply[1].objectPaths else {
            throw Self.unexpected("SearchItems")
        }
        diagnostics.trace("found \(open.count) items, and \(locked.count) locked ones")
        return open.map { SecretItem($0) } + locked.map { SecretItem($0, isLocked: true) }
    }

    func concealedCollections() throws(SecretServiceError) -> [String] {
        guard !provider.showsLockedItems else { return [] }
        let paths = try collections()
        let locked = zip(paths, try isLocked(paths)).filter { $0.1 == true }.map(\.0)
        let conceal = try concealItems(locked)
        return zip(locked, conceal).filter(\.1).map(\.0)
    }

    /// Whether each of these locked collections does not reveal its items.
    private func concealItems(_ locked: [String]) throws(SecretServiceError) -> [Bool] {
        let contents = try answers(to: locked.map { getProperty("Items", of: "Collection", at: $0) })
        // A collection that returns an error for its items conceals them too.
        return contents.map { answer in
            guard case .success(let reply) = answer else { return true }
            return reply.members.first?.unboxed?.objectPaths?.isEmpty != false
        }
    }

    private func searchDoesNotWait() throws(SecretServiceError) -> Bool {
        if provider.showsLockedItems { return true }
        return try isLocked(["\(Self.path)/aliases/default"])[0] == false
    }

    private func searchRevealingCollections(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem] {
        let paths = try collections()
        let states = try isLocked(paths)
        let locked = zip(paths, states).filter { $0.1 == true }.map(\.0)
        // KWallet finds its items while it is locked, and does not prompt.
        let revealed = zip(locked, try concealItems(locked)).filter { !$0.1 }.map(\.0)
        let open = zip(paths, states).filter { $0.1 == false }.map(\.0) + revealed
        diagnostics.trace("searching \(open.count) collections of \(paths.count)")
        let arguments = Variant.tuple(.strings(attributes))
        let replies = try answersIfPresent(
            to: open.map { serviceCall($0, "Collection", "SearchItems", arguments) }
        )
        var found: [String] = []
        for reply in replies {
            guard let reply else { continue }
            guard let items = reply.members.first?.objectPaths else { throw Self.unexpected("SearchItems") }
            found += items
        }
        // KeePassXC has locked items in unlocked databases: the user must allow this program to read them.
        let locks = try Self.each(
            of: try properties("Locked", of: found.map { SecretItem($0) }),
            is: "Locked",
            \.boolean
        )
        return zip(found, locks).compactMap { path, isLocked in isLocked.map { SecretItem(path, isLocked: $0) } }
    }
}
#endif
