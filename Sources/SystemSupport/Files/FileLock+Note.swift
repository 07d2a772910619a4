internal import SystemPackage

/// A line in the lock file, by which holders tell the next one something.
///
/// It is a hint and no more: it is not brought to the disk, and a holder that is killed leaves the one before.
extension FileLock {
    /// What the last holder left; empty if that is nothing, or cannot be read.
    package borrowing func note() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 256)
        let file = descriptor
        let count = try? unsafe bytes.withUnsafeMutableBytes { unsafe try file.read(fromAbsoluteOffset: 0, into: $0) }
        return Array(bytes.prefix(count ?? 0))
    }

    /// Leaves something for the next holder.
    ///
    /// - Parameter note: At most 256 bytes. That it cannot be written is not an error.
    package borrowing func leave(_ note: [UInt8]) {
        guard note != self.note() else { return }
        let file = descriptor
        try? file.cut(to: 0)
        _ = try? file.writeAll(toAbsoluteOffset: 0, note)
    }
}
