internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Reads config files in docker's locations, and their state on disk.
struct ConfigFileProbe {
    let environment: ProcessEnvironment
    let user: UserFacts

    /// The size limit in bytes, more than any config file has.
    private static let sizeLimit = 16 << 20

    /// Examines the file that docker reads: `$DOCKER_CONFIG/config.json`, else `~/.docker/config.json`.
    func examine() -> ConfigFileFacts {
        var facts = examineContent()
        if facts.bytes != nil, facts.text == nil, facts.hasTextPath {
            facts.backup = MigrationBackup.newest(of: facts.path, in: environment) { bytes in
                (try? ConfigText(parsing: bytes)) != nil
            }
        }
        return facts
    }

    private func examineContent() -> ConfigFileFacts {
        let directory = environment.path(of: "DOCKER_CONFIG")
        do {
            let path = try StandardLocations(environment).dockerConfig
            return examine(path, origin: directory == nil ? .home : .dockerConfig)
        } catch {
            // Docker takes a directory literally that the libraries refuse: with a tilde, or not in UTF-8.
            guard let directory else {
                return ConfigFileFacts(path: "~/.docker/config.json", origin: .unknown, content: .missing)
            }
            return examine(directory.appending("config.json"), origin: .dockerConfig)
        }
    }

    /// Returns other config files with credentials that docker does not read: that of the user who called sudo, and
    /// that of docker as a snap.
    func others() -> [ConfigFileFacts] {
        var candidates: [(path: FilePath, whose: String)] = []
        if let name = user.sudoUser, let home = Self.home(of: name) {
            candidates.append((home.appending(".docker").appending("config.json"), name))
        }
        if let home = environment.path(of: "HOME") {
            let snap = home.pushing("snap/docker/current/.docker/config.json")
            candidates.append((snap, "the docker snap"))
        }
        return candidates.map { examine($0.path, origin: .other($0.whose)) }.filter { $0.bytes != nil }
    }

    /// Returns the home directory from /etc/passwd; plugins of the user database are not used.
    private static func home(of name: String) -> FilePath? {
        guard let file = try? RegularFile.read("/etc/passwd", limit: 1 << 20) else { return nil }
        for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 5, fields[0] == name { return FilePath(String(fields[5])) }
        }
        return nil
    }

    func examine(_ path: FilePath, origin: ConfigFileFacts.Origin) -> ConfigFileFacts {
        let isText = FilePath(path.string) == path
        var facts = ConfigFileFacts(
            path: isText ? path.string : path.escapedForDisplay,
            hasTextPath: isText,
            origin: origin,
            content: .missing
        )
        facts.directoryStatus = try? FileStatus(of: path.removingLastComponent())
        facts.links = links(from: path)
        do throws(SystemError) {
            let status = try FileStatus(of: path)
            facts.status = status
            guard status.kind != .directory else {
                facts.content = .directory
                return facts
            }
            facts.content = .bytes(try RegularFile.read(path, limit: Self.sizeLimit).bytes)
        } catch {
            if error.code != .notFound { facts.content = .unreadable(error.reason) }
            return facts
        }
        let target = facts.links.last.map { FilePath($0) } ?? path
        facts.isWritable = Self.mayWrite(target)
        facts.isReplaceable = Self.mayWrite(target.removingLastComponent())
        facts.isMountPoint = Self.isMountPoint(target)
        return facts
    }

    /// Returns the symbolic links on the path, as absolute paths; at most as many as Linux follows.
    private func links(from path: FilePath) -> [String] {
        var links: [String] = []
        var current = path
        while links.count < 40, let target = (try? current.linkTarget()).flatMap(\.self) {
            current = target.isAbsolute ? target : current.removingLastComponent().pushing(target)
            links.append(current.string)
        }
        return links
    }

    private static func mayWrite(_ path: FilePath) -> Bool {
        unsafe path.withPlatformString { unsafe access($0, W_OK) } == 0
    }

    private static func isMountPoint(_ path: FilePath) -> Bool {
        MountPoint.all.contains { $0.path == path.lexicallyNormalized() }
    }
}
