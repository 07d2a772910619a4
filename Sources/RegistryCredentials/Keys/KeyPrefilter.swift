/// A cheap test that rules out most keys of a large file before they are parsed.
///
/// A key that passes may still name another host.
struct KeyPrefilter {
    /// Texts in lower case, one of which is in every key that names the host; empty if its aliases have no common part.
    private let needles: [[UInt8]]
    /// Whether keys with a star pass.
    private let matchesWildcards: Bool

    init(_ server: ServerAddress, matchesWildcards: Bool) {
        self.matchesWildcards = matchesWildcards
        if server.isDockerHub {
            // The common suffix of all its names.
            needles = [Array("docker.io".utf8), Array("hub.docker.com".utf8)]
        } else if server.host.contains(":"), !server.isOpaque {
            needles = []
        } else {
            needles = [Array(server.host.utf8)]
        }
    }

    /// Whether the key at `range` may name the host.
    func mayMatch(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        if matchesWildcards, bytes[range].contains(UInt8(ascii: "*")) { return true }
        guard !needles.isEmpty else { return hasColons(bytes, range) }
        for needle in needles where contains(bytes, range, needle) { return true }
        // An escape sequence may represent any character.
        for index in range where bytes[index] == UInt8(ascii: "\\") { return true }
        return false
    }

    /// Whether the key has at least two colons, as an IPv6 address does, or an escape sequence, which may hide them.
    private func hasColons(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var colons = 0
        for index in range {
            if bytes[index] == UInt8(ascii: "\\") { return true }
            if bytes[index] == UInt8(ascii: ":") { colons += 1 }
        }
        return colons > 1
    }

    /// Compares with the case bit set on both sides, which treats a few other characters as equal too.
    private func contains(_ bytes: [UInt8], _ range: Range<Int>, _ needle: [UInt8]) -> Bool {
        guard range.count >= needle.count else { return false }
        for start in range.lowerBound...(range.upperBound - needle.count) {
            var matched = 0
            while matched < needle.count, bytes[start + matched] | 0x20 == needle[matched] | 0x20 { matched += 1 }
            if matched == needle.count { return true }
        }
        return false
    }
}
