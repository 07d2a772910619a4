import HelperProtocol

@testable import docker_credential_secretservice

/// A keyring in memory that counts its calls.
final class FakeKeyring: SecretServiceCalls {
    struct Item {
        var label: String
        var attributes: [String: String]
        var secret: [UInt8]
        var modified: UInt64
        var collection: String
    }

    /// The result of an unlock.
    enum Unlocking: Equatable {
        case succeeds
        /// A provider that reports success and leaves everything locked.
        case onlySaysSo
        case fails(SecretServiceError)
    }

    var items: [String: Item] = [:]
    var lockedCollections: Set<String> = []
    /// Locked items hide their attributes, as in a gnome-keyring that was never unlocked.
    var hidesAttributes = false
    /// Locked items are not found.
    var hidesLockedItems = false
    var unlocking = Unlocking.fails(.locked)
    /// The items that a failed unlock still unlocks, because the user unlocked only some.
    var unlockedAllTheSame: Set<String> = []
    /// A provider that reports success and saves nothing.
    var dropsItems = false
    /// A provider with a case-insensitive search.
    var searchesLoosely = false
    /// The error of a request for attributes.
    var attributesError: SecretServiceError?
    /// The error of a search.
    var searchError: SecretServiceError?
    /// Runs before each call with a name, because another client may change the keyring at any time.
    var before: [String: () -> Void] = [:]
    var labels = ["login": "Login"]
    var calls: [String] = []
    private var next = 1
    private var clock: UInt64 = 100

    static let defaultCollection = "login"

    func search(_ attributes: [String: String]) throws(SecretServiceError) -> [SecretItem] {
        calls.append("search")
        if let searchError { throw searchError }
        func matches(_ item: Item) -> Bool {
            attributes.allSatisfy { name, value in
                guard let own = item.attributes[name] else { return false }
                return searchesLoosely ? own.lowercased() == value.lowercased() : own == value
            }
        }
        return items.filter { matches($0.value) && !(hidesLockedItems && isLocked($0.value)) }
            .map { SecretItem($0.key, isLocked: isLocked($0.value)) }
    }

    func attributes(of items: [SecretItem]) throws(SecretServiceError) -> [[String: String]?] {
        calls.append("attributes")
        before["attributes"]?()
        if let attributesError { throw attributesError }
        return items.map { item in
            self.items[item.path].map { isLocked($0) && hidesAttributes ? ["hashed": "x"] : $0.attributes }
        }
    }

    func modificationTimes(of items: [SecretItem]) -> [UInt64] {
        calls.append("times")
        return items.map { self.items[$0.path]?.modified ?? 0 }
    }

    func secret(of item: SecretItem) -> [UInt8]? {
        calls.append("secret")
        before["secret"]?()
        return items[item.path].flatMap { isLocked($0) ? nil : $0.secret }
    }

    func unlock(_ items: [SecretItem], _ collections: [String]) throws(SecretServiceError) {
        calls.append("unlock")
        let all = Set(items.compactMap { self.items[$0.path]?.collection } + collections)
        switch unlocking {
        case .succeeds: lockedCollections.subtract(all)
        case .onlySaysSo: break
        case .fails(let error):
            lockedCollections.subtract(all.intersection(unlockedAllTheSame))
            throw error
        }
    }

    func openCollection(named name: String?) throws(SecretServiceError) -> String {
        calls.append("open")
        let collection = name ?? Self.defaultCollection
        guard labels[collection] != nil else { throw .noCollection(collection, others: Array(labels.values)) }
        if lockedCollections.contains(collection) {
            if case .fails(let error) = unlocking { throw error }
            lockedCollections.remove(collection)
        }
        return collection
    }

    func concealedCollections() -> [String] { hidesLockedItems ? lockedCollections.sorted() : [] }

    func create(_ item: NewSecretItem, in collection: String) -> SecretItem {
        calls.append("create")
        guard !dropsItems else { return SecretItem("/0") }
        return SecretItem(add(item.label, item.attributes, item.secret, in: collection))
    }

    func delete(_ item: SecretItem) throws(SecretServiceError) {
        calls.append("delete")
        if let found = items[item.path], isLocked(found) { throw .locked }
        items[item.path] = nil
    }

    func waitForTurn() { calls.append("turn") }

    /// Adds an item, as another program would.
    @discardableResult
    func add(
        _ label: String,
        _ attributes: [String: String],
        _ secret: [UInt8],
        in collection: String = defaultCollection
    ) -> String {
        let path = "/\(next)"
        next += 1
        clock += 1
        items[path] = Item(
            label: label,
            attributes: attributes,
            secret: secret,
            modified: clock,
            collection: collection
        )
        return path
    }

    private func isLocked(_ item: Item) -> Bool { lockedCollections.contains(item.collection) }
}

extension FakeKeyring {
    /// An item in the form of the reference implementation.
    @discardableResult
    func addReference(
        _ server: String,
        _ username: String,
        _ secret: String,
        _ version: ReferenceVersion = .current,
        in collection: String = defaultCollection
    ) -> String {
        add(version.label(server), version.attributes(server, username), Array(secret.utf8), in: collection)
    }
}

/// The items of each version of the reference implementation.
enum ReferenceVersion: CaseIterable {
    /// 0.2 to 0.4: without the attribute `label`.
    case first
    /// 0.5 to 0.8.2: the label is the URL.
    case middle
    /// 0.9 and later: the label is a sentence.
    case current

    func label(_ server: String) -> String {
        self == .current ? "Registry credentials for \(server)" : server
    }

    func attributes(_ server: String, _ username: String) -> [String: String] {
        let common = [
            "xdg:schema": "io.docker.Credentials", "server": server, "username": username, "docker_cli": "1",
        ]
        return self == .first ? common : common.merging(["label": "Docker Credentials"]) { $1 }
    }
}
