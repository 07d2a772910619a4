/// A key that matches a server.
///
/// Matches are ordered by precedence.
struct KeyMatch: Comparable {
    let key: String
    let rule: MatchRule
    /// The number of path components between the key and the server: 0 for the server itself, which a save replaces and
    /// a deletion removes; more for parent keys.
    let distance: Int
    /// The rank among keys of the same distance.
    let order: Int
    /// The text by which the kubelet sorts its keys in reverse; empty under other rules.
    var kubeletKey: [UInt8] = []

    /// Whether the key names exactly this server and path.
    var isOwn: Bool { distance == 0 }

    static func < (one: Self, other: Self) -> Bool {
        if one.kubeletKey != other.kubeletKey { return other.kubeletKey.lexicographicallyPrecedes(one.kubeletKey) }
        if one.distance != other.distance { return one.distance < other.distance }
        if one.order != other.order { return one.order < other.order }
        // Bytewise, so that the result does not depend on the order of the file.
        return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }

    static func == (one: Self, other: Self) -> Bool {
        one.distance == other.distance && one.order == other.order && one.key.utf8.elementsEqual(other.key.utf8)
    }
}
