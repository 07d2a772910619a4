#if SecretService && os(Linux)
import HelperProtocol

/// The program that provides the Secret Service on the bus.
struct SecretProvider {
    /// The unique name of its connection, so that all calls go to the same process.
    let name: String
    /// Whether a search finds locked items.
    ///
    /// It does in gnome-keyring. KeePassXC cannot read a locked database (Collection.cpp, "searchItems").
    let showsLockedItems: Bool

    /// A name that only gnome-keyring owns, with the same connection (gkd-dbus.c).
    private static let gnomeKeyring = "org.gnome.keyring"

    /// Finds the provider; the bus starts it if it is configured to.
    ///
    /// - Throws: ``SecretServiceError/noProvider(_:)`` if there is none; ``SecretServiceError/notStarted(_:)`` if it does
    ///   not start.
    init(of name: String, on bus: SessionBus, diagnostics: HelperDiagnostics) throws(SecretServiceError) {
        if let running = try Self(running: name, on: bus, awaiting: .bus) {
            self = running
            return
        }
        let listing = try bus.answer(to: SessionBus.call("ListActivatableNames"), awaiting: .bus)
        guard case .success(let names) = listing, names.members.first?.strings?.contains(name) == true else {
            throw .noProvider("no program owns \(name), and the bus cannot start one")
        }
        diagnostics.trace("starting \(name)")
        let start = SessionBus.call("StartServiceByName", .tuple(.string(name), .number(0)))
        if case .failure(let error) = try bus.answer(to: start, awaiting: .start) {
            guard !error.isTimeout else { throw .timedOut(.start, limit: bus.loop.timeout) }
            throw .notStarted(error.message)
        }
        guard let started = try Self(running: name, on: bus, awaiting: .start) else {
            throw .notStarted("\(name) exited after it was started")
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
