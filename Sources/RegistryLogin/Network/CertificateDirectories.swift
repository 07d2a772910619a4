public import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Where the certificates of registries are: the `certs.d` directories of Docker and of podman, skopeo and buildah.
///
/// In each there is a directory for each registry, by host and port: `/etc/docker/certs.d/registry.example:5000`. The first
/// of these that exists counts, whole; nothing is put together from several, so that a user can do without what the
/// machine has:
///
/// 1. what the caller names;
/// 2. `$XDG_CONFIG_HOME/containers/certs.d`, with `~/.config` for a variable that is not set;
/// 3. `$XDG_CONFIG_HOME/docker/certs.d`, as Docker has it without root;
/// 4. `/etc/containers/certs.d`;
/// 5. `/etc/docker/certs.d`.
public struct CertificateDirectories: Sendable, Equatable {
    /// The directories, in the order in which they are looked into.
    public let directories: [String]

    /// Names directories, and no others.
    ///
    /// - Parameter directories: Paths of `certs.d` directories, in the order in which they are looked into.
    public init(_ directories: [String]) {
        self.directories = directories
    }

    /// Finds the directories of a user and of the machine.
    ///
    /// - Parameters:
    ///   - environment: The environment variables; `XDG_CONFIG_HOME` and `HOME` count, if they are absolute paths.
    ///   - first: Directories to look into before those.
    public init(environment: [String: String], first: [String] = []) {
        let own = try? ProcessEnvironment(environment).configurationHome
        let ofUser = own.map { home in ["containers", "docker"].map { home.appending($0).appending("certs.d").string } }
        self.init(first + (ofUser ?? []) + ["/etc/containers/certs.d", "/etc/docker/certs.d"])
    }

    /// The directories that may hold a registry's files, best first.
    ///
    /// The port is in the name unless it is 443, which may be there or not. Docker Hub has its host's name, or `docker.io`.
    ///
    /// - Parameter server: The registry.
    /// - Returns: Paths of directories, which need not exist.
    public func candidates(for server: ServerAddress) -> [String] {
        var names = [server.registryAuthority]
        if server.port == nil { names.append("\(server.registryAuthority):443") }
        if server.isDockerHub { names.append("docker.io") }
        // Names are joined to paths, so one with a separator would lead elsewhere.
        let safe = names.filter { !$0.contains("/") && !$0.hasPrefix(".") && !$0.utf8.contains(0) }
        return directories.flatMap { directory in safe.map { "\(directory)/\($0)" } }
    }

    /// Finds the certificates of a registry, by the names of their files.
    ///
    /// It waits for the disk, and opens directories only.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The certificates; ``RegistryCertificates/none`` if no directory exists. One that this user may not read
    ///   counts as absent, as it does for podman: it is another user's.
    /// - Throws: ``RegistryCertificatesError`` if a certificate and its key are not both there.
    public func certificates(for server: ServerAddress) throws(RegistryCertificatesError) -> RegistryCertificates {
        for candidate in candidates(for: server) {
            guard let names = try? DirectoryListing.names(in: FilePath(candidate)) else { continue }
            return try RegistryCertificates(names: names, in: candidate)
        }
        return .none
    }
}
