import HelperProtocol
package import SystemPackage

/// The settings file, for clients that do not pass environment variables, such as docker and systemd.
package struct StoreSettings: Sendable, Equatable {
    /// The store.
    var store: FilePath?
    /// The identity file.
    var identity: FilePath?
    /// A program whose standard output is the identity, instead of a file.
    var identityCommand: IdentityCommand?
    /// A file of further recipients.
    package var recipients: FilePath?
    /// The time that an identity stays unlocked after a prompt; zero to keep it locked.
    package var unlockDuration = Self.defaultUnlockDuration

    /// Long enough for a `docker compose pull` of many registries.
    package static let defaultUnlockDuration = Duration.seconds(600)

    /// No settings.
    package init() {}

    /// The members that the file may have.
    enum Member: String, CaseIterable {
        case store
        case identity
        case identityCommand
        case recipients
        case unlockFor
    }
}

/// A program whose standard output is the identity: systemd-creds, op, vault, tpm2_unseal.
struct IdentityCommand: Sendable, Equatable {
    let program: FilePath
    let arguments: [String]
}
