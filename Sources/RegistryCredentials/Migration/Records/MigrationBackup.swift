internal import SystemPackage
package import SystemSupport

/// A copy of a config file that a migration kept before it changed the file.
package struct MigrationBackup: Sendable, Equatable {
    /// The path of the copy.
    package let path: String
    /// The day on which it was made, such as `2026-11-26`, in UTC.
    package let date: String
    /// The content, with all its secrets.
    package let bytes: [UInt8]

    package init(path: String, date: String, bytes: [UInt8]) {
        self.path = path
        self.date = date
        self.bytes = bytes
    }

    /// Returns the newest usable copy of a file; nil if there is none, or if the state directory cannot be read.
    ///
    /// A copy whose migration has no record is not considered: its name has no path, so it may be of another file.
    ///
    /// - Parameters:
    ///   - file: The path of the config file.
    ///   - environment: The variables that the state directory comes from.
    ///   - isUsable: Whether the content of a copy can be used.
    /// - Returns: The copy.
    package static func newest(
        of file: String,
        in environment: ProcessEnvironment,
        where isUsable: ([UInt8]) -> Bool
    ) -> MigrationBackup? {
        guard let records = try? MigrationRecords(in: environment) else { return nil }
        for (record, path) in records.backups(of: file) {
            guard let bytes = try? RegularFile.read(path, limit: 16 << 20).bytes, isUsable(bytes) else { continue }
            let date = CalendarTime(secondsSince1970: record.created).date
            return MigrationBackup(path: path.string, date: date, bytes: bytes)
        }
        return nil
    }
}

extension MigrationRecord {
    /// Whether the migration read or changed a file.
    func concerns(_ file: FilePath) -> Bool {
        let files = copies.flatMap { [$0.source, $0.target] } + settings.map(\.file)
        return files.contains { Self.location(FilePath($0)) == Self.location(file) }
    }

    /// The path without symbolic links at its end.
    private static func location(_ path: FilePath) -> FilePath {
        ((try? path.resolvingFinalLinks()) ?? path).lexicallyNormalized()
    }
}
