import HelperProtocol
package import SystemPackage

/// What the settings file says, for programs whose clients do not pass variables on, such as docker and systemd.
package struct StoreSettings: Sendable, Equatable {
    /// The store.
    var store: FilePath?
    /// The identity file.
    var identity: FilePath?
    /// A program whose standard output is the identity, instead of a file.
    var identityCommand: IdentityCommand?
    /// A file of further recipients.
    package var recipients: FilePath?
    /// How long an identity stays unlocked after a prompt; zero for not at all.
    package var unlockDuration = Self.defaultUnlockDuration

    /// Long enough for a `docker compose pull` of many registries.
    package static let defaultUnlockDuration = Duration.seconds(600)

    /// No settings.
    package init() {}

    /// The members of the file, which are all that it may have.
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
