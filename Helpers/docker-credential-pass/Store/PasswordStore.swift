import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport

/// A password store as files: gpg decrypts entries, and a lock guards changes.
struct PasswordStore: CredentialHelper {
    let settings: PassSettings
    let runner: ProgramRunner
    let diagnostics: HelperDiagnostics

    /// The size limit of an entry in bytes, larger than any secret: the protocol accepts 8 MiB.
    private static let entryLimit = 32 << 20

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        guard let reader = StoreReader(store: settings.store) else {
            try refuseIfStrict()
            throw HelperError(
                .credentialsNotFound,
                HelperError.credentialsNotFound.message,
                advice: HelperError.missingStoreAdvice(settings.store)
            )
        }
        // Another process may remove an entry after it was listed: by an erase, or a store for another user.
        var attempt = 1
        while true {
            if let found = try lookUp(server, reader, isLast: attempt == Self.attempts) { return found }
            attempt += 1
        }
    }

    /// The number of times that `get` looks at the entries of a server: each but the first because of another process.
    private static let attempts = 10

    /// Looks at the entries of a server once.
    ///
    /// Returns nil if an entry has disappeared since it was listed; the last time, that is an error.
    private func lookUp(
        _ server: ServerURL,
        _ reader: StoreReader,
        isLast: Bool
    ) throws(HelperError) -> Credentials? {
        guard let directory = try reader.directory(of: server) else { throw .credentialsNotFound }
        let content = try reader.content(of: directory)
        note(content, in: directory)
        guard !content.entries.isEmpty else {
            guard let damaged = content.damaged.first else { throw .credentialsNotFound }
            let entry = PasswordStoreTree.entryName(directory, damaged.username)
            throw HelperError(decrypting: entry, .damaged, canAsk: true)
        }
        let gpg = try Gpg(settings: settings, runner: runner)
        var firstError: HelperError?
        for candidate in Self.newestFirst(content.entries) {
            let entry = PasswordStoreTree.entryName(directory, candidate.username)
            guard let bytes = try read(candidate, mayBeGone: !isLast) else { return nil }
            switch try gpg.decrypt(bytes, entry) {
            case .success(let bytes):
                let secret = try StoredSecret.read(bytes, entry)
                return Credentials(server: server, username: candidate.username, secret: secret)
            case .failure(let error) where error.code == .damaged:
                // The next entry may be the one before a write that was interrupted.
                if firstError == nil { firstError = error }
                diagnostics.note("ignored \(entry): its file is damaged")
            case .failure(let error):
                throw error
            }
        }
        throw firstError ?? .credentialsNotFound
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        guard let reader = StoreReader(store: settings.store) else {
            try refuseIfStrict()
            HelperError.missingStoreAdvice(settings.store).forEach(diagnostics.note)
            return [:]
        }
        let all = try reader.allServers()
        note(foreign: all.foreign.sorted(), in: PasswordStoreTree.folder)
        var users: [ServerURL: String] = [:]
        users.reserveCapacity(all.servers.count)
        var ambiguous: Set<ServerURL> = []
        for (server, content) in all.servers {
            note(content, in: content.name)
            guard let newest = Self.newestFirst(content.entries).first else { continue }
            if users.updateValue(newest.username, forKey: server) != nil { ambiguous.insert(server) }
        }
        for (name, reason) in all.unreadable {
            diagnostics.note("\(name) is not listed: \(HelperError(reason).message)")
        }
        // A server with several directories has the user that `get` returns.
        for server in ambiguous {
            guard let name = try reader.directory(of: server),
                let content = all.servers.first(where: { $0.content.name == name })?.content,
                let newest = Self.newestFirst(content.entries).first
            else { continue }
            users[server] = newest.username
        }
        return users
    }

    private func read(_ entry: StoreEntry, mayBeGone: Bool) throws(HelperError) -> [UInt8]? {
        do {
            return try RegularFile.read(entry.path, limit: Self.entryLimit).bytes
        } catch {
            guard mayBeGone, error.code == .notFound else { throw HelperError(error) }
            return nil
        }
    }

    /// Throws if there must be a store; otherwise a missing store has no credentials.
    func refuseIfStrict() throws(HelperError) {
        if settings.isStrict { throw .missingStore(settings.store) }
    }

    func note(_ content: ServerContent, in directory: String) {
        note(foreign: content.foreign, in: "\(PasswordStoreTree.folder)/\(directory)")
        for entry in content.conflicts {
            diagnostics.note(
                "ignored \(PasswordStoreTree.entryName(directory, entry.username)): a conflict copy of file synchronisation"
            )
        }
        for entry in content.damaged {
            diagnostics.note(
                "ignored \(PasswordStoreTree.entryName(directory, entry.username)): its file is damaged"
            )
        }
    }

    private func note(foreign: [String], in place: String) {
        guard !foreign.isEmpty else { return }
        let names = foreign.prefix(10).joined(separator: ", ") + (foreign.count > 10 ? ", …" : "")
        diagnostics.note("ignored in \(place), as they are not credentials: \(names)")
    }

    /// Returns the entries in the order in which they are used.
    static func newestFirst(_ entries: [StoreEntry]) -> [StoreEntry] {
        PasswordStoreOrder.newestFirst(entries) { (try? FileStatus(of: $0.path).modificationTime) ?? .zero }
    }
}
