internal import SystemPackage
internal import SystemSupport

/// Examines the session bus and the Secret Service without starting, unlocking or prompting.
struct KeyringProbe {
    let environment: ProcessEnvironment
    let user: UInt32
    let timeout: Duration

    private static let service = "org.freedesktop.secrets"
    private static let properties = "org.freedesktop.DBus.Properties"

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
        var owner = try bus.call(.bus("NameHasOwner", .string(Self.service)))
        facts.hasOwner = owner?.number() == 1
        guard facts.hasOwner else {
            var names = try bus.call(.bus("ListActivatableNames"))
            facts.isActivatable = names?.strings()?.contains(Self.service) == true
            return
        }
        var alias = try bus.call(service("ReadAlias", [.string("default")]))
        guard let collection = alias?.string() else { return }
        guard collection != "/" else {
            facts.collection = .none
            return
        }
        let label = try property("Label", of: collection, in: "org.freedesktop.Secret.Collection", &bus) { $0.string() }
        let isLocked = try property("Locked", of: collection, in: "org.freedesktop.Secret.Collection", &bus) {
            $0.number()
        }
        if let isLocked {
            facts.collection = isLocked == 1 ? .locked(label: label ?? "") : .unlocked(label: label ?? "")
        }
        if wantsItems { facts.items = try items(&bus) }
    }

    /// Returns the items of Docker's schema by their attributes, which need neither a secret nor a prompt.
    private func items(_ bus: inout BusConnection) throws(BusConnection.Failure) -> [KeyringFacts.Item] {
        let attributes = [("xdg:schema", "io.docker.Credentials")]
        guard var found = try bus.call(service("SearchItems", [.dictionary(attributes)])) else { return [] }
        let paths = (found.strings() ?? []) + (found.strings() ?? [])
        var items: [KeyringFacts.Item] = []
        // More items than any keyring has; the deadline is a limit too.
        for path in paths.prefix(500) {
            let attributes = try property("Attributes", of: path, in: "org.freedesktop.Secret.Item", &bus) {
                $0.dictionary()
            }
            guard let server = attributes?["server"] else { continue }
            items.append(KeyringFacts.Item(server: server, username: attributes?["username"] ?? ""))
        }
        return items
    }

    private func service(_ member: String, _ arguments: [BusCall.Argument]) -> BusCall {
        BusCall(
            destination: Self.service,
            path: "/org/freedesktop/secrets",
            interface: "org.freedesktop.Secret.Service",
            member: member,
            arguments: arguments
        )
    }

    private func property<Value>(
        _ name: String,
        of path: String,
        in interface: String,
        _ bus: inout BusConnection,
        read: (inout BusReader) -> Value?
    ) throws(BusConnection.Failure) -> Value? {
        let call = BusCall(
            destination: Self.service,
            path: path,
            interface: Self.properties,
            member: "Get",
            arguments: [.string(interface), .string(name)]
        )
        guard var body = try bus.call(call), body.signature() != nil else { return nil }
        return read(&body)
    }
}
