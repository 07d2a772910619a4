package import SystemPackage

/// The directories and symbolic links on the way from the root to a file, as they are at one moment.
///
/// A walk of this process beside the kernel's own: what it finds is judged before the file is opened, so that others can
/// still change the way in between. It is for refusing what was laid out beforehand.
package struct PathTrail: Sendable {
    /// A directory on the way.
    package struct Directory: Sendable, Equatable {
        /// Its path, without symbolic links.
        package let path: FilePath
        /// Its status.
        package let status: FileStatus

        /// A directory with this status.
        package init(path: FilePath, status: FileStatus) {
            self.path = path
            self.status = status
        }
    }

    /// A symbolic link on the way.
    package struct Link: Sendable, Equatable {
        /// Its path.
        package let path: FilePath
        /// Its own status, not that of what it leads to.
        package let status: FileStatus
        /// The status of the directory that it is in.
        package let directory: FileStatus

        /// A link with this status, in a directory with that one.
        package init(path: FilePath, status: FileStatus, directory: FileStatus) {
            self.path = path
            self.status = status
            self.directory = directory
        }
    }

    /// The directories from the root down, those before a link too, up to the first that cannot be examined.
    package let directories: [Directory]
    /// The directories that the file and the links to it are in, the one that the path names first.
    ///
    /// Who can write there can put another file in its place.
    package let holders: [Directory]
    /// The links in the order in which they are followed.
    package let links: [Link]
    /// The file; nil if there is none, or the walk ended before.
    package let file: FileStatus?
    /// The path of the file without symbolic links; nil if there is none, or the walk ended before.
    package let filePath: FilePath?

    /// A trail that was found elsewhere, for tests of rules.
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

    /// Walks to the file at `path`.
    ///
    /// A component that is not there or that this user may not examine ends the walk, and so does the forty-first link:
    /// opening the file reports it.
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

/// A walk with what it still has to do.
private struct Walk {
    private(set) var directories: [PathTrail.Directory] = []
    private(set) var holders: [PathTrail.Directory] = []
    private(set) var links: [PathTrail.Link] = []
    private(set) var file: FileStatus?

    var path: FilePath { FilePath(place.isEmpty ? [Self.slash] : place) }

    /// The present place, a path without links; empty for the root.
    private var place: [CChar]
    /// The components that are left, the next one last.
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

    /// Goes to the directory above, whose status the kernel tells better than a list of what was passed.
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
