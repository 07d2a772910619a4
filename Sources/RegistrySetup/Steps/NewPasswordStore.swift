internal import PasswordStoreFormat
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// A password store that does not exist yet.
struct NewPasswordStore {
    let directory: FilePath

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
            let lock = try FileLock(at: PasswordStoreLock.path(in: directory), deadline: .after(.seconds(10)))
            isNew = try AtomicFile(file, symbolicLinks: .refused).create(with: Array("\(key)\n".utf8), holding: lock)
            PasswordStoreLock.clearAway(lock, in: directory)
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
