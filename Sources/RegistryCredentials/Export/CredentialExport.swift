internal import AuthsFormat
internal import Codecs

/// A document with credentials, including their secrets, for a program that cannot read the stores.
///
/// ```swift
/// var export = CredentialExport(.dockerConfigJSON)
/// try export.add(credential, for: server)
/// let bytes = export.bytes
/// ```
public struct CredentialExport: Sendable {
    /// The format of a document.
    ///
    /// A structure rather than an enumeration, because more cases may be added.
    public struct Format: Sendable, Hashable {
        /// The name of the format, such as `dockerconfigjson`.
        public let name: String
        /// The programs that read it, for messages.
        let readers: String

        /// The content of a Kubernetes secret of the type `kubernetes.io/dockerconfigjson`.
        public static let dockerConfigJSON = Format(name: "dockerconfigjson", readers: "the kubelet")
        /// Podman's `auth.json`, for `REGISTRY_AUTH_FILE` and `--authfile` of podman, skopeo and buildah.
        public static let authJSON = Format(name: "auth.json", readers: "podman and skopeo")
        /// Docker's `config.json`.
        public static let dockerConfig = Format(name: "docker-config", readers: "docker")

        /// All formats.
        public static let all: [Format] = [dockerConfigJSON, authJSON, dockerConfig]
    }

    /// The format of the document.
    public let format: Format

    private var entries: [(key: String, value: JSONTree)] = []

    /// Creates a document without credentials.
    public init(_ format: Format) {
        self.format = format
    }

    /// The keys in the document, in the order in which they were added.
    public var keys: [String] { entries.map(\.key) }

    /// Adds the credential of a registry, under the key that the readers of the format look up.
    ///
    /// - Parameters:
    ///   - credential: The credential.
    ///   - server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/notRepresentable`` if the readers
    ///   of the format would not read the credential as it is.
    public mutating func add(_ credential: Credential, for server: ServerAddress) throws(CredentialStoreError) {
        let key = format == .authJSON || !server.path.isEmpty ? server.podmanKey : server.dockerKey
        let entry = try credential.entry(at: key, rules)
        if let problem = problem(with: credential, for: server) {
            throw CredentialStoreError(
                .notRepresentable,
                problem,
                at: .init(key: key),
                advice: ["Leave this registry out, or choose another format"]
            )
        }
        let members = AuthsEntry.members(for: entry).compactMap { pair in
            pair.text.map { (name: pair.member.rawValue, value: JSONTree.string($0)) }
        }
        entries.removeAll { $0.key.utf8.elementsEqual(key.utf8) }
        entries.append((key, .object(members)))
    }

    /// The document, as JSON with a line feed at the end.
    ///
    /// It contains secrets.
    public var bytes: [UInt8] {
        JSONWriter(.indented).write(.object([("auths", .object(entries.map { ($0.key, $0.value) }))])) + [0x0A]
    }

    /// The rules by which the readers of the format read entries.
    private var rules: EntryRules {
        var rules = EntryRules()
        rules.matching = format == .authJSON ? .podman : .docker
        rules.nulBytes = format == .dockerConfigJSON ? .kept : .trimmed
        // The kubelet reads `username` and `password` (pkg/credentialprovider/config.go); podman does not.
        rules.keepsUsernamesWithColon = format == .dockerConfigJSON
        return rules
    }

    /// Returns why the readers of the format would not use the credential; nil if they would.
    private func problem(with credential: Credential, for server: ServerAddress) -> String? {
        if server.isOpaque { return "the key is not the address of a registry" }
        if format == .dockerConfig, !server.path.isEmpty {
            return "docker stores one credential per host, not per path"
        }
        // DockerConfigEntry of the kubelet has a user name and a password only.
        if format == .dockerConfigJSON, credential.identityToken != nil {
            return "the kubelet reads only passwords; this is an identity token"
        }
        // DockerAuthConfig of containers/image has `auth` and `identitytoken` only.
        if format != .dockerConfig, credential.registryToken != nil {
            return "\(format.readers) would not read a registry token"
        }
        return nil
    }
}
