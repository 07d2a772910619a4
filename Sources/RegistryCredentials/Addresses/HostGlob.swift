/// A pattern for hosts, such as `*.dkr.ecr.*.amazonaws.com`: as many labels, each of which may have stars in it.
///
/// A star stands for any characters of one label, also for none; so a pattern never speaks for a deeper host than it was
/// written for. These are the patterns of Kubernetes' image pull secrets, without ranges in brackets. A port in the
/// pattern has to be the port of the registry.
struct HostGlob {
    private let labels: [[UInt8]]
    private let port: UInt16?

    /// Takes a key apart; nil if there is no star in its host, or if it is no host once the stars are filled.
    init?(_ key: String) {
        // What reads addresses knows no stars, so it sees the pattern with a letter for each, of the same length.
        let filled = String(decoding: key.utf8.map { $0 == Self.star ? UInt8(ascii: "x") : $0 }, as: UTF8.self)
        guard let address = try? ServerAddress(filled), address.path.isEmpty,
            let start = filled.lowercased().firstRange(of: address.host)?.lowerBound
        else { return nil }
        let offset = filled.lowercased().utf8.distance(from: filled.startIndex, to: start)
        let host = key.lowercased().utf8.dropFirst(offset).prefix(address.host.utf8.count)
        guard host.contains(Self.star) else { return nil }
        labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        port = address.port
    }

    /// How many characters are not left to stars: of two patterns that match, the one with more says more.
    var weight: Int { labels.reduce(0) { $0 + $1.count { $0 != Self.star } } }

    /// Whether the pattern speaks for a server.
    func matches(_ server: ServerAddress) -> Bool {
        let other = server.host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return port == server.port && labels.count == other.count
            && zip(labels, other).allSatisfy { Self.matches($0[...], Array($1)[...]) }
    }

    private static let star = UInt8(ascii: "*")

    /// Compares with one place to go back to, the last star: what an earlier one took need never change.
    private static func matches(_ pattern: ArraySlice<UInt8>, _ label: ArraySlice<UInt8>) -> Bool {
        let (pattern, label) = (Array(pattern), Array(label))
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
