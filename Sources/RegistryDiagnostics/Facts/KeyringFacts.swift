/// The session bus and the Secret Service on it, seen without starting anything.
package struct KeyringFacts: Sendable {
    /// The bus.
    package enum Bus: Sendable, Equatable {
        /// No variable and no socket name one; the path that was looked for, if XDG_RUNTIME_DIR is set.
        case none(lookedFor: String?)
        /// The address names a socket that is not there.
        case missing(String)
        /// There is a socket, and nobody answers it: why.
        case unreachable(String, because: String)
        /// It answers.
        case reachable(String)
    }

    /// The default collection.
    package enum Collection: Sendable, Equatable {
        case unknown
        /// No collection has the alias `default`.
        case none
        case locked(label: String)
        case unlocked(label: String)
    }

    /// The items of one server.
    package struct Item: Sendable, Equatable {
        package let server: String
        package let username: String

        package init(server: String, username: String) {
            self.server = server
            self.username = username
        }
    }

    package var bus: Bus
    /// Whether a program owns `org.freedesktop.secrets`.
    package var hasOwner: Bool
    /// Whether the bus could start one.
    package var isActivatable: Bool
    package var collection: Collection
    /// The items of Docker's schema, as far as they could be read without a prompt.
    package var items: [Item]
    /// Whether this is a session over SSH or without a display, where no window can ask for a password.
    package var isHeadless: Bool

    package init(
        bus: Bus,
        hasOwner: Bool = false,
        isActivatable: Bool = false,
        collection: Collection = .unknown,
        items: [Item] = [],
        isHeadless: Bool = false
    ) {
        self.bus = bus
        self.hasOwner = hasOwner
        self.isActivatable = isActivatable
        self.collection = collection
        self.items = items
        self.isHeadless = isHeadless
    }
}
