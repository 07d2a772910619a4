package import RegistryCredentials
package import SystemSupport

/// A config file: its location, its state on disk, and its content.
package struct ConfigFileFacts: Sendable {
    /// Why docker reads this file.
    package enum Origin: Sendable, Equatable {
        /// `DOCKER_CONFIG` names its directory.
        case dockerConfig
        /// It is in the home directory.
        case home
        /// Its location is unknown: neither variable is set.
        case unknown
        /// It belongs to another user or program, which is described.
        case other(String)
    }

    /// The content at the path.
    package enum Content: Sendable, Equatable {
        case missing
        case directory
        /// It could not be read, with the reason.
        case unreadable(String)
        case bytes([UInt8])
    }

    /// The path, with escapes if it is not UTF-8.
    package var path: String
    /// Whether ``path`` is the path itself, so that commands and fixes can name it.
    package var hasTextPath: Bool
    package var origin: Origin
    package var content: Content
    /// The status of the file after following links; nil if there is none.
    package var status: FileStatus?
    /// The status of its directory; nil if there is none.
    package var directoryStatus: FileStatus?
    /// The symbolic links to the file, starting with the given path; empty if it is not a link.
    package var links: [String]
    /// Whether this user may write to the directory of the link's target.
    package var isReplaceable: Bool
    /// Whether this user may write the file itself.
    package var isWritable: Bool
    /// Whether the file is a mount point, which cannot be replaced by a rename.
    package var isMountPoint: Bool
    /// The newest copy of a migration that is valid; nil if there is none, or if the file itself is valid.
    package var backup: MigrationBackup?

    package init(
        path: String,
        hasTextPath: Bool = true,
        origin: Origin = .home,
        content: Content,
        status: FileStatus? = nil,
        directoryStatus: FileStatus? = nil,
        links: [String] = [],
        isReplaceable: Bool = true,
        isWritable: Bool = true,
        isMountPoint: Bool = false,
        backup: MigrationBackup? = nil
    ) {
        self.path = path
        self.hasTextPath = hasTextPath
        self.origin = origin
        self.content = content
        self.status = status
        self.directoryStatus = directoryStatus
        self.links = links
        self.isReplaceable = isReplaceable
        self.isWritable = isWritable
        self.isMountPoint = isMountPoint
        self.backup = backup
    }

    /// The bytes of the file; nil if it cannot be read.
    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = content { bytes } else { nil }
    }

    /// The parsed content; nil if the file cannot be read or is not a JSON object.
    package var text: ConfigText? { bytes.flatMap { try? ConfigText(parsing: $0) } }

    /// Returns the fix that replaces the content by an edited one; nil if the edit changes nothing.
    func replacingContent(_ edit: (ConfigText) -> [UInt8]?) -> DiagnosticFix? {
        guard let bytes, let new = text.flatMap(edit) else { return nil }
        return .content(of: path, from: bytes, to: new)
    }
}
