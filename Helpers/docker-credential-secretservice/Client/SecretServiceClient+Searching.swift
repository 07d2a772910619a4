#if SecretService && os(Linux)
import HelperProtocol

/// Searches, which never prompt.
///
/// By default `SearchItems` of KeePassXC waits until a database is unlocked if none is (FdoSecretsSettings,
/// "UnlockBeforeSearch"). In that case each unlocked collection is searched instead.
extension SecretServiceClient {
    func search(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem] {
        guard try searchDoesNotWait() else { return try searchOpenCollections(attributes) }
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
        let contents = try answers(to: locked.map { getProperty("Items", of: "Collection", at: $0) })
        // A collection that returns an error for its items conceals them too.
        return zip(locked, contents).filter { _, answer in
            guard case .success(let reply) = answer else { return true }
            return reply.members.first?.unboxed?.objectPaths?.isEmpty != false
        }.map(\.0)
    }

    private func searchDoesNotWait() throws(SecretServiceError) -> Bool {
        if provider.showsLockedItems { return true }
        return try isLocked(["\(Self.path)/aliases/default"])[0] == false
    }

    private func searchOpenCollections(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem] {
        let paths = try collections()
        let open = zip(paths, try isLocked(paths)).filter { $0.1 == false }.map(\.0)
        diagnostics.trace("searching \(open.count) open collections of \(paths.count)")
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
