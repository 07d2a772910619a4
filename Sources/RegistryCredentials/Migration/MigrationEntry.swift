/// A credential of a plan, with the operations that move it.
struct MigrationEntry: Sendable {
    let item: MigrationPlan.Item
    /// Why the credential stays; nil if it can be moved.
    let obstacle: CredentialStoreError?
    /// The host as settings name it; nil if the key is not an address.
    let host: ServerAddress?
    /// The helper that stores the copy; nil if a file does.
    let targetHelper: NativeStore?
    /// The operations; nil if the credential stays in its helper and only a setting changes.
    let transfer: CredentialTransfer?

    init(
        _ item: MigrationPlan.Item,
        host: ServerAddress?,
        to targetHelper: NativeStore? = nil,
        obstacle: CredentialStoreError? = nil,
        transfer: CredentialTransfer? = nil
    ) {
        self.item = item
        self.host = host
        self.targetHelper = targetHelper
        self.obstacle = obstacle
        self.transfer = transfer
    }

    /// Copies the credential to the target, unless the target has it already, and reads it back.
    func copy() async throws -> CopiedEntry {
        guard let transfer else { return CopiedEntry(entry: self, credential: nil) }
        let copy = try await transfer.copy(item)
        return CopiedEntry(entry: self, credential: copy.credential, wasInTarget: copy.wasInTarget)
    }
}

/// A credential that is in the source and in the target.
struct CopiedEntry: Sendable {
    let entry: MigrationEntry
    /// The credential; nil if only a setting changes.
    let credential: Credential?
    /// Whether the target had it before.
    var wasInTarget = false

    var item: MigrationPlan.Item { entry.item }

    /// Removes the credential from the source.
    ///
    /// If another program has saved a newer credential in the source meanwhile, that one is moved too.
    func removeSource() async throws {
        guard let transfer = entry.transfer, let remove = transfer.remove, var credential else { return }
        for _ in 0..<3 {
            guard let present = try await transfer.read() else { return }
            if present == credential { return try await remove(credential) }
            credential = try await transfer.copy(item, replacing: true).credential
        }
        throw CredentialStoreError(
            .conflict,
            "another program keeps changing the credential",
            at: .init(key: item.key),
            advice: ["Migrate again when that program has ended"]
        )
    }
}

/// The operations on the source and the target of one credential.
struct CredentialTransfer: Sendable {
    /// Reads the credential from the source; nil if it is gone.
    let read: @Sendable () async throws -> Credential?
    /// The key in the target, byte for byte.
    let targetKey: String
    /// Reads the credential from the target.
    let readTarget: @Sendable () async throws -> Credential?
    /// Saves the credential in the target.
    var save: @Sendable (Credential) async throws -> Void
    /// Whether clients use the source, so that a different credential in the target is outdated.
    let isSourceInUse: Bool
    /// Whether a credential in the target stays if clients use it; that of the source is then outdated.
    var yieldsToTarget = false
    /// Whether the target may have a credential: its list names the key, or it has no list.
    var mayBeInTarget: Bool
    /// Returns the credential as the target returns it.
    var kept: @Sendable (Credential) -> Credential = { $0 }
    /// Removes the credential from the source; nil if a change of the settings removes it.
    var remove: (@Sendable (Credential) async throws -> Void)?

    /// Copies the credential and reads the copy back.
    ///
    /// - Parameters:
    ///   - item: The item, for errors.
    ///   - replacing: Whether a different credential in the target is outdated.
    /// - Returns: The credential of the source, and whether the target had it before.
    /// - Throws: ``CredentialStoreError``; its code is `conflict` if the source no longer has the credential, or
    ///   clients use a different one that the target has. The source is unchanged.
    func copy(_ item: MigrationPlan.Item, replacing: Bool = false) async throws -> Copy {
        guard let credential = try await read() else {
            throw CredentialStoreError(
                .conflict,
                "the credential was removed from \(item.source) after the migration was planned",
                at: .init(key: item.key)
            )
        }
        let expected = kept(credential)
        if mayBeInTarget || replacing {
            let present = try await readTarget()
            if present == expected { return Copy(credential: credential, wasInTarget: true) }
            if present != nil, yieldsToTarget, !isSourceInUse, !replacing {
                return Copy(credential: credential, wasInTarget: true)
            }
            guard present == nil || isSourceInUse || replacing else {
                throw CredentialStoreError(
                    .conflict,
                    "\(item.target) has a different credential, which is used",
                    at: .init(key: item.key),
                    advice: ["Log out of the registry in one of the two places"]
                )
            }
        }
        try await save(credential)
        guard try await readTarget() == expected else {
            throw CredentialStoreError(
                .failed,
                "\(item.target) does not return the credential that was saved with it",
                at: .init(key: item.key)
            )
        }
        return Copy(credential: credential, wasInTarget: false)
    }

    /// The result of a copy.
    struct Copy {
        let credential: Credential
        let wasInTarget: Bool
    }
}
