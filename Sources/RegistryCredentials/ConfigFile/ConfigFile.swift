internal import SystemPackage
internal import SystemSupport

/// A config file on disk.
///
/// All reads and writes go through this type.
///
/// It caches nothing between two calls, so that each sees changes by other programs.
struct ConfigFile: Sendable {
    let path: String
    let options: FileStore.Options

    /// Orders the tasks that write through this value and its copies.
    let queue = SerialQueue()

    /// The size limit in bytes for reads and writes: far more than any config file has, and little enough to read by
    /// mistake.
    var sizeLimit = 256 << 20

    /// The size in bytes up to which the calling thread reads the file itself: starting a thread takes five times as
    /// long as reading a small file from the page cache.
    private static let smallSize = 64 << 10

    /// Longer than the timestamp granularity of any file system; see ``read()``.
    private static let shortestTick = Duration.milliseconds(100)

    /// Reads the document; an empty one if there is no file.
    func load() throws(CredentialStoreError) -> ConfigDocument {
        try checkPath()
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try read(try FilePath(path).resolvingFinalLinks())
        } catch {
            throw CredentialStoreError(error, file: path)
        }
        return try document(bytes)
    }

    /// Whether there is a file at the path.
    var exists: Bool { (try? FileStatus(of: FilePath(path))) != nil }

    /// Whether the file is small enough to be read on the calling thread.
    var isSmall: Bool {
        guard let status = try? FileStatus(of: FilePath(path)) else { return true }
        return status.kind != .regular || status.size <= Self.smallSize
    }

    /// Throws if the path names a directory: `FilePath` removes a trailing separator, so the path would become that of
    /// a file.
    private func checkPath() throws(CredentialStoreError) {
        guard path.isEmpty || path.utf8.last == UInt8(ascii: "/") else { return }
        throw CredentialStoreError(
            .unavailable,
            path.isEmpty ? "the path of the file is empty" : "the path names a directory, not a file",
            at: .init(file: path),
            advice: ["Check the path of the file"]
        )
    }

    func document(_ bytes: [UInt8]) throws(CredentialStoreError) -> ConfigDocument {
        do throws(CredentialStoreError) {
            return try ConfigDocument(parsing: bytes, rules: options.rules)
        } catch {
            throw error.inFile(path)
        }
    }

    func report(_ code: FileStoreDiagnostic.Code, _ text: String) {
        options.report?(FileStoreDiagnostic(code, file: path, text))
    }

    /// Reads the file under the lock; nil if there is none.
    func readUnderLock(_ target: FilePath) throws(SystemError) -> RegularFile? {
        try RegularFile.readIfPresent(target, limit: sizeLimit)
    }

    /// Reads the complete content of the file without a lock.
    ///
    /// A file that is replaced by a rename is always complete. While a file is being rewritten in place, its content
    /// comes from the journal. A rewrite that happens between reading the file and checking for the journal changes the
    /// file's timestamps, unless it falls within their granularity. A file that changed that recently is read again
    /// until it stays the same.
    private func read(_ target: FilePath) throws(SystemError) -> [UInt8] {
        var last: [UInt8]?
        for _ in 0..<50 {
            guard let file = try RegularFile.readIfPresent(target, limit: sizeLimit) else { return [] }
            switch try JournaledFile(target).examine(file.bytes) {
            case .none, .outdated:
                if last == file.bytes { return file.bytes }
                if try isSettled(target, since: file.status) { return file.bytes }
                last = file.bytes
            case .whole:
                return file.bytes
            case .torn(let intended):
                report(.recovered, "a save was interrupted, or is under way; its journal has the new content")
                return intended
            }
        }
        throw SystemError(.changedMeanwhile, "read", target, because: "other programs keep changing it")
    }

    private func isSettled(_ target: FilePath, since status: FileStatus) throws(SystemError) -> Bool {
        do throws(SystemError) {
            let present = try FileStatus(of: target)
            return present.isSameVersion(as: status) && !present.changed(within: Self.shortestTick)
        } catch {
            guard error.code == .notFound else { throw error }
            return false
        }
    }
}
