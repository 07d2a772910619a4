import Codecs
import HelperProtocol

/// What this program remembers between calls: which backends have stored credentials, and which of their entries are
/// out of date.
struct LoginRecord: Equatable {
    /// The backends that have stored credentials, the last one first.
    private(set) var used: [String] = []

    /// The servers whose entry in a backend is older than that in another.
    private(set) var outdated: [String: Set<ServerURL>] = [:]

    init() {}

    /// The order in which `store` and `list` ask: the remembered backend, then the others.
    func order(among backends: [String]) -> [String] {
        guard let last = used.first, backends.contains(last) else { return backends }
        return [last] + backends.filter { $0 != last }
    }

    func isOutdated(_ server: ServerURL, in backend: String) -> Bool {
        outdated[backend]?.contains(server) == true
    }

    /// Notes that a backend has stored credentials, and that entries in the others are out of date until they are
    /// erased.
    mutating func stored(_ server: ServerURL, in backend: String, insteadOf others: [String]) {
        used = [backend] + used.filter { $0 != backend }
        for other in Set(others + used) where other != backend { outdated[other, default: []].insert(server) }
        erased(server, in: backend)
    }

    /// Notes that a backend has no entry for a server.
    mutating func erased(_ server: ServerURL, in backend: String) {
        outdated[backend]?.remove(server)
        if outdated[backend]?.isEmpty == true { outdated[backend] = nil }
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
                guard let names = Self.strings(in: member.value) else { return nil }
                used = names
            case "outdated":
                guard member.value.kind == .object else { return nil }
                for entry in member.value.members {
                    guard let backend = entry.name, let texts = Self.strings(in: entry.value) else { return nil }
                    outdated[backend] = Set(texts.compactMap { try? ServerURL($0) })
                }
            default: return nil
            }
        }
        guard (used + outdated.keys).allSatisfy(HelperIdentity.isHelperName) else { return nil }
    }

    private static func strings(in value: JSONValue) -> [String]? {
        guard value.kind == .array else { return nil }
        let strings = value.elements.compactMap(\.string)
        return strings.count == value.elements.count ? strings : nil
    }

    /// The content of the file.
    var bytes: [UInt8] {
        let servers = outdated.sorted { $0.key < $1.key }.map { backend, servers in
            (name: backend, value: JSONTree.array(servers.sorted().map { .string($0.text) }))
        }
        let tree = JSONTree.object([
            ("used", .array(used.map { .string($0) })), ("outdated", .object(servers)),
        ])
        return JSONWriter(.compact).write(tree) + [UInt8(ascii: "\n")]
    }
}
