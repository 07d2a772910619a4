internal import SystemPackage
internal import SystemSupport

/// A configuration file on disk: the one place that reads and replaces it.
///
/// It keeps nothing of the file between two calls, so that each sees what other programs have written.
struct ConfigFile: Sendable {
    let path: String
    let options: FileStore.Options

    /// Among the tasks that write through this value and its copies.
    let queue = SerialQueue()

    /// The most that is read, and so the most that is written: some thousand times the size of a large file, and less than
    /// what would hurt to read by mistake.
    var sizeLimit = 256 << 20

    /// What is read at once on the calling thread: the file is in the page cache most often, and to start a thread would
    /// take five times as long as to read it.
    private static let smallSize = 64 << 10

    /// Longer than a tick of any file system's clock; see ``read()``.
    private static let shortestTick = Duration.milliseconds(100)

    /// The document in the file; one that says nothing if there is no file.
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

    /// Whether reading the file takes so little that it needs no thread of its own.
    var isSmall: Bool {
        guard let status = try? FileStatus(of: FilePath(path)) else { return true }
        return status.kind != .regular || status.size <= Self.smallSize
    }

    /// Refuses what names no file: `FilePath` takes a separator off the end, and would make a file of a directory's name.
    private func checkPath() throws(CredentialStoreError) {
        guard path.isEmpty || path.utf8.last == UInt8(ascii: "/") else { return }
        throw CredentialStoreError(
            .unavailable,
            path.isEmpty ? "the path of the file is empty" : "the path is that of a directory, not of a file",
            at: .init(file: path),
            advice: ["Check the path of the file."]
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

    /// The file, if there is one; under the lock.
    func readUnderLock(_ target: FilePath) throws(SystemError) -> RegularFile? {
        try RegularFile.readIfPresent(target, limit: sizeLimit)
    }

    /// The content of the file without a lock, and never a part of one.
    ///
    /// A file that is replaced is always whole. One that is rewritten in place is read from the journal while that is
    /// there. A rewrite that began after the reading and ended before the look at the journal shows in the times of the
    /// file, but not within a tick of their clock: then the file is read again until it stays the same.
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
        throw SystemError(.changedMeanwhile, "read", target, because: "other programs write it without pause")
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
