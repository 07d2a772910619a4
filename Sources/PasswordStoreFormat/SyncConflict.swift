internal import Codecs

/// Names that file synchronisation gives to the copy of a file that was changed on two machines.
///
/// Syncthing writes `NAME.sync-conflict-20261126-120000-ABCDEFG.gpg`. Dropbox and Nextcloud write
/// `NAME (Ann's conflicted copy 2026-11-26).gpg`.
package enum SyncConflict {
    /// Returns the user name that an entry is a conflict copy of.
    ///
    /// - Parameter username: The entry's name without the suffix.
    /// - Returns: The original name; nil if the name is not that of a conflict copy.
    package static func original(of username: String) -> String? {
        original(of: username, before: ".sync-conflict-", isRest: isSyncthingStamp)
            ?? original(of: username, before: " (", isRest: isConflictedCopy)
    }

    private static func original(of name: String, before marker: String, isRest: (Substring) -> Bool) -> String? {
        guard let range = name.lastRange(ofBytes: marker), range.lowerBound > name.startIndex,
            isRest(name[range.upperBound...])
        else { return nil }
        return String(name[..<range.lowerBound])
    }

    /// Whether the text is a date, a time and the short ID of a device.
    private static func isSyncthingStamp(_ text: Substring) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 6, 7] && parts[0...1].allSatisfy { $0.allSatisfy(\.isNumber) }
    }

    private static func isConflictedCopy(_ text: Substring) -> Bool {
        text.hasSuffix(")") && String(text).contains(bytesOf: "conflicted copy ")
    }
}
