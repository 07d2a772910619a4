import Codecs
import HelperProtocol

/// The state between calls: which backends have stored credentials, and which of their entries are
/// out of date.
struct LoginRecord: Equatable {
    /// The backends that have stored credentials, the last one first.
    private(set) var used: [String] = []

    /// The servers whose entry in a backend is older than that in another.
    private var outdated: [OutdatedEntries] = []

    /// An element of an array, as there are a few: the hash table of a dictionary takes a short-lived program longer.
    private struct OutdatedEntries: Equatable {
        let backend: String
        var servers: [ServerURL]
    }

    init() {}

    /// The order in which `store` and `list` ask: the remembered backend, then the others.
    func order(among backends: [String]) -> [String] {
        guard let last = used.first, backends.contains(last) else { return backends }
        return [last] + backends.filter { $0 != last }
    }

    func isOutdated(_ server: ServerURL, in backend: String) -> Bool {
        outdated.contains { $0.backend == backend && $0.servers.contains(server) }
    }

    /// Notes that a backend has stored credentials, and that entries in the others are out of date until they are
    /// erased.
    ///
    /// - Parameters:
    ///   - server: The server.
    ///   - backend: The backend that has stored it.
    ///   - others: The other backends that are installed.
    ///   - isException: Whether only these credentials are in that backend, as the remembered one works but cannot keep
    ///     them. It is then remembered as before.
    mutating func stored(
        _ server: ServerURL,
        in backend: String,
        insteadOf others: [String],
        isException: Bool = false
    ) {
        let earlier = used.filter { $0 != backend }
        used = isException ? earlier.prefix(1) + [backend] + earlier.dropFirst() : [backend] + earlier
        for other in Set(others + used).sorted() where other != backend && !isOutdated(server, in: other) {
            if let index = outdated.firstIndex(where: { $0.backend == other }) {
                outdated[index].servers.append(server)
            } else {
                outdated.append(OutdatedEntries(backend: other, servers: [server]))
            }
        }
        erased(server, in: backend)
    }

    /// Notes that a backend has no entry for a server.
    mutating func erased(_ server: ServerURL, in backend: String) {
        for index in outdated.indices where outdated[index].backend == backend {
            outdated[index].servers.removeAll { $0 == server }
        }
        outdated.removeAll { $0.servers.isEmpty }
    }
}

/// The format of the file.
extension LoginRecord {
    /// Reads a record; nil if it is not one.
    init?(parsing bytes: [UInt8]) {
        guard let root = (try? JSONDocument(parsing: bytes))?.root, root.kind == .object else { return nil }
        for member in root.members {
            switch member.name {
            case "used":
                guard let names = Self.strings(in: member.value), names.allSatisfy(HelperIdentity.isHelperName) else {
                    return nil
                }
                used = names
            case "outdated":
                guard member.value.kind == .object else { return nil }
                for entry in member.value.members {
                    guard let backend = entry.name, HelperIdentity.isHelperName(backend),
                        let texts = Self.strings(in: entry.value)
                    else { return nil }
                    outdated.append(
                        OutdatedEntries(backend: backend, servers: texts.compactMap { try? ServerURL($0) })
                    )
                }
            default: return nil
            }
        }
    }

    private static func strings(in value: JSONValue) -> [String]? {
        guard value.kind == .array else { return nil }
        let strings = value.elements.compactMap(\.string)
        return strings.count == value.elements.count ? strings : nil
    }

    /// The content of the file.
    var bytes: [UInt8] {
        let servers = outdated.sorted { $0.backend < $1.backend }.map { entries in
            (name: entries.backend, value: JSONTree.array(entries.servers.sorted().map { .string($0.text) }))
        }
        let tree = JSONTree.object([
            ("used", .array(used.map { .string($0) })), ("outdated", .object(servers)),
        ])
        return JSONWriter(.compact).write(tree) + [UInt8(ascii: "\n")]
    }
}
