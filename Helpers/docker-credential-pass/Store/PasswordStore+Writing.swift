import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

extension PasswordStore {
    func store(_ credentials: Credentials) throws(HelperError) {
        let components = try PasswordStoreTree.components(for: credentials.username)
        guard let directoryName = PasswordStoreTree.directoryName(for: credentials.server) else { throw .serverTooLong }
        try StoredSecret.check(credentials.secret)
        guard let reader = StoreReader(store: settings.store) else { throw .missingStore(settings.store) }
        let directory = reader.folder.appending(directoryName)
        let path = components.reduce(directory) { $0.appending($1) }
        try reader.check(path)

        // Everything that may fail or prompt comes before the first change.
        // Otherwise a limit on file sizes would end the process instead of failing like a full disk.
        _ = signal(SIGXFSZ, SIG_IGN)
        let gpg = try Gpg(settings: settings, runner: runner)
        let recipients = try Recipients.find(for: path.removingLastComponent(), settings, gpg)
        let message = try credentials.secret.withUTF8 { bytes throws(HelperError) in
            try gpg.encrypt(bytes, to: recipients)
        }
        let entry = PasswordStoreTree.entryName(directoryName, credentials.username)
        if settings.verifies { try verify(message, is: credentials.secret, entry, gpg) }

        try locked { lock throws(HelperError) in
            let others = try reader.directories(of: credentials.server).filter { $0 != directoryName }
            do throws(SystemError) {
                try AtomicFile.makeDirectories(path.removingLastComponent(), permissions: settings.directoryPermissions)
                try replace(path, with: message, reader, holding: lock)
            } catch {
                removeEmptyDirectories(from: path.removingLastComponent())
                throw HelperError(error)
            }
            diagnostics.trace("wrote \(path)")
            let names = [directoryName] + others
            for name in names { try remove(from: name, except: path, reader) }
            commit(names, CommitMessage.storing(entry))
        }
    }

    /// Replaces the file of an entry, and a symbolic link instead of the entry that it leads to.
    ///
    /// The new content is not written in the entry's own directory, as usual: Docker's own helper takes the first name
    /// there as the user. In the folder above, Docker's helper looks only at directories.
    private func replace(
        _ path: FilePath,
        with message: [UInt8],
        _ reader: StoreReader,
        holding lock: borrowing FileLock
    ) throws(SystemError) {
        let temporary = reader.folder.appending(".docker-credential-pass.new")
        let mode = (try? FileStatus(of: path).permissions) ?? settings.filePermissions
        try AtomicFile(path, symbolicLinks: .replaced, writingTo: temporary)
            .replace(
                with: message,
                permissions: .exactly(mode.intersection(FilePermissions(rawValue: 0o777))),
                holding: lock
            )
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        guard let reader = StoreReader(store: settings.store) else {
            try refuseIfStrict()
            HelperError.missingStoreAdvice(settings.store).forEach(diagnostics.note)
            return
        }
        // First without the lock: erasing an absent entry must not need write access.
        guard try !reader.directories(of: server).isEmpty else {
            commitLeftover(of: server)
            return
        }
        try locked { _ throws(HelperError) in
            let names = try reader.directories(of: server)
            for name in names { note(foreign: try remove(from: name, except: nil, reader), keptIn: name) }
            StoreDirectory(path: reader.folder).removeIfEmpty()
            guard let name = names.first else { return }
            commit(names, CommitMessage.erasing("\(PasswordStoreTree.folder)/\(name)"))
        }
    }

    /// Fails if the new entry cannot be decrypted on this machine, as every later `get` would fail too.
    private func verify(_ message: [UInt8], is secret: Secret, _ entry: String, _ gpg: Gpg) throws(HelperError) {
        switch try gpg.decrypt(message, entry) {
        case .success(let bytes):
            guard try StoredSecret.read(bytes, entry) == secret else {
                throw HelperError(.failed, "gpg decrypted another secret for \(entry) than it had encrypted")
            }
        case .failure(let error):
            throw HelperError(
                error.code,
                "not stored, because it could not be read back: \(error.message)",
                advice: error.advice + [
                    "To store credentials that this machine cannot read, set \(PassSettings.noVerifyVariable)=1"
                ]
            )
        }
    }

    /// Removes all entries of a server except one, and directories that are then empty.
    ///
    /// - Returns: The names of other files, which stay.
    @discardableResult
    private func remove(
        from directoryName: String,
        except path: FilePath?,
        _ reader: StoreReader
    ) throws(HelperError) -> [String] {
        let directory = reader.folder.appending(directoryName)
        guard (try? FileStatus(ofLink: directory).kind) != .symbolicLink || path != nil else {
            // The link leads to the entries of another server, which must stay.
            try reader.check(directory)
            try removeFile(directory)
            return []
        }
        let content = try reader.content(of: directoryName)
        for entry in content.entries + content.damaged + content.conflicts where entry.path != path {
            try removeFile(entry.path)
            removeEmptyDirectories(from: entry.path.removingLastComponent())
        }
        StoreDirectory(path: directory).removeIfEmpty()
        return content.foreign
    }

    private func removeFile(_ path: FilePath) throws(HelperError) {
        do {
            try StoreDirectory.removeFile(path)
        } catch {
            throw HelperError(error)
        }
    }

    private func note(foreign: [String], keptIn directoryName: String) {
        guard !foreign.isEmpty else { return }
        diagnostics.note(
            "left in \(PasswordStoreTree.folder)/\(directoryName): \(foreign.prefix(5).joined(separator: ", "))"
        )
    }

    private func removeEmptyDirectories(from directory: FilePath) {
        var current = directory
        while current != settings.store, current.starts(with: settings.store),
            StoreDirectory(path: current).removeIfEmpty()
        {
            current.removeLastComponent()
        }
    }
}
