internal import SystemPackage
internal import SystemSupport

extension ConfigFile {
    /// How often a change is retried if another program, which takes no lock, changes the file first.
    private static let attempts = 20

    /// A change to a document.
    struct Change: Sendable {
        /// Throws if the document does not have the state that the caller expects.
        var precondition: @Sendable (ConfigDocument) throws(CredentialStoreError) -> Void = { _ in }
        /// Returns the new bytes; nil if nothing changes.
        let edit: @Sendable (ConfigDocument) throws(CredentialStoreError) -> [UInt8]?
    }

    /// Applies a change to the file, under the lock.
    ///
    /// - Returns: Whether anything was written.
    /// - Parameters:
    ///   - change: The change to make.
    ///   - lockTimeout: How long to wait for each lock that another process holds.
    ///   - cancellation: Ends such a wait; a write that has begun is completed.
    /// - Throws: ``CredentialStoreError``, or `CancellationError`. This call has then not changed the file.
    @discardableResult
    func update(_ change: Change, lockTimeout: Duration, cancellation: CancellationSignal) throws -> Bool {
        // Read without the lock, so that a change with no effect creates no files.
        let document = try load()
        guard let bytes = try edited(document, by: change) else { return false }
        let draft = Draft(old: document.bytes, new: bytes)
        for _ in 0..<Self.attempts {
            if let written = try attempt(change, draft, lockTimeout, cancellation) { return written }
        }
        throw CredentialStoreError(
            .conflict,
            "another program keeps changing the file without taking the lock",
            at: .init(file: path),
            advice: ["Try again when that program has ended"]
        )
    }

    /// Attempts the change once.
    ///
    /// Returns whether it wrote; nil if the file or the target of a link changed meanwhile.
    private func attempt(
        _ change: Change,
        _ draft: Draft,
        _ lockTimeout: Duration,
        _ cancellation: CancellationSignal
    ) throws -> Bool? {
        do {
            let target = try FilePath(path).resolvingFinalLinks()
            try AtomicFile.makeDirectories(target.parentDirectory)
            let lock = try FileLock(
                beside: target,
                deadline: .after(lockTimeout),
                cancellation: cancellation.descriptor
            )
            guard try FilePath(path).resolvingFinalLinks() == target else { return nil }
            try recover(target, holding: lock)
            let file = try readUnderLock(target)
            guard let bytes = try edited(file?.bytes ?? [], by: change, draft) else { return false }
            let isAlone = isAlone(with: file, noted: lock.note())
            try replace(file, at: target, with: bytes, holding: lock)
            if let status = try? FileStatus(ofLink: target) { lock.leave(Array(status.versionText.utf8)) }
            Deadline.after(isAlone ? options.verificationDelay : max(options.verificationDelay, Self.delayBesideOthers))
                .wait()
            // Programs that take no lock may have written back an older version.
            let present = try readUnderLock(target)?.bytes ?? []
            return try present == bytes || change.edit(try document(present)) == nil ? true : nil
        } catch let error as SystemError where error.code == .changedMeanwhile {
            return nil
        } catch let error as SystemError where error.code == .interrupted {
            throw CancellationError()
        } catch let error as SystemError {
            throw CredentialStoreError(error, file: path)
        } catch let error as CredentialStoreError {
            throw error.inFile(path)
        } catch {
            throw CredentialStoreError(.failed, "cannot change the file", at: .init(file: path))
        }
    }

    /// Whether no other program has recently written the file: it is as the last holder of the lock left it, or it has
    /// not changed for a while.
    private func isAlone(with file: RegularFile?, noted: [UInt8]) -> Bool {
        guard let status = file?.status, status.changed(within: .seconds(10)) else { return true }
        return Array(status.versionText.utf8) == noted
    }

    /// Longer than a program takes between reading and writing a file, and too short for a person to notice.
    private static let delayBesideOthers = Duration.milliseconds(50)

    /// An edit that was made before the lock was taken; it is valid if the file has not changed.
    private struct Draft {
        let old: [UInt8]
        let new: [UInt8]
    }

    private func edited(_ bytes: [UInt8], by change: Change, _ draft: Draft) throws(CredentialStoreError) -> [UInt8]? {
        bytes == draft.old ? draft.new : try edited(try document(bytes), by: change)
    }

    private func edited(_ document: ConfigDocument, by change: Change) throws(CredentialStoreError) -> [UInt8]? {
        do throws(CredentialStoreError) {
            try change.precondition(document)
            let bytes = try change.edit(document)
            // A file over the limit could not be read again. A change that makes a file smaller is always allowed.
            if let bytes, bytes.count > sizeLimit, bytes.count > document.bytes.count {
                throw CredentialStoreError(
                    .notRepresentable,
                    "the file would exceed \(sizeLimit) bytes, the limit for reading",
                    advice: ["Remove entries that are no longer needed"]
                )
            }
            return bytes
        } catch {
            throw error.inFile(path)
        }
    }

    /// Completes a save that was interrupted.
    func recover(_ target: FilePath, holding lock: borrowing FileLock) throws(SystemError) {
        switch try JournaledFile(target).recover(holding: lock) {
        case .none: break
        case .whole: report(.recovered, "a save was interrupted before or after its change; the file is complete")
        case .torn: report(.recovered, "a save was interrupted; it was completed from its journal")
        case .outdated:
            report(.journalDropped, "a save was interrupted, and another program has written the file since")
        }
    }

    /// Replaces the file, or rewrites it in place if it is a mount point.
    func replace(
        _ old: RegularFile?,
        at target: FilePath,
        with bytes: [UInt8],
        holding lock: borrowing FileLock
    ) throws(SystemError) {
        let isPermissive = old.map { !$0.status.permissions.isDisjoint(with: Self.others) } ?? false
        let tightens = isPermissive && options.permissiveModes == .tighten
        do throws(SystemError) {
            try AtomicFile(target).replace(
                with: bytes,
                permissions: tightens ? .keptWithin(.ownerReadWriteExecute) : .kept,
                expecting: old.map { .sameContent(as: $0) } ?? .nothing,
                holding: lock
            )
        } catch {
            // A file that is a mount point cannot be replaced by a rename.
            guard error.code == .notReplaceable, let old else { throw error }
            let permissions = old.status.permissions.intersection(.ownerReadWriteExecute)
            try JournaledFile(target).rewrite(
                with: bytes,
                insteadOf: old,
                permissions: tightens ? permissions : nil,
                holding: lock
            )
        }
        if isPermissive {
            report(
                tightens ? .modeTightened : .modeTooPermissive,
                tightens ? "other users could read it; now only its owner can" : "other users can read it"
            )
        }
    }

    private static let others: FilePermissions = [.groupReadWriteExecute, .otherReadWriteExecute]
}
