import SystemPackage
import SystemSupport

/// The file of an entry, which is replaced whole: who reads it at any moment finds the old secret or the new.
///
/// The new content is not written beside the old one, as usual. Docker's own helper takes the first name in a server's
/// directory for its user, whatever it is; so the file grows in the folder above, where only directories count.
struct EntryFile {
    let path: FilePath
    /// The folder of all entries, on the same file system.
    let folder: FilePath

    /// Where the next content grows: a name that is always the same, so that what a killed writer left is swept away.
    private var temporary: FilePath { folder.appending(".docker-credential-pass.new") }

    /// Makes a limit on file sizes an error like a full disk, and not the end of the process.
    static func outliveSizeLimits() {
        _ = signal(SIGXFSZ, SIG_IGN)
    }

    /// Puts `bytes` in the place of the file.
    ///
    /// The store's lock must be held.
    func replace(with bytes: [UInt8], permissions: FilePermissions) throws(SystemError) {
        let mode = (try? FileStatus(of: path).permissions) ?? permissions
        let directory = StoreDirectory(path: path.removingLastComponent())
        try StoreDirectory.removeFile(temporary)
        do {
            try write(bytes, mode.intersection(FilePermissions(rawValue: 0o777)))
            try rename()
        } catch {
            try? StoreDirectory.removeFile(temporary)
            throw error
        }
        try directory.synchronize()
    }

    private func write(_ bytes: [UInt8], _ permissions: FilePermissions) throws(SystemError) {
        let descriptor = try StoreDirectory.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
        defer { close(descriptor) }
        do {
            let file = FileDescriptor(rawValue: descriptor)
            try StandardStreams.write(bytes, to: file)
        } catch {
            throw SystemError(error.errno ?? .ioError, "write", path)
        }
        guard fchmod(descriptor, permissions.rawValue) == 0, fsync(descriptor) == 0 else {
            throw SystemError(Errno(rawValue: errno), "write", path)
        }
    }

    private func rename() throws(SystemError) {
        let result = unsafe temporary.withPlatformString { from in
            unsafe path.withPlatformString { unsafe Self.systemRename(from, $0) }
        }
        guard result == 0 else { throw SystemError(Errno(rawValue: errno), "replace", path) }
    }

    // The name alone would be the function above.
    private static func systemRename(_ from: UnsafePointer<CChar>, _ to: UnsafePointer<CChar>) -> Int32 {
        #if canImport(Glibc)
        unsafe Glibc.rename(from, to)
        #elseif canImport(Musl)
        unsafe Musl.rename(from, to)
        #else
        unsafe Darwin.rename(from, to)
        #endif
    }
}
