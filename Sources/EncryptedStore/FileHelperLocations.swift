import HelperProtocol
import SystemPackage
import SystemSupport

/// Where the store and its key are, and what unlocks it: all that the environment decides.
struct FileHelperLocations: Equatable {
    /// The store.
    let store: FilePath
    /// Whether the store's directory is this program's own, and not one that the user has named.
    let ownsStoreDirectory: Bool
    /// The identity file, whether it is there or not.
    let identity: FilePath
    /// Whether the identity's directory is this program's own.
    let ownsIdentityDirectory: Bool
    /// Whether the identity is handed in by systemd, which alone makes and removes such files.
    let isIdentityProvided: Bool
    /// A file of further recipients.
    let recipients: FilePath?
    /// A file that holds the passphrase of a store that is protected by one.
    let passphrase: FilePath?

    /// Whether the store is kept in clear, for Docker, podman and skopeo to read.
    var isPlain: Bool { Self.isPlain(store) }

    private static func isPlain(_ path: FilePath) -> Bool { path.string.hasSuffix(".json") }

    static let storeVariable = "DOCKER_CREDENTIAL_FILE_PATH"
    static let identityVariable = "DOCKER_CREDENTIAL_FILE_IDENTITY"
    static let recipientsVariable = "DOCKER_CREDENTIAL_FILE_RECIPIENTS"
    static let passphraseVariable = "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE"

    /// The name under which systemd hands in the identity, in `$CREDENTIALS_DIRECTORY`.
    static let providedIdentityName = "docker-credential-file.identity"

    /// Reads the environment.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - isPresent: Tells whether a file is there.
    /// - Throws: ``HelperError`` if a path is relative, or if one is needed and `HOME` does not say where it is.
    init(environment: ProcessEnvironment, isPresent: (FilePath) -> Bool) throws(HelperError) {
        let program = "docker-credential-file"
        if let named = try Self.path(Self.storeVariable, in: environment) {
            (store, ownsStoreDirectory) = (named, false)
        } else {
            store = try Self.base("XDG_DATA_HOME") { () throws(SystemError) in try environment.dataHome }
                .appending(program)
                .appending("credentials.age")
            ownsStoreDirectory = true
        }
        if let named = try Self.path(Self.identityVariable, in: environment) {
            (identity, isIdentityProvided, ownsIdentityDirectory) = (named, false, false)
        } else if let provided = try Self.path("CREDENTIALS_DIRECTORY", in: environment)?
            .appending(Self.providedIdentityName), isPresent(provided)
        {
            (identity, isIdentityProvided, ownsIdentityDirectory) = (provided, true, false)
        } else if Self.isPlain(store) {
            // A store in clear has no key, so it must not need a home either.
            (identity, isIdentityProvided, ownsIdentityDirectory) = ("/nonexistent", false, false)
        } else {
            identity = try Self.base("XDG_STATE_HOME") { () throws(SystemError) in try environment.stateHome }
                .appending(program)
                .appending("identity.txt")
            (isIdentityProvided, ownsIdentityDirectory) = (false, true)
        }
        recipients = try Self.path(Self.recipientsVariable, in: environment)
        passphrase = try Self.path(Self.passphraseVariable, in: environment)
    }

    private static func path(_ variable: String, in environment: ProcessEnvironment) throws(HelperError) -> FilePath? {
        guard let value = environment[variable] else { return nil }
        let path = FilePath(value)
        guard path.isAbsolute else {
            throw HelperError(
                .failed,
                "\(variable) is not an absolute path",
                advice: ["Set \(variable) to a path that begins with `/`; `~` and variables in it are not expanded."]
            )
        }
        return path
    }

    private static func base(
        _ variable: String,
        _ directory: () throws(SystemError) -> FilePath
    ) throws(HelperError) -> FilePath {
        do {
            return try directory()
        } catch {
            throw HelperError(
                .unavailable,
                "\(error)",
                advice: ["Set HOME, or \(variable), or \(storeVariable) and \(identityVariable), to absolute paths."]
            )
        }
    }
}
