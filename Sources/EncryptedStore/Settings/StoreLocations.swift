package import HelperProtocol
package import SystemPackage
package import SystemSupport

/// The paths of the store and its keys, from the environment and the settings.
package struct StoreLocations: Equatable {
    /// The store.
    package let store: FilePath
    /// Whether the store is in the default directory, which this package creates, and not in one that the user has
    /// chosen.
    package let ownsStoreDirectory: Bool
    /// The identity file, which may not exist, or the program of ``identityCommand``.
    package let identity: FilePath
    /// Whether the identity is in the default directory, which this package creates.
    package let ownsIdentityDirectory: Bool
    /// Whether systemd provides the identity file, which this package then neither creates nor changes.
    package let isIdentityProvided: Bool
    /// The program whose standard output is the identity; nil for the identity file.
    let identityCommand: IdentityCommand?
    /// The file of further recipients of the store; nil for none.
    package private(set) var recipients: FilePath?
    /// The file with the passphrase; nil to prompt for it.
    package let passphrase: FilePath?

    /// Returns the locations with another recipients file.
    func with(recipients: FilePath) -> StoreLocations {
        var locations = self
        locations.recipients = recipients
        return locations
    }

    /// Whether the store is in plain text, for Docker, podman and skopeo to read.
    package var isPlain: Bool { Self.isPlain(store) }

    private static func isPlain(_ path: FilePath) -> Bool { path.string.hasSuffix(".json") }

    package static let storeVariable = "DOCKER_CREDENTIAL_FILE_PATH"
    package static let identityVariable = "DOCKER_CREDENTIAL_FILE_IDENTITY"
    package static let recipientsVariable = "DOCKER_CREDENTIAL_FILE_RECIPIENTS"
    package static let passphraseVariable = "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE"

    /// The name of the identity in `$CREDENTIALS_DIRECTORY`, where systemd provides it.
    static let providedIdentityName = "docker-credential-file.identity"

    /// Reads the environment, which takes precedence over the settings.
    ///
    /// - Parameters:
    ///   - environment: The variables of the process.
    ///   - settings: The settings from the settings file.
    ///   - isPresent: Whether a file exists.
    /// - Throws: ``HelperError`` for a relative path, or if a path is needed and `HOME` is not set to an absolute one.
    package init(
        environment: ProcessEnvironment,
        settings: StoreSettings = StoreSettings(),
        isPresent: (FilePath) -> Bool
    ) throws(HelperError) {
        let program = "docker-credential-file"
        let namedStore = try Self.path(Self.storeVariable, in: environment)
        if let named = namedStore ?? settings.store {
            (store, ownsStoreDirectory) = (named, false)
        } else {
            store = try Self.base("XDG_DATA_HOME") { () throws(SystemError) in try environment.dataHome }
                .appending(program)
                .appending("credentials.age")
            ownsStoreDirectory = true
        }
        let namedIdentity = try Self.path(Self.identityVariable, in: environment)
        identityCommand = namedIdentity == nil ? settings.identityCommand : nil
        if let named = namedIdentity ?? identityCommand?.program ?? settings.identity {
            (identity, isIdentityProvided, ownsIdentityDirectory) = (named, false, false)
        } else if let provided = try Self.path("CREDENTIALS_DIRECTORY", in: environment)?
            .appending(Self.providedIdentityName), isPresent(provided)
        {
            (identity, isIdentityProvided, ownsIdentityDirectory) = (provided, true, false)
        } else if Self.isPlain(store) {
            // A store in plain text has no key, so the home directory is not needed.
            (identity, isIdentityProvided, ownsIdentityDirectory) = ("/nonexistent", false, false)
        } else {
            identity = try Self.base("XDG_STATE_HOME") { () throws(SystemError) in try environment.stateHome }
                .appending(program)
                .appending("identity.txt")
            (isIdentityProvided, ownsIdentityDirectory) = (false, true)
        }
        let namedRecipients = try Self.path(Self.recipientsVariable, in: environment)
        recipients = namedRecipients ?? settings.recipients
        passphrase = try Self.path(Self.passphraseVariable, in: environment)
    }

    private static func path(_ variable: String, in environment: ProcessEnvironment) throws(HelperError) -> FilePath? {
        guard let path = environment.path(of: variable) else { return nil }
        guard path.isAbsolute else {
            throw HelperError(
                .failed,
                .unusableVariable(
                    variable,
                    because: "it is not an absolute path",
                    expected: "a path that begins with `/`, without `~` and variables"
                )
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
                advice: ["Set HOME, or \(variable), or \(storeVariable) and \(identityVariable), to absolute paths"]
            )
        }
    }
}
