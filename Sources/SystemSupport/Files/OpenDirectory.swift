internal import CSystemSupport
package import SystemPackage

/// An open directory, for access to its entries without resolving the path again.
///
/// Listing thousands of small directories spends most of its time in system calls, so this class makes as few as
/// possible.
package final class OpenDirectory {
    /// The kind of a directory entry.
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

    /// Opens a directory, following symbolic links.
    ///
    /// - Returns: Nil if it does not exist.
    /// - Throws: Any error of open(2).
    package static func open(_ path: FilePath) throws(Errno) -> OpenDirectory? {
        do throws(Errno) {
            return OpenDirectory(try path.open(O_RDONLY | O_DIRECTORY))
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
            return nil
        }
    }

    /// Opens a subdirectory.
    ///
    /// - Parameters:
    ///   - name: The name of the subdirectory.
    ///   - followingLink: Whether it may be a symbolic link.
    /// - Returns: Nil if it does not exist.
    /// - Throws: Any error of open(2).
    package func open(_ name: String, followingLink: Bool = false) throws(Errno) -> OpenDirectory? {
        do throws(Errno) {
            return OpenDirectory(try openEntry(name, O_DIRECTORY | (followingLink ? 0 : O_NOFOLLOW)))
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
            return nil
        }
    }

    /// Returns the entries without `.` and `..`, in no particular order.
    ///
    /// Call it only once.
    ///
    /// - Returns: The names and kinds. A name that is not UTF-8 is nil.
    /// - Throws: Any error of getdents(2).
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
        // Some file systems do not report the kind.
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

    /// Returns the first bytes of a file in the directory, or nil if it cannot be read.
    ///
    /// - Parameters:
    ///   - name: The name of the file.
    ///   - count: The number of bytes.
    /// - Returns: The bytes, which are fewer if the file is shorter.
    package func beginning(of name: String, count: Int) -> [UInt8]? {
        guard let file = try? openEntry(name, O_NONBLOCK | O_NOCTTY) else { return nil }
        let number = file.descriptor.rawValue
        var length = -1
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            length = unsafe systemRead(number, buffer.baseAddress, count)
            initialized = max(0, length)
        }
        file.close()
        return length < 0 ? nil : bytes
    }

    private func openEntry(_ name: String, _ flags: Int32) throws(Errno) -> OwnedDescriptor {
        let directory = owned.descriptor.rawValue
        return try OwnedDescriptor.open { unsafe openat(directory, name, O_RDONLY | O_CLOEXEC | flags) }
    }
}

// The method of the same name would hide this function.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}
