package import SystemPackage

/// A file that is rewritten in place, because it cannot be replaced: for example, a file that is a mount point.
///
/// First, the old and the new content are flushed to disk together in the journal `.NAME.journal` in the same
/// directory, which is itself replaced atomically. Then the file is overwritten, truncated and flushed. Finally, the
/// journal is removed. After an interruption, comparing the file with the journal tells its state:
///
/// * The file has the old or the new content: the journal is left over.
/// * The file is a mixture of both: the write was interrupted, and the new content is the intended one.
/// * The file has any other content: another program has written it since, and the journal is outdated.
///
/// A mixture is detected by comparing every byte rather than by parsing, since parts of two passwords of the same
/// length form a third. Programs that do not know the journal read a mixture until the next writer of this package
/// completes the write.
///
/// In a directory that others may write to, anyone can create a file with the journal's name. The journal is used only
/// if it is a regular file that belongs to the file's owner, this user or root, and is writable by its owner alone.
package struct JournaledFile: Sendable {
    /// The path of the file itself, not of a link to it.
    package let path: FilePath

    /// Creates a value for an existing file.
    package init(_ path: FilePath) {
        self.path = path
    }

    /// The state of a file, compared with its journal.
    package enum Finding: Sendable, Equatable {
        /// There is no usable journal.
        ///
        /// It is created before the file is changed.
        case none
        /// The file has the old or the new content, and the journal is left over.
        case whole
        /// The file is a mixture of the old and the new content.
        case torn(intended: [UInt8])
        /// Another program has changed the file since.
        case outdated
    }

    /// Compares the file's content with the journal.
    ///
    /// - Parameter bytes: The content that was read from the file.
    /// - Returns: The state of the file.
    /// - Throws: Any system error for the journal. A missing journal is not an error.
    package func examine(_ bytes: [UInt8]) throws(SystemError) -> Finding {
        try record()?.examine(bytes) ?? .none
    }

    /// Returns the journal, or nil if there is none that may be used.
    private func record() throws(SystemError) -> JournalRecord? {
        try reporting("read", journal) { () throws(Errno) -> JournalRecord? in
            let file: OwnedDescriptor
            do throws(Errno) {
                file = try journal.open(O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
            } catch {
                guard Self.absences.contains(error) else { throw error }
                return nil
            }
            guard try counts(try file.descriptor.status()),
                let bytes = try file.descriptor.readFully(limit: Int(Int32.max))
            else { return nil }
            return JournalRecord(parsing: bytes)
        }
    }

    /// The errors that mean there is no usable journal: it is missing, private to its writer, a link (O_NOFOLLOW) or a
    /// socket.
    private static let absences: [Errno] = [
        .noSuchFileOrDirectory, .permissionDenied, .notPermitted, .tooManySymbolicLinkLevels, .noSuchAddressOrDevice,
    ]

    private func counts(_ status: FileStatus) throws(Errno) -> Bool {
        guard status.kind == .regular, status.permissions.isDisjoint(with: [.groupWrite, .otherWrite]) else {
            return false
        }
        if status.owner == CurrentProcess.effectiveUser || status.owner == 0 { return true }
        return try path.statusIfPresent(followingLinks: false)?.owner == status.owner
    }

    /// Removes a file with the journal's name that may not be used, if this user is permitted to.
    ///
    /// - Returns: Whether there was one.
    private func removeForeignJournal(holding lock: borrowing FileLock) throws(SystemError) -> Bool {
        let isForeign = try reporting("examine", journal) { () throws(Errno) in
            guard let status = try journal.statusIfPresent(followingLinks: false) else { return false }
            return try !counts(status)
        }
        // In a sticky directory it cannot be removed, and is ignored there.
        if isForeign { _ = try? removeJournal(holding: lock) }
        return isForeign
    }

    private func removeJournal(holding lock: borrowing FileLock) throws(SystemError) {
        try AtomicFile(journal, symbolicLinks: .refused).remove(holding: lock)
    }

    /// Whether there is a journal: a process is writing, or was interrupted.
    package func hasJournal() throws(SystemError) -> Bool {
        try reporting("examine", journal) { () throws(Errno) in
            try journal.statusIfPresent(followingLinks: false) != nil
        }
    }

    /// Completes an interrupted write, and removes the journal.
    ///
    /// A journal that may not be used is ignored, and removed if possible.
    ///
    /// - Parameter lock: The exclusive lock that all writers of this file take.
    /// - Returns: The state of the file before the recovery.
    /// - Throws: Any system error. The journal then still exists.
    package func recover(holding lock: borrowing FileLock) throws(SystemError) -> Finding {
        guard try hasJournal(), try !removeForeignJournal(holding: lock) else { return .none }
        let present = try RegularFile.readIfPresent(path, limit: Int(Int32.max))
        let finding = try examine(present?.bytes ?? [])
        if case .torn(let intended) = finding {
            let file = try reporting("rewrite", path) { () throws(Errno) in try path.open(O_WRONLY | O_NOFOLLOW) }
            try overwrite(file, with: intended)
        }
        try removeJournal(holding: lock)
        return finding
    }

    /// Rewrites the file.
    ///
    /// A file that cannot be opened for writing is left unchanged, and no journal is created. If the rewrite fails
    /// later, the old content is restored. If that fails too, the journal remains and the error says so.
    ///
    /// - Parameters:
    ///   - bytes: The whole new content.
    ///   - old: The file as it was read.
    ///   - permissions: The new permissions, or nil to keep the current ones.
    ///   - lock: The exclusive lock that all writers of this file take.
    /// - Throws: `.changedMeanwhile` if the file is no longer the one that was read, or any system error.
    package func rewrite(
        with bytes: [UInt8],
        insteadOf old: RegularFile,
        permissions: FilePermissions? = nil,
        holding lock: borrowing FileLock
    ) throws(SystemError) {
        // Opened before the journal is written, which contains the new content in plain text. If it fails, nothing
        // needs to be undone.
        let file = try reporting("rewrite", path) { () throws(Errno) in try path.open(O_WRONLY | O_NOFOLLOW) }
        let record = JournalRecord(old: old.bytes, new: bytes)
        try AtomicFile(journal, symbolicLinks: .refused).replace(
            with: record.bytes,
            permissions: .exactly(.ownerReadWrite),
            holding: lock
        )
        do throws(SystemError) {
            try AtomicFile.Expectation.sameContent(as: old).check(path)
            // The open file may have been replaced by another with the same content.
            guard try FileStatus(ofLink: path).isSameFile(as: try FileStatus(of: file.descriptor)) else {
                throw SystemError(.changedMeanwhile, "rewrite", path, because: "another program has replaced it")
            }
        } catch {
            try removeJournal(holding: lock)
            throw error
        }
        do throws(SystemError) {
            try overwrite(file, with: bytes, permissions: permissions)
        } catch {
            do throws(SystemError) {
                try overwrite(file, with: old.bytes)
                try removeJournal(holding: lock)
            } catch let second {
                throw SystemError(
                    error.code,
                    "rewrite",
                    path,
                    because: "\(error.reason), and the old content could not be restored (\(second.reason)): "
                        + "both contents are in \(journal)"
                )
            }
            throw error
        }
        try removeJournal(holding: lock)
    }

    /// Overwrites the file from its beginning.
    ///
    /// It was opened without O_TRUNC, so that the new content reuses the blocks of the old on a full disk.
    private func overwrite(
        _ file: borrowing OwnedDescriptor,
        with bytes: [UInt8],
        permissions: FilePermissions? = nil
    ) throws(SystemError) {
        let descriptor = file.descriptor
        try reporting("rewrite", path) { () throws(Errno) in
            if let permissions { try descriptor.changePermissions(permissions) }
            try descriptor.rewind()
            try descriptor.writeFully(bytes)
            try descriptor.cut(to: bytes.count)
            try descriptor.synchronize()
        }
    }

    private var journal: FilePath {
        path.neighbor(prefix: ".", suffix: ".journal") ?? path.appending(".journal")
    }
}
