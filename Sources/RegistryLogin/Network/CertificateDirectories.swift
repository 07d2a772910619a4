public import RegistryCredentials
internal import SystemPackage
package import SystemSupport

/// The `certs.d` directories in which Docker, podman, skopeo and buildah look for the certificates of registries.
///
/// Each contains a directory for each registry, named by host and port: `/etc/docker/certs.d/registry.example:5000`. Only
/// the first that exists is used, so that a user can override the machine's certificates:
///
/// 1. the directories that the caller names;
/// 2. `$XDG_CONFIG_HOME/containers/certs.d`, or `~/.config/containers/certs.d`;
/// 3. `$XDG_CONFIG_HOME/docker/certs.d`, Docker's place without root;
/// 4. in `/etc/containers`: for root `certs.rootful.d`, for other users `certs.rootless.d/UID` and `certs.rootless.d`; then
///    `certs.d`;
/// 5. the same in `/usr/share/containers`;
/// 6. `/etc/docker/certs.d`.
///
/// These are the directories of podman 6 (containers-certs.d(5)). Older versions read only `certs.d` in `~/.config` and in
/// `/etc`.
public struct CertificateDirectories: Sendable, Equatable {
    /// The directories, in search order.
    public let directories: [String]

    /// Uses the given directories only.
    ///
    /// - Parameter directories: Paths of `certs.d` directories, in search order.
    public init(_ directories: [String]) {
        self.directories = directories
    }

    /// Locates the directories of a user and of the machine.
    ///
    /// - Parameters:
    ///   - environment: The environment variables, of which `XDG_CONFIG_HOME` and `HOME` are read; nil for those of this
    ///     process.
    ///   - first: Directories that are searched before those.
    public init(environment: [String: String]? = nil, first: [String] = []) {
        self.init(in: environment.map(ProcessEnvironment.init) ?? .current, first: first)
    }

    /// Locates the directories for environment variables that need not be UTF-8.
    package init(
        in environment: ProcessEnvironment,
        first: [String] = [],
        user: UInt32 = CurrentProcess.effectiveUser
    ) {
        let own = try? environment.configurationHome
        let ofUser = own.map { home in ["containers", "docker"].map { home.appending($0).appending("certs.d").string } }
        let special = user == 0 ? ["certs.rootful.d"] : ["certs.rootless.d/\(user)", "certs.rootless.d"]
        let ofMachine = ["/etc/containers", "/usr/share/containers"].flatMap { directory in
            (special + ["certs.d"]).map { "\(directory)/\($0)" }
        }
        self.init(first + (ofUser ?? []) + ofMachine + ["/etc/docker/certs.d"])
    }

    /// The directories that may contain a registry's files, in search order.
    ///
    /// The name includes the port; for port 443 both forms are tried. Docker Hub is named by its host or `docker.io`.
    ///
    /// - Parameter server: The registry.
    /// - Returns: Paths of directories, which need not exist.
    public func candidates(for server: ServerAddress) -> [String] {
        var names = [server.registryAuthority]
        if server.port == nil { names.append("\(server.registryAuthority):443") }
        if server.isDockerHub { names.append("docker.io") }
        // The name becomes part of a path, so a separator in it would lead to another directory.
        let safe = names.filter { !$0.contains("/") && !$0.hasPrefix(".") && !$0.utf8.contains(0) }
        return directories.flatMap { directory in safe.map { "\(directory)/\($0)" } }
    }

    /// Finds the certificates of a registry by their file names.
    ///
    /// Blocks for the disk. It reads directories and opens no file.
    ///
    /// - Parameter server: The registry.
    /// - Returns: The certificates; ``RegistryCertificates/none`` if no directory exists. A directory that this user may not
    ///   read is skipped, as in podman.
    /// - Throws: ``RegistryCertificatesError`` if a client certificate has no key, or a key no certificate.
    public func certificates(for server: ServerAddress) throws(RegistryCertificatesError) -> RegistryCertificates {
        for candidate in candidates(for: server) {
            guard let names = try? DirectoryListing.names(in: FilePath(candidate)) else { continue }
            return try RegistryCertificates(names: names, in: candidate)
        }
        return .none
    }

    /// The advice for a registry whose certificate is not trusted: the place for its authority, and a file there whose
    /// name is ignored.
    package func advice(for server: ServerAddress) -> [String] {
        let found = (try? certificates(for: server)) ?? .none
        let ignored = found.ignored.map { "Rename \($0) to *.crt: a file of another name is not read" }
        guard let directory = found.directory ?? candidates(for: server).first else { return ignored }
        return ignored + ["If you trust the authority of its certificate, copy that to \(directory)/ca.crt"]
    }
}
