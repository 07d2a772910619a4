/// What a commit in a store under git says: pass's own words, which people and scripts look for in `pass git log`.
enum CommitMessage {
    static func storing(_ entryName: String) -> String { "Add given password for \(entryName) to store." }

    static func erasing(_ name: String) -> String { "Remove \(name) from store." }
}
