/// The order in which the entries of one server are used.
package enum PasswordStoreOrder {
    /// Returns entries in the order of their last change, newest first.
    ///
    /// Docker's own helper keeps the entries of earlier users. The newest is the user who logged in last. Entries that
    /// were changed at the same time keep their order.
    ///
    /// - Parameters:
    ///   - entries: The entries, in the order of their paths.
    ///   - changed: Returns the time of the last change of an entry, since 1970. Not called for a single entry.
    /// - Returns: The entries; `docker-credential-pass get` uses the first that gpg can decrypt.
    package static func newestFirst<Entry>(_ entries: [Entry], changed: (Entry) -> Duration) -> [Entry] {
        guard entries.count > 1 else { return entries }
        return entries.enumerated().map { (entry: $1, index: $0, time: changed($1)) }
            .sorted { ($1.time, $0.index) < ($0.time, $1.index) }.map(\.entry)
    }
}
