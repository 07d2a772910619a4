/// The names of the Secret Service API.
enum SecretServiceNames {
    static let service = "org.freedesktop.secrets"
    static let path = "/org/freedesktop/secrets"
    static let interface = "org.freedesktop.Secret.Service"
    static let collection = "org.freedesktop.Secret.Collection"
    static let item = "org.freedesktop.Secret.Item"
}

extension BusCall {
    /// A method of the service itself.
    static func secretService(_ member: String, _ arguments: Argument...) -> BusCall {
        BusCall(
            destination: SecretServiceNames.service,
            path: SecretServiceNames.path,
            interface: SecretServiceNames.interface,
            member: member,
            arguments: arguments
        )
    }
}

/// Calls of the Secret Service, none of which prompts or reads a secret.
extension BusConnection {
    /// Returns the items with Docker's credentials by their attributes, without their times.
    ///
    /// Items that do not reveal their attributes are left out.
    ///
    /// - Parameter server: The `server` attribute of the items; nil for all items.
    /// - Returns: The items in the order of the search.
    /// - Throws: ``Failure`` if the bus does not answer.
    mutating func dockerItems(of server: String? = nil) throws(Failure) -> [KeyringFacts.Item] {
        let attribute = KeyringFacts.Item.search
        let attributes = [(attribute.name, attribute.value)] + (server.map { [("server", $0)] } ?? [])
        var items: [KeyringFacts.Item] = []
        // More items than any keyring has; the deadline is a limit too.
        for path in try search(attributes).prefix(500) {
            if let item = try dockerItem(at: path) { items.append(item) }
        }
        return items
    }

    /// Returns the paths of items.
    ///
    /// By default `SearchItems` of KeePassXC prompts if its database is locked. Then each unlocked collection is
    /// searched instead. docker-credential-secretservice also searches locked ones, whose items no fix may delete.
    private mutating func search(_ attributes: [(String, String)]) throws(Failure) -> [String] {
        let service = SecretServiceNames.path
        guard try isLocked("\(service)/aliases/default", SecretServiceNames.collection) != false else {
            guard var found = try call(.secretService("SearchItems", .dictionary(attributes))) else { return [] }
            return (found.strings() ?? []) + (found.strings() ?? [])
        }
        let collections = try property("Collections", of: service, in: SecretServiceNames.interface) { $0.strings() }
        var paths: [String] = []
        for collection in collections ?? [] where try isLocked(collection, SecretServiceNames.collection) == false {
            let call = BusCall(
                destination: SecretServiceNames.service,
                path: collection,
                interface: SecretServiceNames.collection,
                member: "SearchItems",
                arguments: [.dictionary(attributes)]
            )
            guard var found = try self.call(call) else { continue }
            paths += found.strings() ?? []
        }
        return paths
    }

    /// Returns an item as it is now, without its times; nil if it does not exist or has no credentials of Docker.
    mutating func dockerItem(at path: String) throws(Failure) -> KeyringFacts.Item? {
        let attributes = try property("Attributes", of: path, in: SecretServiceNames.item) { $0.dictionary() }
        guard let attributes else { return nil }
        let isLocked = try isLocked(path, SecretServiceNames.item) ?? true
        return KeyringFacts.Item(path: path, attributes: attributes, isLocked: isLocked)
    }

    /// Whether an item or a collection is locked; nil if it does not exist.
    mutating func isLocked(_ path: String, _ interface: String) throws(Failure) -> Bool? {
        try property("Locked", of: path, in: interface) { $0.number() }.map { $0 != 0 }
    }

    /// Reads the times of an item.
    mutating func readTimes(of item: inout KeyringFacts.Item) throws(Failure) {
        item.modified = try property("Modified", of: item.path, in: SecretServiceNames.item) { $0.longNumber() } ?? 0
        item.created = try property("Created", of: item.path, in: SecretServiceNames.item) { $0.longNumber() } ?? 0
    }

    mutating func property<Value>(
        _ name: String,
        of path: String,
        in interface: String,
        read: (inout BusReader) -> Value?
    ) throws(Failure) -> Value? {
        let call = BusCall(
            destination: SecretServiceNames.service,
            path: path,
            interface: "org.freedesktop.DBus.Properties",
            member: "Get",
            arguments: [.string(interface), .string(name)]
        )
        guard var body = try self.call(call), body.signature() != nil else { return nil }
        return read(&body)
    }
}
