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

    /// Returns the copies of a config file, the newest first, with the identifiers of their migrations.
    func backups(of file: String) -> [(id: String, path: FilePath)] {
        let end = Self.backupMark + Self.backupName(of: file)
        return names.filter { $0.hasSuffix(end) && !$0.hasPrefix(".") }.sorted(by: >).compactMap { name in
            let id = String(name.dropLast(end.count))
            guard let record = try? record(id), record.concerns(FilePath(file)) else { return nil }
            return (id, directory.appending(name))
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

/// A moment in UTC.
struct CalendarTime: Sendable, Equatable {
    let year: Int
    let month: Int
    let day: Int
    private let secondOfDay: Int

    /// The proleptic Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    init(secondsSince1970 time: Int) {
        let days = time >= 0 ? time / 86_400 : (time - 86_399) / 86_400
        secondOfDay = time - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The date, such as `2026-11-26`.
    var date: String { "\(year)-\(Self.padded(month))-\(Self.padded(day))" }

    /// Date and time, such as `20261126-231500`, which sort as text.
    var compact: String {
        let time = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map(Self.padded).joined()
        return "\(year)\(Self.padded(month))\(Self.padded(day))-\(time)"
    }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
