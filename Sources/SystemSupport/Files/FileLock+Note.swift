internal import SystemPackage

/// A line in the lock file, which a holder leaves for the next one.
///
/// It is only a hint: it is not flushed to disk, and a holder that is killed leaves the previous note.
extension FileLock {
    /// Returns the note of the last holder, or an empty array if there is none or it cannot be read.
    package borrowing func note() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let file = descriptor
        let count = try? unsafe bytes.withUnsafeMutableBytes { unsafe try file.read(fromAbsoluteOffset: 0, into: $0) }
        return Array(bytes.prefix(count ?? 0))
    }

    /// Leaves a note for the next holder.
    ///
    /// - Parameter note: At most 256 bytes. A failed write is ignored.
    package borrowing func leave(_ note: [UInt8]) {
        guard note != self.note() else { return }
        let file = descriptor
        try? file.cut(to: 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, note)
    }
}
