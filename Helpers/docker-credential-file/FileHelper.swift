import Codecs
import HelperProtocol
import SystemPackage
import SystemSupport

/// Keeps credentials in one file, encrypted at rest with a key on this machine.
struct FileHelper: CredentialHelper {
    let environment: ProcessEnvironment
    let diagnostics: HelperDiagnostics
    /// The effective user of the process, to whom the store must belong.
    let user: UInt32

    func store(_ credentials: Credentials) throws(HelperError) {
        try storeFile().update { document throws(JSONError) in try document.storing(credentials) }
    }

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        let file = try storeFile()
        switch try file.load()?.entry(for: server) ?? .empty {
        case .empty:
            throw .credentialsNotFound
        case .credentials(let username, let secret):
            return Credentials(server: server, username: username, secret: secret)
        case .damaged(let reason):
            throw HelperError(
                .damaged,
                "the entry of this server in \(file.locations.store) is damaged: \(reason)",
                advice: ["Log in again, which replaces the entry."]
            )
        }
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        let file = try storeFile()
        // Looked at without the lock first: to erase what is not there needs no right to write.
        guard let document = try file.load(), document.erasing(server) != document.bytes else { return }
        try file.update { document in document.erasing(server) }
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        let file = try storeFile()
        guard let (users, damagedCount) = try file.load()?.users() else { return [:] }
        if damagedCount > 0 {
            diagnostics.note("\(damagedCount) damaged entries in \(file.locations.store) are not listed")
        }
        return users
    }

    /// Made anew for each question, so that a wrong environment is an answer to it and `version` needs none.
    private func storeFile() throws(HelperError) -> StoreFile {
        let settings = try HelperSettings { environment[$0] }
        let locations = try FileHelperLocations(environment: environment) { (try? FileStatus(of: $0)) != nil }
        diagnostics.trace("the store is \(locations.store)")
        let rules = AccessRules(user: user)
        let keys = StoreKeys(
            locations: locations,
            rules: rules,
            timeout: settings.timeout,
            diagnostics: diagnostics
        )
        return StoreFile(
            locations: locations,
            keys: keys,
            rules: rules,
            timeout: settings.timeout,
            diagnostics: diagnostics
        )
    }
}
