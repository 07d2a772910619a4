import SystemPackage
import SystemSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A directory of the store: what is in it, and the few changes that are made to it.
struct StoreDirectory {
    let path: FilePath

    /// What an entry of a directory is.
    enum Kind {
        case directory
        case file
        case link
        case other
    }

    /// The entries by their names, without `.` and `..`; nil if the directory is not there.
    ///
    /// - Returns: A name is nil that is not UTF-8: no such name stands for a server or a user.
    func entries() throws(SystemError) -> [(name: String?, kind: Kind)]? {
        guard let stream = unsafe path.withPlatformString({ unsafe opendir($0) }) else {
            let failure = Errno(rawValue: errno)
            if failure == .noSuchFileOrDirectory { return nil }
            throw SystemError(failure, "read the directory", path)
        }
        defer { unsafe closedir(stream) }
        var entries: [(name: String?, kind: Kind)] = []
        while let entry = unsafe readdir(stream) {
            let type = unsafe entry.pointee.d_type
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
                    unsafe String(validatingCString: $0)
                }
            }
            guard name != ".", name != ".." else { continue }
            entries.append((name, kind(type, name)))
        }
        return entries.sorted { ($0.name ?? "") < ($1.name ?? "") }
    }

    private func kind(_ type: UInt8, _ name: String?) -> Kind {
        switch Int(type) {
        case Int(DT_DIR): return .directory
        case Int(DT_REG): return .file
        case Int(DT_LNK): return .link
        // Some file systems do not say it here.
        case Int(DT_UNKNOWN):
            guard let name, let status = try? FileStatus(ofLink: path.appending(name)) else { return .other }
            switch status.kind {
            case .directory: return .directory
            case .regular: return .file
            case .symbolicLink: return .link
            default: return .other
            }
        default: return .other
        }
    }

    /// Removes the directory if it is empty, and says whether it did.
    @discardableResult
    func removeIfEmpty() -> Bool {
        unsafe path.withPlatformString { unsafe rmdir($0) } == 0
    }

    /// Removes a file or a link; that there is none is not an error.
    static func removeFile(_ path: FilePath) throws(SystemError) {
        guard unsafe path.withPlatformString({ unsafe unlink($0) }) != 0 else { return }
        let failure = Errno(rawValue: errno)
        guard failure == .noSuchFileOrDirectory else { throw SystemError(failure, "remove", path) }
    }

    /// Brings the names in the directory to the disk.
    ///
    /// File systems that cannot do that say so, and do it in their time.
    func synchronize() throws(SystemError) {
        let descriptor = try Self.open(path, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        _ = fsync(descriptor)
    }

    /// Where a path leads to in the end, without links; nil if that is nowhere.
    static func resolved(_ path: FilePath) -> FilePath? {
        unsafe path.withPlatformString { name in
            guard let real = unsafe realpath(name, nil) else { return nil }
            defer { unsafe free(real) }
            return unsafe FilePath(platformString: real)
        }
    }

    static func open(_ path: FilePath, _ flags: Int32, _ permissions: CInterop.Mode = 0) throws(SystemError) -> Int32 {
        let descriptor = unsafe path.withPlatformString { unsafe Self.systemOpen($0, flags | O_CLOEXEC, permissions) }
        guard descriptor >= 0 else { throw SystemError(Errno(rawValue: errno), "open", path) }
        return descriptor
    }

    private static func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: CInterop.Mode) -> Int32 {
        // The name alone would be the function above.
        #if canImport(Glibc)
        unsafe Glibc.open(path, flags, mode)
        #elseif canImport(Musl)
        unsafe Musl.open(path, flags, mode)
        #else
        unsafe Darwin.open(path, flags, mode)
        #endif
    }
}
