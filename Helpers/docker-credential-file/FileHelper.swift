import EncryptedStore
import HelperProtocol
import SystemPackage
import SystemSupport

/// Stores credentials in one file, encrypted at rest with a key on this machine.
struct FileHelper: CredentialHelper {
    let environment: ProcessEnvironment
    let diagnostics: HelperDiagnostics
    /// The effective user of the process, who must own the store.
    let user: UInt32

    func store(_ credentials: Credentials) throws(HelperError) {
        try storeFile().update { document throws(HelperError) in try document.storing(credentials) }
    }

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        let file = try storeFile()
        switch try file.load()?.entry(for: server) ?? .absent {
        case .absent:
            throw .credentialsNotFound
        case .credentials(let username, let secret):
            return Credentials(server: server, username: username, secret: secret)
        case .damaged(let reason):
            throw HelperError(
                .damaged,
                "the entry of this server in \(file.keys.locations.store) is damaged: \(reason)",
                advice: ["Log in again, which replaces the entry"]
            )
        }
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        let file = try storeFile()
        // Read without the lock first: erasing an absent entry needs no permission to write.
        guard let document = try file.load(), document.erasing(server) != document.bytes else { return }
        try file.update { document in document.erasing(server) }
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        let file = try storeFile()
        guard let (users, damagedCount) = try file.load()?.users() else { return [:] }
        if damagedCount > 0 {
            diagnostics.note("\(damagedCount) damaged entries in \(file.keys.locations.store) are not listed")
        }
        return users
    }

    /// Creates the store for each request, so that `version` works even if the environment is invalid.
    private func storeFile() throws(HelperError) -> StoreFile {
        let keys = try StoreKeys(environment: environment, user: user, diagnostics: diagnostics)
        diagnostics.trace("the store is \(keys.locations.store)")
        return StoreFile(keys: keys)
    }
}
