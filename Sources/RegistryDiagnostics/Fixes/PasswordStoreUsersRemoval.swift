internal import HelperProtocol
internal import PasswordStoreFormat
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// The removal of all users of a server from the password store except the one that `get` uses.
///
/// `pass rm` removes the files and commits the change in a store under git. It needs no key. The entries must be the
/// examined ones.
struct PasswordStoreUsersRemoval: Sendable, Equatable {
    let server: ServerURL
    let kept: PasswordStoreFacts.Entry
    /// The other entries of the same server, in the order of their paths.
    let removed: [PasswordStoreFacts.Entry]
    private let directoryName: String
    private let programs: PasswordStorePrograms

    private static let lockTimeout = Duration.seconds(10)

    /// The change for the folder of one server; nil if `pass rm` cannot make it safely.
    ///
    /// - Parameters:
    ///   - folder: The server's folder.
    ///   - store: The store that the folder is in.
    ///   - environment: The variables of pass.
    init?(_ folder: PasswordStoreFacts.Folder, in store: PasswordStoreFacts, _ environment: ProcessEnvironment) {
        // A folder with another name for the server is not the one that `get` reads first. Another program may keep the
        // entries elsewhere.
        guard store.hasPass, !folder.isLink, environment["DOCKER_CREDENTIAL_PASS_PROGRAM"] == nil,
            let server = folder.server.flatMap({ try? ServerURL($0) }),
            PasswordStoreTree.directoryName(for: server) == folder.name,
            folder.entries.count > 1, folder.entries.allSatisfy(Self.isRemovable),
            let kept = PasswordStoreFacts.Entry.used(of: folder.entries)
        else { return nil }
        self.server = server
        self.kept = kept
        removed = folder.entries.filter { $0 != kept }
        directoryName = folder.name
        programs = PasswordStorePrograms(store: store.directory, environment: environment)
    }

    /// Whether `pass rm` removes this file alone: a link may lead elsewhere.
    private static func isRemovable(_ entry: PasswordStoreFacts.Entry) -> Bool {
        entry.state != .link && (try? PasswordStoreTree.components(for: entry.username)) != nil
    }

    /// The entry to keep, then the entries to remove.
    var diff: [String] { [" \(line(kept)) (kept)"] + removed.map { "-\(line($0))" } }

    private func line(_ entry: PasswordStoreFacts.Entry) -> String {
        let note =
            switch entry.state {
            case .usable, .link: ""
            case .damaged: ", damaged"
            case .conflict: ", a copy by file synchronization"
            }
        let time = CalendarTime(secondsSince1970: Int(entry.modified.components.seconds)).text
        return "\(server.text.withoutUserInformation): \(entry.username), saved \(time)\(note)".escapedForDisplay
    }

    private var folder: FilePath { programs.folder.appending(directoryName) }

    /// Removes the entries.
    ///
    /// - Throws: ``DiagnosticFixError``, or ``SystemError`` if a program cannot be started.
    func apply() throws {
        let lock = try FileLock(at: PasswordStoreLock.path(in: programs.store), deadline: .after(Self.lockTimeout))
        defer { PasswordStoreLock.clearAway(lock, in: programs.store) }
        try programs.checkRepository()
        var entries = [kept] + removed
        for entry in removed {
            try expect(entries)
            let name = PasswordStoreTree.entryName(directoryName, entry.username)
            try programs.remove(name)
            entries.removeAll { $0 == entry }
            guard !PasswordStoreEntries.read(folder).contains(entry) else {
                throw PasswordStorePrograms.failure(name)
            }
        }
        try expect(entries)
        try programs.checkCommit(of: directoryName)
    }

    /// Checks that the folder has exactly these entries, and that each is the examined file.
    private func expect(_ entries: [PasswordStoreFacts.Entry]) throws {
        let now = PasswordStoreEntries.read(folder)
        // What is a conflict copy depends on the other entries, so it is not compared.
        let isExamined = { (entry: PasswordStoreFacts.Entry) in
            entries.contains { $0.username.utf8.elementsEqual(entry.username.utf8) && $0.version == entry.version }
        }
        guard now.count == entries.count, now.allSatisfy(isExamined) else {
            throw DiagnosticFixError(
                "the entries for \(server.text.withoutUserInformation) have changed since they were examined",
                advice: "Run it again, which examines them again"
            )
        }
    }
}
