internal import RegistryCredentials
internal import SystemSupport

/// Moves passwords in plain text to the helpers that the config file names for their registries.
///
/// Docker uses what the helper has, so a login there stays, and the password in the file is removed.
struct PlaintextMove: Sendable, Equatable {
    /// A password to move.
    struct Entry: Sendable, Equatable {
        let key: String
        /// The file name of the helper program.
        let program: String
    }

    /// The variables of the user, for the helpers.
    let environment: ProcessEnvironment
    let entries: [Entry]
    /// The examined content.
    let old: [UInt8]
    /// The content after all entries were moved.
    let new: [UInt8]

    func diff(of file: String) -> [String] {
        entries.map { "move \(Phrases.names([$0.key])) to \($0.program.escapedForDisplay), unless it has a login" }
            + LineDiff(from: old, to: new, name: file).lines
    }

    /// Saves the passwords with their helpers, reads them back, and then removes them from the file.
    ///
    /// - Throws: `CredentialStoreError` of the first password that was not moved; `conflict` if the file has changed.
    func apply(mayUseTerminal: Bool) async throws {
        var options = CredentialMigration.Options()
        options.servers = entries.compactMap { try? ServerAddress($0.key) }
        options.removesUnusedSource = true
        options.stores.helper.mayUseTerminal = mayUseTerminal
        let migration = try CredentialMigration(.plainText(toHelper: nil), in: environment, options: options)
        let plan = try await migration.plan()
        guard plan.isMade(from: old) else {
            throw CredentialStoreError(.conflict, "it has changed since it was examined")
        }
        let report = try await migration.run(plan)
        if let remaining = report.remaining.first { throw remaining.error }
    }
}
