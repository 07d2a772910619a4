#if SecretService && os(Linux)
import HelperProtocol

/// Who keeps secrets on this bus.
struct SecretProvider {
    /// The unique name: what is asked is asked of this one process.
    let name: String
    /// Whether locked items are found as others are.
    ///
    /// gnome-keyring does so; KeePassXC, which cannot know what is in a locked database, does not (Collection.cpp,
    /// "searchItems").
    let showsLockedItems: Bool

    /// The name under which gnome-keyring alone can be had, over the same connection (gkd-dbus.c).
    private static let gnomeKeyring = "org.gnome.keyring"

    /// Finds the provider, which the bus starts if it can.
    ///
    /// - Throws: ``SecretServiceError/noProvider(_:)`` if there is none, for which nothing is started;
    ///   ``SecretServiceError/notStarted(_:)`` if there is one that does not start.
    init(of name: String, on bus: SessionBus, diagnostics: HelperDiagnostics) throws(SecretServiceError) {
        if let running = try Self(running: name, on: bus, awaiting: .bus) {
            self = running
            return
        }
        let listing = try bus.answer(to: SessionBus.call("ListActivatableNames"), awaiting: .bus)
        guard case .success(let names) = listing, names.members.first?.strings?.contains(name) == true else {
            throw .noProvider("nothing there owns or could start \(name)")
        }
        diagnostics.trace("starting \(name)")
        let start = SessionBus.call("StartServiceByName", .tuple(.string(name), .number(0)))
        if case .failure(let error) = try bus.answer(to: start, awaiting: .start) {
            guard !error.isTimeout else { throw .timedOut(.start, limit: bus.loop.timeout) }
            throw .notStarted(error.message)
        }
        guard let started = try Self(running: name, on: bus, awaiting: .start) else {
            throw .notStarted("\(name) was started, and has ended")
        }
        self = started
    }

    private init?(running name: String, on bus: SessionBus, awaiting: SecretServiceWait) throws(SecretServiceError) {
        let owners = try bus.owners(of: name, Self.gnomeKeyring, awaiting: awaiting)
        guard let owner = owners[0] else { return nil }
        self.name = owner
        showsLockedItems = owners[1] == owner
    }
}
#endif
