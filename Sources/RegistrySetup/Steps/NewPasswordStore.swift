internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// A password store that does not exist yet.
struct NewPasswordStore {
    let directory: FilePath

    /// Creates the store as `pass init` does: a private directory, and `.gpg-id` with the key.
    ///
    /// - Parameter key: The fingerprint of the key.
    /// - Throws: ``CredentialStoreError``; an existing `.gpg-id` is never changed.
    func create(encryptedTo key: String) throws(CredentialStoreError) {
        let file = directory.appending(".gpg-id")
        do {
            try AtomicFile.makeDirectories(directory)
            let descriptor = try FileDescriptor.open(
                file,
                .writeOnly,
                options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try descriptor.closeAfter { _ = try descriptor.writeAll("\(key)\n".utf8) }
        } catch let error as SystemError {
            throw CredentialStoreError(.failed, "cannot create the password store: \(error)")
        } catch {
            throw CredentialStoreError(
                .failed,
                "cannot create the password store: \(error)",
                at: .init(file: file.string)
            )
        }
    }
}
