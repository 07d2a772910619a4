/// The messages of commits in the store, which are pass's own: people and scripts look for them in `pass git log`.
enum CommitMessage {
    static func storing(_ entryName: String) -> String { "Add given password for \(entryName) to store." }

    static func erasing(_ name: String) -> String { "Remove \(name) from store." }
}
