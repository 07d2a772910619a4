package import SystemPackage

/// A file that is rewritten where it is, since it cannot be replaced: a file that is mounted by itself, for one.
///
/// The old and the new content are first brought to the disk together, in the journal `.NAME.journal` beside the file,
/// which is itself replaced whole. Then the file is written from its beginning, cut to its length and brought to the
/// disk, and then the journal is removed. Whenever that ends early, the journal tells what is in the file:
///
/// * the old or the new content: the journal is left over;
/// * a mixture of the two: the write was cut short, and the file means the new content;
/// * anything else: another program has written the file since, and the journal means nothing any more.
///
/// A mixture is told by comparing every byte, not by whether it is well formed: two passwords of one length make a
/// third. Programs that do not know the journal read a mixture until the next writer of this package completes it.
///
/// In a directory that others may write to, anybody can make a file of the journal's name. It is used only if it is a
/// regular file of the file's owner, of this user or of root, which neither its group nor others may write.
package struct JournaledFile: Sendable {
    /// The file itself and not a link to it.
    package let path: FilePath

    /// A file that is there.
    package init(_ path: FilePath) {
        self.path = path
    }

    /// What a journal says of the content that was read.
    package enum Finding: Sendable, Equatable {
        /// There is no journal, or none that can be read: it is made before the file is touched.
        case none
        /// The file has the old or the new content, and the journal is left over.
        case whole
        /// The file has a part of what it should have.
        case torn(intended: [UInt8])
        /// Another program has changed the file since.
        case outdated
    }

    /// Compares the file's content with the journal.
    ///
    /// - Parameter bytes: What was read from the file.
    /// - Returns: What the journal says of it.
    /// - Throws: What the system reports for the journal; that there is none is not an error.
    package func examine(_ bytes: [UInt8]) throws(SystemError) -> Finding {
        try record()?.examine(bytes) ?? .none
    }

    /// The journal; nil if there is none, or one that is not used.
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

    /// None, or one that is its writer's alone, while the file may be open to others; a link, which O_NOFOLLOW refuses so,
    /// and a socket.
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

    /// Removes what has the journal's name and is not used as one, as far as this user may.
    ///
    /// - Returns: Whether there was one.
    private func removeForeignJournal(holding lock: borrowing FileLock) throws(SystemError) -> Bool {
        let isForeign = try reporting("examine", journal) { () throws(Errno) in
            guard let status = try journal.statusIfPresent(followingLinks: false) else { return false }
            return try !counts(status)
        }
        // In a sticky directory it stays; it says nothing there either.
        if isForeign { _ = try? removeJournal(holding: lock) }
        return isForeign
    }

    private func removeJournal(holding lock: borrowing FileLock) throws(SystemError) {
        try AtomicFile(journal, followsLinks: false).remove(holding: lock)
    }

    /// Whether there is a journal: someone is writing, or was when the machine or the process ended.
    package func hasJournal() throws(SystemError) -> Bool {
        try reporting("examine", journal) { () throws(Errno) in
            try journal.statusIfPresent(followingLinks: false) != nil
        }
    }

    /// Brings the file to the state that the journal stands for, and removes the journal; one that is not used is removed where this user may do that.
    ///
    /// - Parameter lock: The lock that all writers of this file take, held alone.
    /// - Returns: What was found.
    /// - Throws: What the system reports; the journal is still there then.
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
    /// A file that cannot be opened for writing is left alone, and no journal is made. When the rewrite fails later the
    /// old content is put back; where even that fails the journal stays, and the error says so.
    ///
    /// - Parameters:
    ///   - bytes: The whole new content.
    ///   - old: The file as it was read.
    ///   - permissions: The permissions it is to have; nil for those that it has.
    ///   - lock: The lock that all writers of this file take, held alone.
    /// - Throws: `.changedMeanwhile` if the file is no longer what was read; what the system reports.
    package func rewrite(
        with bytes: [UInt8],
        insteadOf old: RegularFile,
        permissions: FilePermissions? = nil,
        holding lock: borrowing FileLock
    ) throws(SystemError) {
        // Before the journal, which has the new content in plain text: what cannot be opened needs no undoing.
        let file = try reporting("rewrite", path) { () throws(Errno) in try path.open(O_WRONLY | O_NOFOLLOW) }
        let record = JournalRecord(old: old.bytes, new: bytes)
        try AtomicFile(journal, followsLinks: false).replace(
            with: record.bytes,
            permissions: .exactly(.ownerReadWrite),
            holding: lock
        )
        do throws(SystemError) {
            try AtomicFile.Expectation.sameContent(as: old).check(path)
            // What is open may have been replaced by a file of the same content.
            guard try FileStatus(ofLink: path).isSameFile(as: try FileStatus(of: file.descriptor)) else {
                throw SystemError(.changedMeanwhile, "rewrite", path, because: "another program replaced it meanwhile")
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
                    because: "\(error.reason), and the old content could not be put back (\(second.reason)): "
                        + "both contents are in \(journal)"
                )
            }
            throw error
        }
        try removeJournal(holding: lock)
    }

    /// Writes the file from its beginning, which was opened without O_TRUNC: the old content gives its blocks to the new,
    /// on a disk that is full.
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
