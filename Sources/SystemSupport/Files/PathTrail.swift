package import SystemPackage

/// A snapshot of the directories and symbolic links on the path from the root to a file.
///
/// This walk is separate from the kernel's own when the file is opened, so others can still change the path in between.
/// It detects what was prepared beforehand.
package struct PathTrail: Sendable {
    /// A directory on the path.
    package struct Directory: Sendable, Equatable {
        /// The path, without symbolic links.
        package let path: FilePath
        /// The status of the directory.
        package let status: FileStatus

        /// Creates a directory.
        package init(path: FilePath, status: FileStatus) {
            self.path = path
            self.status = status
        }
    }

    /// A symbolic link on the path.
    package struct Link: Sendable, Equatable {
        /// The path of the link.
        package let path: FilePath
        /// The status of the link itself, not of its target.
        package let status: FileStatus
        /// The status of the directory that contains the link.
        package let directory: FileStatus

        /// Creates a link.
        package init(path: FilePath, status: FileStatus, directory: FileStatus) {
            self.path = path
            self.status = status
            self.directory = directory
        }
    }

    /// All directories from the root down, including those before a link, up to the first that cannot be examined.
    package let directories: [Directory]
    /// The directories that contain the file or a link to it, beginning with the one in the given path.
    ///
    /// Anyone who can write to one of them can replace the file.
    package let holders: [Directory]
    /// The symbolic links, in the order in which they are followed.
    package let links: [Link]
    /// The status of the file, or nil if it does not exist or cannot be reached.
    package let file: FileStatus?
    /// The path of the file without symbolic links, or nil if it does not exist or cannot be reached.
    package let filePath: FilePath?

    /// Creates a trail from its parts, for tests.
    package init(
        directories: [Directory],
        holders: [Directory],
        links: [Link] = [],
        file: FileStatus? = nil,
        filePath: FilePath? = nil
    ) {
        self.directories = directories
        self.holders = holders
        self.links = links
        self.file = file
        self.filePath = filePath
    }

    /// Walks to the file at a path.
    ///
    /// The walk ends at a component that does not exist or cannot be examined, and at the forty-first link. Opening the
    /// file reports the error.
    package init(to path: FilePath) {
        var walk = Walk(path)
        walk.run()
        directories = walk.directories
        holders = walk.holders
        links = walk.links
        file = walk.file
        filePath = walk.file.map { _ in walk.path }
    }
}

/// The state of a walk.
private struct Walk {
    private(set) var directories: [PathTrail.Directory] = []
    private(set) var holders: [PathTrail.Directory] = []
    private(set) var links: [PathTrail.Link] = []
    private(set) var file: FileStatus?

    var path: FilePath { FilePath(place.isEmpty ? [Self.slash] : place) }

    /// The current directory of the walk, a path without links.
    ///
    /// Empty for the root.
    private var place: [CChar]
    /// The remaining components, with the next one at the end.
    private var components: [ArraySlice<CChar>] = []

    private static let slash = CChar(bitPattern: UInt8(ascii: "/"))
    private static let dot = CChar(bitPattern: UInt8(ascii: "."))
    private static let linkLimit = 40

    init(_ path: FilePath) {
        let bytes = Self.bytes(of: path)
        place = bytes.first == Self.slash ? [] : [Self.dot]
        push(bytes)
    }

    mutating func run() {
        guard enterDirectory(try? path.status(followingLinks: true)) else {
            return
        }
        while let component = components.popLast() {
            if component.elementsEqual([Self.dot, Self.dot]) {
                guard leaveDirectory() else { return }
                continue
            }
            let parent = place
            if components.isEmpty, let holder = directories.last { holders.append(holder) }
            place += [Self.slash] + component
            let path = FilePath(place)
            guard let status = try? path.status(followingLinks: false) else { return }
            switch status.kind {
            case .directory:
                _ = enterDirectory(status)
            case .symbolicLink:
                guard links.count < Self.linkLimit, let directory = directories.last?.status,
                    let target = try? path.linkTarget()
                else { return }
                links.append(.init(path: path, status: status, directory: directory))
                let bytes = Self.bytes(of: target)
                place = bytes.first == Self.slash ? [] : parent
                push(bytes)
            default:
                file = components.isEmpty ? status : nil
                return
            }
        }
    }

    private mutating func enterDirectory(_ status: FileStatus?) -> Bool {
        guard let status else { return false }
        directories.append(.init(path: path, status: status))
        return true
    }

    /// Moves to the parent directory.
    ///
    /// Its status is read again, since it may have changed.
    private mutating func leaveDirectory() -> Bool {
        guard place.first == Self.slash || place.isEmpty else {
            place += [Self.slash, Self.dot, Self.dot]
            return enterDirectory(try? FilePath(place).status(followingLinks: false))
        }
        place = Array(place[..<(place.lastIndex(of: Self.slash) ?? 0)])
        return enterDirectory(try? path.status(followingLinks: false))
    }

    private mutating func push(_ path: [CChar]) {
        let parts = path.split(separator: Self.slash).filter { !$0.elementsEqual([Self.dot]) }
        components += parts.reversed()
    }

    private static func bytes(of path: FilePath) -> [CChar] {
        unsafe path.withPlatformString { unsafe Array(UnsafeBufferPointer(start: $0, count: strlen($0))) }
    }
}
