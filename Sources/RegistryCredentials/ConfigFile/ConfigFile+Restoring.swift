internal import SystemPackage
internal import SystemSupport

extension ConfigFile {
    /// Replaces a file that cannot be parsed, under the lock, after copying it.
    ///
    /// - Parameters:
    ///   - damaged: The content that the caller has read.
    ///   - bytes: The new content.
    ///   - copy: The path of the copy, which has mode 0600. A file that is there is not replaced.
    /// - Throws: ``CredentialStoreError``: `conflict` if the content has changed, or `copy` has other content. The file
    ///   is then unchanged.
    func replaceDamaged(_ damaged: [UInt8], with bytes: [UInt8], copyingTo copy: FilePath) throws(CredentialStoreError)
    {
        do throws(SystemError) {
            let target = try FilePath(path).resolvingFinalLinks()
            let lock = try FileLock(beside: target, deadline: .after(options.lockTimeout))
            try recover(target, holding: lock)
            guard let file = try readUnderLock(target), file.bytes == damaged else {
                throw SystemError(.changedMeanwhile, "replace", target, because: "it has changed since it was examined")
            }
            // An earlier attempt that was interrupted has made the copy.
            var isCopied = try AtomicFile(copy, symbolicLinks: .refused).create(with: damaged, holding: lock)
            if !isCopied { isCopied = try RegularFile.readIfPresent(copy, limit: sizeLimit)?.bytes == damaged }
            if isCopied { return try replace(file, at: target, with: bytes, holding: lock) }
        } catch {
            throw CredentialStoreError(error, file: path)
        }
        throw CredentialStoreError(
            .conflict,
            "cannot keep the damaged file: \(copy.escapedForDisplay) exists",
            at: .init(file: path),
            advice: ["Move \(copy.escapedForDisplay) away"]
        )
    }
}

extension FileStore {
    /// Replaces a file that cannot be parsed, after copying it to the path with ``damagedSuffix``.
    ///
    /// - Parameters:
    ///   - damaged: The content that the caller has read.
    ///   - bytes: The new content.
    /// - Throws: `conflict` if the content has changed, or there is a copy with other content. The file is then
    ///   unchanged.
    package func replaceDamagedContent(_ damaged: [UInt8], with bytes: [UInt8]) async throws {
        let file = file
        try await BlockingWork.run {
            try file.replaceDamaged(damaged, with: bytes, copyingTo: FilePath(file.path + Self.damagedSuffix))
        }
    }

    /// The end of the name of a damaged file that was replaced.
    package static let damagedSuffix = ".damaged"
}
