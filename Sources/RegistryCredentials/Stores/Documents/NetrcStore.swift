internal import HelperProtocol
internal import SystemPackage
internal import SystemSupport

/// A read-only store backed by a netrc file, such as the `~/.netrc` that curl, git and other programs share.
///
/// A `machine` applies to its host on any port. For Docker Hub, any of its names matches, and also `auth.docker.io`,
/// which Swift's container plugin uses. `default` is ignored unless it is enabled, because it would be sent to any
/// registry.
public struct NetrcStore: CredentialStore {
    /// The path of the file.
    public let path: String
    private let usesDefault: Bool

    /// Creates a store for a file, which is read for each request.
    ///
    /// - Parameters:
    ///   - path: The path of the file. A missing file is treated as an empty one.
    ///   - usesDefault: Whether `default` applies to every registry that no `machine` names.
    public init(path: String, usesDefault: Bool = false) {
        self.path = path
        self.usesDefault = usesDefault
    }

    /// Looks up the credential of a registry by its host.
    ///
    /// - Parameter server: The registry; its port and path are ignored.
    /// - Returns: The user name and password of the first entry for the host; nil if no entry with a password exists.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read or parsed.
    public func get(_ server: ServerAddress) async throws -> Credential? {
        guard let bytes = try await BlockingWork.run({ try read() }) else { return nil }
        return try credential(for: server, in: bytes)
    }

    /// Always throws, because the store is read-only.
    ///
    /// - Parameters:
    ///   - credential: Ignored.
    ///   - server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported``.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        throw readOnly("saved")
    }

    /// Throws if there is a credential to delete, because the store is read-only.
    ///
    /// - Parameter server: The registry.
    /// - Throws: ``CredentialStoreError`` with the code ``CredentialStoreError/Code/unsupported`` if there is a credential.
    public func delete(_ server: ServerAddress) async throws {
        if try await get(server) != nil { throw readOnly("deleted") }
    }

    /// The size limit in bytes, more than any netrc file has.
    private static let sizeLimit = 1 << 20

    /// Reads the file; nil if there is none.
    func read() throws(CredentialStoreError) -> [UInt8]? {
        do {
            return try RegularFile.readIfPresent(FilePath(path), limit: Self.sizeLimit)?.bytes
        } catch {
            throw CredentialStoreError(.unavailable, "\(error)", at: .init(file: path))
        }
    }

    func credential(for server: ServerAddress, in bytes: [UInt8]) throws(CredentialStoreError) -> Credential? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CredentialStoreError(.damaged, "the netrc file is not UTF-8", at: .init(file: path))
        }
        let netrc: Netrc
        do {
            netrc = try Netrc(parsing: text)
        } catch {
            throw CredentialStoreError(
                .damaged,
                "the netrc file cannot be read: line \(error.line): \(error.reason)",
                at: .init(file: path),
                advice: ["Fix that line; the lines after it were not read"]
            )
        }
        let entry = netrc.entries.first { $0.machine.map { Self.names($0, server) } ?? usesDefault }
        guard let entry, let password = entry.password else { return nil }
        return Credential(username: entry.login, password: Secret(password))
    }

    private static func names(_ machine: String, _ server: ServerAddress) -> Bool {
        guard let other = try? ServerAddress(machine) else { return false }
        return other.host.utf8.elementsEqual(server.host.utf8)
            || server.isDockerHub && other.host.utf8.elementsEqual("auth.docker.io".utf8)
    }

    private func readOnly(_ verb: String) -> CredentialStoreError {
        .readOnly("a netrc file", nothingWas: verb, in: path, advice: ["Change it with an editor"])
    }
}
