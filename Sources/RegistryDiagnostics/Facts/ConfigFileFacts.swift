package import SystemSupport

/// A config file as it was found on disk, and what it says.
package struct ConfigFileFacts: Sendable {
    /// Why docker reads this file.
    package enum Origin: Sendable, Equatable {
        /// `DOCKER_CONFIG` names its directory.
        case dockerConfig
        /// It is in the home directory.
        case home
        /// Nothing says where it is: neither variable is set.
        case unknown
        /// It belongs to somebody else, in these words.
        case other(String)
    }

    /// What is at the path.
    package enum Content: Sendable, Equatable {
        case missing
        case directory
        /// It could not be read: why.
        case unreadable(String)
        case bytes([UInt8])
    }

    package var path: String
    package var origin: Origin
    package var content: Content
    /// Of the file itself, behind all links; nil if there is none.
    package var status: FileStatus?
    /// Of its directory; nil if there is none.
    package var directoryStatus: FileStatus?
    /// The links that lead to the file, from the given path on; empty if it is not a link.
    package var links: [String]
    /// Whether this user may write into the directory of the file behind the links.
    package var isReplaceable: Bool
    /// Whether this user may write the file itself.
    package var isWritable: Bool
    /// Whether the file is a mount point, so that nothing can be renamed over it.
    package var isMountPoint: Bool

    package init(
        path: String,
        origin: Origin = .home,
        content: Content,
        status: FileStatus? = nil,
        directoryStatus: FileStatus? = nil,
        links: [String] = [],
        isReplaceable: Bool = true,
        isWritable: Bool = true,
        isMountPoint: Bool = false
    ) {
        self.path = path
        self.origin = origin
        self.content = content
        self.status = status
        self.directoryStatus = directoryStatus
        self.links = links
        self.isReplaceable = isReplaceable
        self.isWritable = isWritable
        self.isMountPoint = isMountPoint
    }

    /// The bytes; nil if there are none to read.
    package var bytes: [UInt8]? {
        if case .bytes(let bytes) = content { bytes } else { nil }
    }

    /// What the file says; nil if it cannot be read or is not a JSON object.
    package var text: ConfigText? { bytes.flatMap { try? ConfigText(parsing: $0) } }
}
