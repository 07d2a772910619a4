internal import Codecs
internal import SystemPackage
internal import SystemSupport

/// The records of migrations and their backups: `docker-creds/migrations` in the user's state directory.
///
/// Records contain no secrets. Backups are copies of config files, with all their secrets. Both have mode 0600.
struct MigrationRecords: Sendable {
    private let directory: FilePath

    /// How long a backup is kept: seven days.
    static let backupLifetime = 7 * 86_400
    /// How long a record is kept: ninety days.
    static let recordLifetime = 90 * 86_400

    private static let recordSuffix = ".json"
    private static let backupMark = ".backup-of-"

    init(in environment: ProcessEnvironment) throws(CredentialStoreError) {
        do throws(SystemError) {
            directory = try environment.stateHome.appending("docker-creds").appending("migrations")
        } catch {
            throw CredentialStoreError(.unavailable, "\(error)")
        }
    }

    /// Returns a new identifier, which sorts by time.
    static func newID(at time: Int) -> String {
        let date = CalendarTime(secondsSince1970: time)
        let suffix = String(UInt16.random(in: .min ... .max), radix: 16)
        return "\(date.compact)-\(String(repeating: "0", count: 4 - suffix.count))\(suffix)"
    }

    /// Saves a record.
    func save(_ record: MigrationRecord) throws(CredentialStoreError) {
        try write(JSONWriter(.compact).write(record.json), named: record.id + Self.recordSuffix)
    }

    /// Saves a copy of a config file.
    ///
    /// - Returns: The path of the copy.
    func backUp(_ bytes: [UInt8], of file: String, for id: String) throws(CredentialStoreError) -> String {
        try write(bytes, named: "\(id)\(Self.backupMark)\(Self.backupName(of: file))")
    }

    /// Returns a record.
    ///
    /// - Throws: ``CredentialStoreError``: `unsupported` if there is none with this identifier.
    func record(_ id: String) throws(CredentialStoreError) -> MigrationRecord {
        guard ids.contains(id) else {
            let known = ids.isEmpty ? "There is no migration to undo" : "Choose one of: \(ids.joined(separator: ", "))"
            throw CredentialStoreError(.unsupported, "there is no migration \(id) to undo", advice: [known])
        }
        let path = directory.appending(id + Self.recordSuffix)
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try RegularFile.read(path, limit: 64 << 20).bytes
        } catch {
            throw CredentialStoreError(error, file: path.string)
        }
        guard let record = MigrationRecord(parsing: bytes) else {
            throw CredentialStoreError(.damaged, "the record of the migration is damaged", at: .init(file: path.string))
        }
        return record
    }

    /// The migrations that did not end by themselves, such as those that were killed; records that cannot be read are
    /// left out.
    var interrupted: [MigrationRecord] {
        ids.compactMap { try? record($0) }.filter { !$0.isFinished }
    }

    /// The identifiers of the migrations that can be undone, the last one first.
    var ids: [String] {
        names.filter { $0.hasSuffix(Self.recordSuffix) && !$0.hasPrefix(".") }
            .map { String($0.dropLast(Self.recordSuffix.count)) }.reversed()
    }

    /// Returns the copies of a config file, the newest first, with the records of their migrations.
    func backups(of file: String) -> [(record: MigrationRecord, path: FilePath)] {
        let end = Self.backupMark + Self.backupName(of: file)
        return names.filter { $0.hasSuffix(end) && !$0.hasPrefix(".") }.sorted(by: >).compactMap { name in
            guard let record = try? record(String(name.dropLast(end.count))), record.concerns(FilePath(file)) else {
                return nil
            }
            return (record, directory.appending(name))
        }
    }

    private static func backupName(of file: String) -> String { FilePath(file).lastComponent?.string ?? "file" }

    /// Removes a record and its backups; what cannot be removed stays.
    func remove(_ id: String) {
        discard(names.filter { $0.hasPrefix("\(id).") })
    }

    /// Removes what is older than its lifetime.
    func removeExpired(at time: Int) {
        let oldestBackup = CalendarTime(secondsSince1970: time - Self.backupLifetime).compact
        let oldestRecord = CalendarTime(secondsSince1970: time - Self.recordLifetime).compact
        let expired = names.filter { name in
            let oldest = name.contains(Self.backupMark) ? oldestBackup : oldestRecord
            return !name.hasPrefix(".") && name.prefix(oldest.count).lexicographicallyPrecedes(oldest)
        }
        discard(expired)
    }

    private var names: [String] { (try? DirectoryListing.names(in: directory)) ?? [] }

    private func discard(_ names: [String]) {
        guard !names.isEmpty, let lock = try? lock() else { return }
        for name in names {
            _ = try? AtomicFile(directory.appending(name), symbolicLinks: .refused).remove(holding: lock)
        }
    }

    private func lock() throws(SystemError) -> FileLock {
        try FileLock(at: directory.appending(".lock"), deadline: .after(.seconds(5)))
    }

    @discardableResult
    private func write(_ bytes: [UInt8], named name: String) throws(CredentialStoreError) -> String {
        let path = directory.appending(name)
        do throws(SystemError) {
            try AtomicFile.makeDirectories(directory)
            let lock = try lock()
            try AtomicFile(path, symbolicLinks: .replaced)
                .replace(with: bytes, permissions: .exactly(.ownerReadWrite), holding: lock)
        } catch {
            throw CredentialStoreError(error, file: path.string)
        }
        return path.string
    }
}
