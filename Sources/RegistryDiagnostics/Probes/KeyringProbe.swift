internal import SystemPackage
internal import SystemSupport

/// Examines the session bus and the Secret Service without starting, unlocking or prompting.
struct KeyringProbe: Sendable, Equatable {
    let environment: ProcessEnvironment
    let user: UInt32
    let timeout: Duration

    /// Connects to the session bus, which must exist.
    func connect() throws(BusConnection.Failure) -> BusConnection {
        let address = BusAddress(environment) { (try? FileStatus(of: FilePath($0))) != nil }
        return try BusConnection.open(address, user: user, deadline: .after(timeout))
    }

    /// Examines the bus, the keyring and, if wanted, Docker's items in it.
    func examine(items wantsItems: Bool = true) -> KeyringFacts {
        let address = BusAddress(environment) { (try? FileStatus(of: FilePath($0))) != nil }
        let isHeadless = environment["DISPLAY"] == nil && environment["WAYLAND_DISPLAY"] == nil
        let name: String
        switch address {
        case .none(let lookedFor): return KeyringFacts(bus: .none(lookedFor: lookedFor), isHeadless: isHeadless)
        case .path(let path):
            guard (try? FileStatus(of: FilePath(path))) != nil else {
                return KeyringFacts(bus: .missing(path), isHeadless: isHeadless)
            }
            name = path
        case .abstract(let path): name = "@\(path)"
        }
        do throws(BusConnection.Failure) {
            var bus = try BusConnection.open(address, user: user, deadline: .after(timeout))
            var facts = KeyringFacts(bus: .reachable(name), isHeadless: isHeadless)
            try ask(&bus, &facts, wantsItems)
            return facts
        } catch {
            return KeyringFacts(bus: .unreachable(name, because: error.description), isHeadless: isHeadless)
        }
    }

    private func ask(
        _ bus: inout BusConnection,
        _ facts: inout KeyringFacts,
        _ wantsItems: Bool
    ) throws(BusConnection.Failure) {
        var owner = try bus.call(.bus("NameHasOwner", .string(SecretServiceNames.service)))
        facts.hasOwner = owner?.number() == 1
        guard facts.hasOwner else {
            var names = try bus.call(.bus("ListActivatableNames"))
            facts.isActivatable = names?.strings()?.contains(SecretServiceNames.service) == true
            return
        }
        var alias = try bus.call(.secretService("ReadAlias", .string("default")))
        guard let collection = alias?.string() else { return }
        guard collection != "/" else {
            facts.collection = .none
            return
        }
        let label = try bus.property("Label", of: collection, in: SecretServiceNames.collection) { $0.string() }
        let isLocked = try bus.property("Locked", of: collection, in: SecretServiceNames.collection) { $0.number() }
        if let isLocked {
            facts.collection = isLocked == 1 ? .locked(label: label ?? "") : .unlocked(label: label ?? "")
        }
        if wantsItems { facts.items = try items(&bus) }
    }

    /// Returns the items with Docker's credentials, with their times where several belong to one server.
    private func items(_ bus: inout BusConnection) throws(BusConnection.Failure) -> [KeyringFacts.Item] {
        var items = try bus.dockerItems()
        let groups = Dictionary(grouping: items.indices) { items[$0].server }
        for index in groups.values.filter({ $0.count > 1 }).joined() { try bus.readTimes(of: &items[index]) }
        return items
    }
}
