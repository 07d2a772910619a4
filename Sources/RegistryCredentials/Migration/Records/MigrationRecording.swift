internal import SystemSupport

/// The record of a migration and the copies of config files, if they were requested.
struct MigrationRecording: Sendable {
    private let records: MigrationRecords?
    private let id: String
    private let created: Int
    private let keepsRecord: Bool
    private let keepsBackup: Bool
    /// Whether the record belongs to another migration, which this one undoes.
    private let isUndoing: Bool

    init(
        _ options: CredentialMigration.Options,
        in environment: ProcessEnvironment
    ) throws(CredentialStoreError) {
        (keepsRecord, keepsBackup) = (options.keepsRecord, options.keepsBackup)
        created = CurrentProcess.secondsSince1970
        id = MigrationRecords.newID(at: created)
        records = keepsRecord || keepsBackup ? try MigrationRecords(in: environment) : nil
        isUndoing = false
    }

    init(undoing id: String, _ records: MigrationRecords) {
        self.id = id
        self.records = records
        (keepsRecord, keepsBackup, isUndoing, created) = (false, false, true, 0)
    }

    /// Copies the config files before the first change.
    ///
    /// - Throws: ``CredentialStoreError`` if a copy cannot be made; nothing has been changed then.
    func backUp(_ files: [FileStore], _ versions: [FileVersion]) throws(CredentialStoreError)
        -> [MigrationReport.Backup]
    {
        guard let records, !isUndoing else { return [] }
        records.removeExpired(at: created)
        guard keepsBackup else { return [] }
        let lastDay = CalendarTime(secondsSince1970: created + MigrationRecords.backupLifetime).date
        var backups: [MigrationReport.Backup] = []
        for (file, version) in zip(files, versions) where !version.bytes.isEmpty {
            let copy = try records.backUp(version.bytes, of: file.path, for: id)
            backups.append(MigrationReport.Backup(file: file.path, copy: copy, lastDay: lastDay))
        }
        return backups
    }

    /// Saves the record, before the settings change and anything is removed.
    ///
    /// A record that cannot be saved does not stop the migration.
    func save(
        _ copied: [CopiedEntry],
        _ plan: MigrationPlan,
        of kind: any MigrationKind,
        _ report: inout MigrationReport
    ) async {
        guard let records, keepsRecord, !copied.isEmpty else { return }
        var record = MigrationRecord(id: id, created: created, copies: [], settings: [], helpers: [], hosts: [])
        record.copies = copied.compactMap(\.record)
        record.helpers = Array(Set(plan.entries.compactMap(\.item.targetHelperName))).sorted()
        record.hosts = Array(Set(plan.entries.compactMap(\.host).flatMap { [$0.dockerKey, $0.podmanKey] })).sorted()
        record.isFinished = false
        do {
            for file in kind.files {
                record.settings.append(.init(try await file.helperSettings(), of: file.path))
            }
            try records.save(record)
            report.undoID = id
        } catch {
            report.recordFailure = error as? CredentialStoreError
        }
    }

    /// Marks the record as that of a finished migration, and those of earlier attempts; or removes the record of a
    /// migration that has been undone.
    ///
    /// - Parameter isComplete: Whether nothing was left.
    func finish(isComplete: Bool) {
        guard let records else { return }
        guard !isUndoing else {
            if isComplete { records.remove(id) }
            return
        }
        let interrupted = records.interrupted
        guard let own = interrupted.first(where: { $0.id == id }) else { return }
        for var record in interrupted where record.id == id || own.move != nil && record.move == own.move {
            record.isFinished = true
            // A record without the mark only lets the next setup look again for credentials in the source.
            try? records.save(record)
        }
    }
}

extension CopiedEntry {
    /// The copy in a record; nil if only a setting changes.
    fileprivate var record: MigrationRecord.Copy? {
        guard let transfer = entry.transfer else { return nil }
        return MigrationRecord.Copy(
            key: item.key,
            username: credential?.username,
            source: item.source,
            target: item.target,
            targetKey: transfer.targetKey,
            wasInTarget: wasInTarget
        )
    }
}

extension MigrationPlan.Item {
    private static let helperPrefix = "docker-credential-"

    /// The name of the helper that is the target; nil if it is a file.
    var targetHelperName: String? { Self.helperName(target) }

    /// Returns the name of a helper by the file name of its program; nil for the path of a file.
    static func helperName(_ place: String) -> String? {
        place.hasPrefix(helperPrefix) && !place.contains("/") ? String(place.dropFirst(helperPrefix.count)) : nil
    }
}
