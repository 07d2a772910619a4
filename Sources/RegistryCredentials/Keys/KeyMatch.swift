/// A key that answers for a server, and when it is asked: matches sort in that order.
struct KeyMatch: Comparable {
    let key: String
    let rule: MatchRule
    /// Whether the key means the server and nothing above, below or beside it: a save replaces such a key.
    let isOwn: Bool
    let group: Int
    let order: Int

    static func < (one: Self, other: Self) -> Bool {
        if one.group != other.group { return one.group < other.group }
        if one.order != other.order { return one.order < other.order }
        // Bytewise, so that nothing depends on the order of the file.
        return one.key.utf8.lexicographicallyPrecedes(other.key.utf8)
    }

    static func == (one: Self, other: Self) -> Bool {
        one.group == other.group && one.order == other.order && one.key.utf8.elementsEqual(other.key.utf8)
    }
}
