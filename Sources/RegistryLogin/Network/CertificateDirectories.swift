public import RegistryCredentials
internal import SystemPackage
package import SystemSupport

/// Where the certificates of registries are: the `certs.d` directories of Docker and of podman, skopeo and buildah.
///
/// Each holds a directory for each registry, by host and port: `/etc/docker/certs.d/registry.example:5000`. The first of
/// these that exists is used, and no other, so that a user can replace what the machine has:
///
/// 1. the directories that the caller names;
/// 2. `$XDG_CONFIG_HOME/containers/certs.d`, or `~/.config/containers/certs.d`;
/// 3. `$XDG_CONFIG_HOME/docker/certs.d`, Docker's place without root;
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
    ///   - environment: The environment variables, of which `XDG_CONFIG_HOME` and `HOME` are read; nil for those of this
    ///     process.
    ///   - first: Directories to look into before those.
    public init(environment: [String: String]? = nil, first: [String] = []) {
        self.init(in: environment.map(ProcessEnvironment.init) ?? .current, first: first)
    }

    /// Finds the directories for environment variables that need not be UTF-8.
    package init(in environment: ProcessEnvironment, first: [String] = []) {
        let own = try? environment.configurationHome
        let ofUser = own.map { home in ["containers", "docker"].map { home.appending($0).appending("certs.d").string } }
        self.init(first + (ofUser ?? []) + ["/etc/containers/certs.d", "/etc/docker/certs.d"])
    }

    /// The directories that may hold a registry's files, in the order in which they are looked into.
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
    /// - Returns: The certificates; ``RegistryCertificates/none`` if no directory exists. A directory that this user may not
    ///   read is skipped, as podman skips it: it is another user's.
    /// - Throws: ``RegistryCertificatesError`` if a client certificate is there without its key, or the reverse.
    public func certificates(for server: ServerAddress) throws(RegistryCertificatesError) -> RegistryCertificates {
        for candidate in candidates(for: server) {
            guard let names = try? DirectoryListing.names(in: FilePath(candidate)) else { continue }
            return try RegistryCertificates(names: names, in: candidate)
        }
        return .none
    }

    /// What to do if the registry's certificate is not trusted: where its authority belongs, and which file there has a
    /// name that is not read.
    package func advice(for server: ServerAddress) -> [String] {
        let found = (try? certificates(for: server)) ?? .none
        let ignored = found.ignored.map { "Rename \($0) to *.crt: a file of another name is not read" }
        guard let directory = found.directory ?? candidates(for: server).first else { return ignored }
        return ignored + ["If you trust the authority of its certificate, copy that to \(directory)/ca.crt"]
    }
}
