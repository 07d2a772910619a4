internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// A password store that does not exist yet.
struct NewPasswordStore {
    let directory: FilePath

    /// The lock of docker-credential-pass in a store that is not under git.
    private static let lockName = ".docker-credential-helpers.lock"

    /// Creates the store as `pass init` does: a private directory, and `.gpg-id` with the key.
    ///
    /// A `.gpg-id` without a key would have to be removed by hand, so the file appears with its content.
    ///
    /// - Parameter key: The fingerprint of the key.
    /// - Throws: ``CredentialStoreError``; an existing `.gpg-id` is never changed.
    func create(encryptedTo key: String) throws(CredentialStoreError) {
        let file = directory.appending(".gpg-id")
        let isNew: Bool
        do throws(SystemError) {
            try AtomicFile.makeDirectories(directory)
            let lock = try FileLock(at: directory.appending(Self.lockName), deadline: .after(.seconds(10)))
            isNew = try AtomicFile(file, symbolicLinks: .refused).create(with: Array("\(key)\n".utf8), holding: lock)
            // A later `pass git init` would commit it. The next process that locks the removed file creates a new one.
            _ = try? AtomicFile(lock.path, symbolicLinks: .refused).remove(holding: lock)
        } catch {
            throw CredentialStoreError(.failed, "cannot create the password store: \(error)")
        }
        guard isNew else {
            throw CredentialStoreError(
                .conflict,
                "cannot create the password store: another program has created it meanwhile",
                at: .init(file: file.string),
                advice: ["Run this again"]
            )
        }
    }
}
