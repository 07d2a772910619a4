/// A key that is used for a server, and its rank among the others: the first is used.
struct KeyMatch: Comparable {
    let key: String
    let rule: MatchRule
    /// How many path components lie between the key and the server: 0 for the server itself, which a save replaces and a
    /// deletion removes; more for keys above it.
    let distance: Int
    /// The rank among keys of the same distance.
    let order: Int
    /// What the kubelet sorts its keys by, in reverse; empty by other rules.
    var kubeletKey: [UInt8] = []

    /// Whether the key names the server and nothing above, below or beside it.
    var isOwn: Bool { distance == 0 }

    static func < (one: Self, other: Self) -> Bool {
        if one.kubeletKey != other.kubeletKey { return other.kubeletKey.lexicographicallyPrecedes(one.kubeletKey) }
        if one.distance != other.distance { return one.distance < other.distance }
        if one.order != other.order { return one.order < other.order }
        // Bytewise, so that nothing depends on the order of the file.
        return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }

    static func == (one: Self, other: Self) -> Bool {
        one.distance == other.distance && one.order == other.order && one.key.utf8.elementsEqual(other.key.utf8)
    }
}
