/// A host that may have wildcards, such as `*.dkr.ecr.*.amazonaws.com`, with a port and a path.
///
/// A star matches any number of characters within one label. So a pattern matches only hosts with the same number of
/// labels. These are the patterns of Kubernetes image pull secrets, without ranges in brackets.
struct HostPattern {
    private let labels: [[UInt8]]
    private let address: ServerAddress

    /// The host in lower case, with its stars.
    let host: String

    /// Parses a key; nil if it is not an address once the stars are replaced by letters.
    init?(_ key: String) {
        // The address parser does not allow stars, so each is replaced by a letter, which keeps the length.
        let filled = String(decoding: key.utf8.map { $0 == Self.star ? UInt8(ascii: "x") : $0 }, as: UTF8.self)
        guard let address = try? ServerAddress(filled) else { return nil }
        self.address = address
        guard key.utf8.contains(Self.star) else {
            host = address.host
            labels = Self.labels(of: host)
            return
        }
        let lowercased = Array(filled.lowercasedASCII.utf8)
        let wanted = Array(address.host.utf8)
        guard let start = lowercased.indices.first(where: { lowercased[$0...].starts(with: wanted) }) else {
            return nil
        }
        host = String(decoding: key.lowercasedASCII.utf8.dropFirst(start).prefix(wanted.count), as: UTF8.self)
        labels = Self.labels(of: host)
        // A star in a path is not a wildcard, and repository names have none.
        guard key.utf8.count(where: { $0 == Self.star }) == host.utf8.count(where: { $0 == Self.star }) else {
            return nil
        }
    }

    /// The path after the host, without slashes around it.
    var path: String { address.path }

    /// Whether the host has a star.
    var hasWildcards: Bool { host.utf8.contains(Self.star) }

    /// The number of characters other than stars: of two patterns that match, the one with more is more specific.
    var weight: Int { labels.reduce(0) { $0 + $1.count { $0 != Self.star } } }

    /// Whether the host and the port match those of a server.
    func matches(_ server: ServerAddress) -> Bool {
        guard hasWildcards else { return address.isSameHost(as: server) }
        let other = Self.labels(of: server.host)
        return address.port == server.port && labels.count == other.count
            && zip(labels, other).allSatisfy { Self.matches($0, $1) }
    }

    private static func labels(of host: String) -> [[UInt8]] {
        host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    }

    private static let star = UInt8(ascii: "*")

    /// Backtracks to the last star only: what an earlier star matched never needs to change.
    private static func matches(_ pattern: [UInt8], _ label: [UInt8]) -> Bool {
        var (position, index) = (0, 0)
        var last: (star: Int, index: Int)?
        while index < label.count {
            if position < pattern.count, pattern[position] == star {
                last = (position, index)
                position += 1
            } else if position < pattern.count, pattern[position] == label[index] {
                position += 1
                index += 1
            } else if let (star, taken) = last {
                last = (star, taken + 1)
                (position, index) = (star + 1, taken + 1)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == star }
    }
}
