import SystemPackage
import SystemSupport

/// A directory of the store and the system calls that change it.
struct StoreDirectory {
    let path: FilePath

    /// Removes the directory if it is empty; returns whether it did.
    @discardableResult
    func removeIfEmpty() -> Bool {
        unsafe path.withPlatformString { unsafe rmdir($0) } == 0
    }

    /// Removes a file or a link; it is not an error if there is none.
    static func removeFile(_ path: FilePath) throws(SystemError) {
        guard unsafe path.withPlatformString({ unsafe unlink($0) }) != 0 else { return }
        let failure = Errno(rawValue: errno)
        guard failure == .noSuchFileOrDirectory else { throw SystemError(failure, "remove", path) }
    }

    /// Flushes the names in the directory to disk.
    ///
    /// File systems without support for this report an error, which is ignored.
    func synchronize() throws(SystemError) {
        let descriptor = try Self.open(path, O_RDONLY | O_DIRECTORY)
        defer { close(descriptor) }
        _ = fsync(descriptor)
    }

    /// Returns a path without symbolic links; nil if nothing is there.
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
