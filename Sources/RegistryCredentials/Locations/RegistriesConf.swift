internal import Codecs
package import SystemPackage
package import SystemSupport

/// The credential helpers in podman's `registries.conf` and its drop-in files (containers-registries.conf(5)).
///
/// The files and their order are those of podman 6 (containers/container-libs, `storage/pkg/configfile/parse.go`): the
/// first `registries.conf` of the user, of `/etc` and of `/usr/share`; then all drop-in files by name. The last file
/// that sets `credential-helpers` is used. Older versions ignore the drop-in files of `/etc` if the user has a
/// `registries.conf`.
package struct RegistriesConf: Sendable, Equatable {
    /// The names of the helpers, in order; ``authFiles`` means podman's own files.
    package let credentialHelpers: [String]

    /// The file that sets them; nil if none does.
    package let origin: FilePath?

    /// The reserved name of podman's `auth.json` files, and the default.
    package static let authFiles = "containers-auth.json"

    /// The key that is read.
    package static let key = "credential-helpers"

    private static let sizeLimit = 1 << 20

    /// Reads the files of an environment.
    ///
    /// - Parameters:
    ///   - environment: The environment variables.
    ///   - user: The user, on which the system's drop-in directories depend.
    ///   - system: The directory that contains `etc` and `usr`.
    /// - Throws: ``CredentialStoreError`` if a file cannot be read, is not TOML, or sets anything but strings; podman
    ///   fails then, too.
    package init(
        environment: ProcessEnvironment,
        user: UInt32 = CurrentProcess.effectiveUser,
        system: FilePath = "/"
    ) throws(CredentialStoreError) {
        var helpers: [String] = []
        var origin: FilePath?
        for file in try Self.files(environment, user, system) {
            guard let bytes = try Self.read(file.path, mustExist: file.mustExist) else { continue }
            guard let named = try Self.helpers(in: bytes, file.path) else { continue }
            helpers = named
            origin = file.path
        }
        self.init(credentialHelpers: helpers.isEmpty ? [Self.authFiles] : helpers, origin: origin)
    }

    /// Creates a value from its parts.
    package init(credentialHelpers: [String], origin: FilePath? = nil) {
        self.credentialHelpers = credentialHelpers
        self.origin = origin
    }

    /// Returns the helpers that one file sets; nil if it sets none.
    private static func helpers(in bytes: [UInt8], _ path: FilePath) throws(CredentialStoreError) -> [String]? {
        do throws(TOMLError) {
            guard let value = try TOMLDocument(parsing: bytes)[key] else { return nil }
            guard case .array(let elements) = value else {
                throw TOMLError(line: 1, reason: "\(key) is not an array")
            }
            return try elements.map { element throws(TOMLError) in
                guard case .string(let name) = element else {
                    throw TOMLError(line: 1, reason: "\(key) has an element that is not a string")
                }
                return name
            }
        } catch {
            throw damaged(error, path)
        }
    }

    static func damaged(_ error: TOMLError, _ path: FilePath) -> CredentialStoreError {
        CredentialStoreError(
            .damaged,
            "the file is not valid: line \(error.line): \(error.reason)",
            at: .init(file: path.string),
            advice: ["Fix the file; podman rejects it too"]
        )
    }

    private static func read(_ path: FilePath, mustExist: Bool) throws(CredentialStoreError) -> [UInt8]? {
        do throws(SystemError) {
            return mustExist
                ? try RegularFile.read(path, limit: sizeLimit).bytes
                : try RegularFile.readIfPresent(path, limit: sizeLimit)?.bytes
        } catch {
            throw CredentialStoreError(error, file: path.string)
        }
    }
}

extension RegistriesConf {
    /// Returns the files that may exist, in the order in which they are read.
    private static func files(
        _ environment: ProcessEnvironment,
        _ user: UInt32,
        _ system: FilePath
    ) throws(CredentialStoreError) -> [(path: FilePath, mustExist: Bool)] {
        var files: [(path: FilePath, mustExist: Bool)] = []
        if let named = environment.path(of: "CONTAINERS_REGISTRIES_CONF") {
            files.append((named, true))
        } else {
            let own = (try? environment.configurationHome)?.pushing("containers/registries.conf")
            let ownDropIns = (try? environment.configurationHome)?.pushing("containers/registries.conf.d")
            let admin = system.pushing("etc/containers/registries.conf")
            let vendor = system.pushing("usr/share/containers/registries.conf")
            if let main = [own, admin, vendor].compactMap({ $0 }).first(where: isPresent) {
                files.append((main, false))
            }
            let directories =
                dropInDirectories(of: vendor, user) + dropInDirectories(of: admin, user)
                + [ownDropIns].compactMap(\.self)
            files += dropIns(in: directories).map { ($0, false) }
        }
        if let last = environment.path(of: "CONTAINERS_REGISTRIES_CONF_OVERRIDE") { files.append((last, true)) }
        return files
    }

    private static func isPresent(_ path: FilePath) -> Bool { (try? FileStatus(of: path)) != nil }

    /// Returns the directories next to a system file: for everyone, for root or for other users, and for this user.
    private static func dropInDirectories(of file: FilePath, _ user: UInt32) -> [FilePath] {
        let parent = file.removingLastComponent()
        let common = parent.appending("registries.conf.d")
        guard user != 0 else { return [common, parent.appending("registries.rootful.conf.d")] }
        let rootless = parent.appending("registries.rootless.conf.d")
        return [common, rootless, rootless.appending("\(user)")]
    }

    /// Returns the `.conf` files of directories by name; a file replaces one of the same name in an earlier directory.
    private static func dropIns(in directories: [FilePath]) -> [FilePath] {
        var byName: [(name: String, path: FilePath)] = []
        for directory in directories {
            for name in (try? DirectoryListing.names(in: directory)) ?? [] where name.hasSuffix(".conf") {
                let path = directory.appending(name)
                guard (try? FileStatus(of: path))?.kind == .regular else { continue }
                byName.removeAll { $0.name.utf8.elementsEqual(name.utf8) }
                byName.append((name, path))
            }
        }
        return byName.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }.map(\.path)
    }
}
