import HelperProtocol

@testable import docker_credential_secretservice

/// A keyring in memory, which counts what is asked of it.
final class FakeKeyring: SecretServiceCalls {
    struct Item {
        var label: String
        var attributes: [String: String]
        var secret: [UInt8]
        var modified: UInt64
        var collection: String
    }

    /// What an unlocking comes to.
    enum Unlocking: Equatable {
        case succeeds
        case fails(SecretServiceError)
    }

    var items: [String: Item] = [:]
    var lockedCollections: Set<String> = []
    /// Locked items do not tell their attributes, as in a gnome-keyring that was never unlocked.
    var hidesAttributes = false
    /// Locked items are not found at all.
    var hidesLockedItems = false
    var unlocking = Unlocking.fails(.locked)
    /// A provider that answers with success and keeps nothing.
    var dropsItems = false
    /// A provider that searches without regard to case.
    var searchesLoosely = false
    var labels = ["login": "Login"]
    var calls: [String] = []
    private var next = 1
    private var clock: UInt64 = 100

    static let defaultCollection = "login"

    func search(_ attributes: [String: String]) -> [SecretItem] {
        calls.append("search")
        func matches(_ item: Item) -> Bool {
            attributes.allSatisfy { name, value in
                guard let own = item.attributes[name] else { return false }
                return searchesLoosely ? own.lowercased() == value.lowercased() : own == value
            }
        }
        return items.filter { matches($0.value) && !(hidesLockedItems && isLocked($0.value)) }
            .map { SecretItem($0.key, isLocked: isLocked($0.value)) }
    }

    func attributes(of items: [SecretItem]) -> [[String: String]?] {
        calls.append("attributes")
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
        return items[item.path].flatMap { isLocked($0) ? nil : $0.secret }
    }

    func unlock(_ items: [SecretItem]) throws(SecretServiceError) {
        calls.append("unlock")
        if case .fails(let error) = unlocking { throw error }
        for item in items { if let found = self.items[item.path] { lockedCollections.remove(found.collection) } }
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

    func hidesItems() -> Bool { hidesLockedItems && lockedCollections.contains(Self.defaultCollection) }

    func create(_ item: NewSecretItem, in collection: String) -> SecretItem {
        calls.append("create")
        guard !dropsItems else { return SecretItem("/0") }
        let same = items.first { $0.value.attributes == item.attributes && $0.value.collection == collection }
        return SecretItem(
            add(item.label, item.attributes, item.secret, in: collection, replacing: same?.key)
        )
    }

    func delete(_ item: SecretItem) throws(SecretServiceError) {
        calls.append("delete")
        if let found = items[item.path], isLocked(found) { throw .locked }
        items[item.path] = nil
    }

    func waitForTurn() { calls.append("turn") }

    /// Puts an item there, as another program would.
    @discardableResult
    func add(
        _ label: String,
        _ attributes: [String: String],
        _ secret: [UInt8],
        in collection: String = defaultCollection,
        replacing path: String? = nil
    ) -> String {
        let path = path ?? "/\(next)"
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
    /// An item as the reference writes it.
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

/// What the versions of the reference wrote.
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
