internal import CSystemSupport
package import SystemPackage

/// A directory that is held open, so that what is in it is reached without walking down from the root again.
///
/// A list of thousands of small directories spends most of its time in system calls; this makes as few as there can be.
package final class OpenDirectory {
    /// What an entry of a directory is.
    package enum Kind: Sendable {
        case directory
        case file
        case link
        case other
    }

    private let owned: OwnedDescriptor

    private init(_ descriptor: consuming OwnedDescriptor) {
        owned = descriptor
    }

    /// Opens a directory, through symbolic links.
    ///
    /// - Returns: Nil if it is not there.
    /// - Throws: What open(2) reports.
    package static func open(_ path: FilePath) throws(Errno) -> OpenDirectory? {
        try open(path.string, at: AT_FDCWD, followingLink: true)
    }

    /// Opens a directory in this one.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - followingLink: Whether it may be a symbolic link, to wherever that leads.
    /// - Returns: Nil if it is not there.
    /// - Throws: What open(2) reports.
    package func open(_ name: String, followingLink: Bool = false) throws(Errno) -> OpenDirectory? {
        try Self.open(name, at: owned.descriptor.rawValue, followingLink: followingLink)
    }

    private static func open(
        _ name: String,
        at directory: Int32,
        followingLink: Bool
    ) throws(Errno) -> OpenDirectory? {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (followingLink ? 0 : O_NOFOLLOW)
        let descriptor = unsafe openat(directory, name, flags)
        guard descriptor < 0 else { return OpenDirectory(OwnedDescriptor(FileDescriptor(rawValue: descriptor))) }
        let failure = Errno(rawValue: errno)
        guard failure == .noSuchFileOrDirectory else { throw failure }
        return nil
    }

    /// The entries without `.` and `..`, in no order; to be called once.
    ///
    /// - Returns: A name is nil that is not UTF-8.
    /// - Throws: What getdents(2) reports.
    package func entries() throws(Errno) -> [(name: String?, kind: Kind)] {
        var bytes: UnsafeMutablePointer<CChar>?
        var length = 0
        try calling { unsafe system_support_directory_entries(owned.descriptor.rawValue, &bytes, &length) }
        guard let bytes = unsafe bytes else { return [] }
        defer { unsafe free(bytes) }
        var entries: [(name: String?, kind: Kind)] = []
        var position = 0
        while position < length {
            let letter = unsafe UInt8(bitPattern: bytes[position])
            let text = unsafe UnsafePointer(bytes + position + 1)
            let name = unsafe String(validatingCString: text)
            position += unsafe strlen(text) + 2
            entries.append((name, kind(letter, name)))
        }
        return entries
    }

    private func kind(_ letter: UInt8, _ name: String?) -> Kind {
        switch letter {
        case UInt8(ascii: "d"): .directory
        case UInt8(ascii: "f"): .file
        case UInt8(ascii: "l"): .link
        // Some file systems do not say it with the name.
        case UInt8(ascii: "?"): name.map(kindByStatus) ?? .other
        default: .other
        }
    }

    private func kindByStatus(_ name: String) -> Kind {
        var status = CInterop.Stat()
        guard unsafe fstatat(owned.descriptor.rawValue, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return .other }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFREG: return .file
        case S_IFLNK: return .link
        default: return .other
        }
    }

    /// The first bytes of a file in it, or fewer if it is shorter; nil if it cannot be read.
    ///
    /// - Parameters:
    ///   - name: Its name.
    ///   - count: How many bytes.
    /// - Returns: The bytes.
    package func beginning(of name: String, count: Int) -> [UInt8]? {
        let file = unsafe openat(owned.descriptor.rawValue, name, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var length = -1
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            length = unsafe systemRead(file, buffer.baseAddress, count)
            initialized = max(0, length)
        }
        return length < 0 ? nil : bytes
    }
}

// A method of the same name would hide it.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}
