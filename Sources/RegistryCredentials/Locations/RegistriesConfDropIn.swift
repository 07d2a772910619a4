internal import Codecs
package import SystemPackage
package import SystemSupport

/// The user's drop-in files of `registries.conf` that make podman, skopeo and buildah ask a credential helper first.
///
/// Podman 6 reads `$XDG_CONFIG_HOME/containers/registries.conf.d`, and older versions always read `~/.config`. If these
/// are two directories, there is a file in each.
package struct RegistriesConfDropIn: Sendable, Equatable {
    /// The files.
    package let paths: [FilePath]

    /// The value of `credential-helpers`: the helper, followed by the previous value.
    package let helpers: [String]

    /// The name of the files, which sorts after most others.
    private static let name = "90-credential-helpers.conf"
    private static let sizeLimit = 1 << 20

    /// Describes the files that name a helper.
    ///
    /// - Parameters:
    ///   - helper: The part of the helper's file name after `docker-credential-`.
    ///   - conf: The current settings. The other helpers stay, because they may have logins.
    ///   - paths: The files; see ``paths(in:)``.
    package init(naming helper: String, in conf: RegistriesConf, paths: [FilePath]) {
        self.paths = paths
        helpers = [helper] + conf.credentialHelpers.filter { !$0.utf8.elementsEqual(helper.utf8) }
    }

    /// Returns the paths of the files for an environment.
    ///
    /// - Throws: ``CredentialStoreError`` if there is no home directory, or `CONTAINERS_REGISTRIES_CONF` is set,
    ///   because no drop-in file is read then.
    package static func paths(in environment: ProcessEnvironment) throws(CredentialStoreError) -> [FilePath] {
        if let only = environment.path(of: "CONTAINERS_REGISTRIES_CONF") {
            throw CredentialStoreError(
                .unsupported,
                "CONTAINERS_REGISTRIES_CONF is set, so podman reads no drop-in file",
                at: .init(file: only.string),
                advice: ["Unset it, or set \(RegistriesConf.key) in that file"]
            )
        }
        let homes: [FilePath]
        do throws(SystemError) {
            homes = [try environment.configurationHome, try environment.homeDirectory.appending(".config")]
        } catch {
            throw CredentialStoreError(.unavailable, "\(error)", advice: ["Set HOME"])
        }
        let paths = homes.map { $0.pushing("containers/registries.conf.d").appending(name) }
        return paths[0] == paths[1] ? [paths[0]] : paths
    }

    /// The line of the files, in TOML.
    package var setting: String { "\(RegistriesConf.key) = \(list)" }

    private var list: String { "[\(helpers.map(TOMLDocument.quoted).joined(separator: ", "))]" }

    /// Returns the new content of a file, in which only the value changes.
    ///
    /// - Parameter bytes: The current content; nil if there is no file.
    /// - Returns: The bytes to write.
    /// - Throws: ``TOMLError`` if the current content is not TOML.
    func edited(_ bytes: [UInt8]?) throws(TOMLError) -> [UInt8] {
        guard let bytes, !bytes.isEmpty else { return Array("# Written by docker-creds.\n\(setting)\n".utf8) }
        if let member = try TOMLDocument(parsing: bytes).member(RegistriesConf.key) {
            guard !member.range.isEmpty else { throw TOMLError(line: 1, reason: "\(RegistriesConf.key) is a table") }
            return bytes[..<member.range.lowerBound] + Array(list.utf8) + bytes[member.range.upperBound...]
        }
        // Before everything else, because a key after a header belongs to that table.
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return bytes[..<start] + Array("\(setting)\n".utf8) + bytes[start...]
    }

    /// Writes the files, each atomically.
    ///
    /// - Returns: The replaced contents, for ``restore(_:)``.
    /// - Throws: ``CredentialStoreError`` if a file cannot be read or written. The earlier ones are then restored.
    package func write() throws(CredentialStoreError) -> [Replacement] {
        var replaced: [Replacement] = []
        for path in paths {
            do throws(CredentialStoreError) {
                replaced.append(try write(path))
            } catch {
                restore(replaced)
                throw error
            }
        }
        return replaced
    }

    /// A file that was written.
    package struct Replacement: Sendable {
        let path: FilePath
        let old: [UInt8]?
        let new: [UInt8]
    }

    private func write(_ path: FilePath) throws(CredentialStoreError) -> Replacement {
        do {
            try AtomicFile.makeDirectories(path.removingLastComponent())
            let lock = try FileLock(beside: path.resolvingFinalLinks(), deadline: .after(.seconds(10)))
            let old = try RegularFile.readIfPresent(path, limit: Self.sizeLimit)
            let new = try edited(old?.bytes)
            if old?.bytes != new {
                try AtomicFile(path).replace(
                    with: new,
                    expecting: old.map { .sameContent(as: $0) } ?? .nothing,
                    holding: lock
                )
            }
            return Replacement(path: path, old: old?.bytes, new: new)
        } catch let error as TOMLError {
            throw RegistriesConf.damaged(error, path)
        } catch let error as SystemError {
            throw CredentialStoreError(error, file: path.string)
        } catch {
            throw CredentialStoreError(.failed, "\(error)", at: .init(file: path.string))
        }
    }

    /// Undoes a write, except for files that another program has changed since.
    package func restore(_ replaced: [Replacement]) {
        for file in replaced where file.old != file.new {
            do {
                let lock = try FileLock(beside: file.path.resolvingFinalLinks(), deadline: .after(.seconds(10)))
                let present = try RegularFile.read(file.path, limit: Self.sizeLimit)
                guard present.bytes == file.new else { continue }
                if let old = file.old {
                    try AtomicFile(file.path).replace(with: old, expecting: .sameContent(as: present), holding: lock)
                } else {
                    try AtomicFile(file.path).remove(holding: lock)
                }
            } catch {
                // The write itself has failed, or its check has, and that error is reported.
                continue
            }
        }
    }
}
