/// The state of the session bus and the Secret Service, determined without starting anything.
package struct KeyringFacts: Sendable {
    /// The bus.
    package enum Bus: Sendable, Equatable {
        /// There is no address and no socket; with the path that was expected, if XDG_RUNTIME_DIR is set.
        case none(lookedFor: String?)
        /// The address names a socket that does not exist.
        case missing(String)
        /// The socket exists but the bus does not respond, with the reason.
        case unreachable(String, because: String)
        /// The bus responds.
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

    package var bus: Bus
    /// Whether a program owns `org.freedesktop.secrets`.
    package var hasOwner: Bool
    /// Whether the bus could start one.
    package var isActivatable: Bool
    package var collection: Collection
    /// The items with Docker's credentials whose attributes can be read without a prompt.
    package var items: [Item]
    /// Whether the session is over SSH or has no display, so that no window can prompt.
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
