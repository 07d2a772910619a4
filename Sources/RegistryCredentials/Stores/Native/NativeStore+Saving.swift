internal import HelperProtocol

extension NativeStore {
    /// Saves a credential with the helper, under the key that Docker uses, or under the host and the path.
    ///
    /// - Parameters:
    ///   - credential: A user name and a password that is not empty, or an identity token.
    ///   - server: The registry, with or without a path.
    /// - Throws: The errors of ``putReporting(_:for:)``.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    /// Saves a credential with the helper, under the key that Docker uses, or under the host and the path, and erases
    /// outdated aliases.
    ///
    /// - Parameters:
    ///   - credential: A user name and a password that is not empty, or an identity token. The user name of an identity
    ///     token is not saved, as in Docker.
    ///   - server: The registry, with or without a path.
    /// - Returns: The helper, the key, and the user name that was not saved.
    /// - Throws: ``CredentialStoreError``; its code is ``CredentialStoreError/Code/notRepresentable`` if the helper
    ///   would lose a part of the credential, and the helper is then not run. `CancellationError`.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        let keys = try keys(of: server)
        let key = keys.canonical
        guard !keys.isUnsupported else {
            throw program.refusal(
                .unsupported,
                "podman cannot save a login for a namespace with a credential helper",
                key.text,
                advice: ["Log in to the whole registry, or save the login in auth.json"]
            )
        }
        let credentials: Credentials
        do {
            credentials = try credential.forHelper(key)
        } catch {
            throw program.refusal(.notRepresentable, error.message, key.text, advice: error.advice)
        }
        return try await HelperCallCache.sharing {
            let request = HelperMessage.storeRequest(credentials)
            guard try await program.run(.store, key: key.text, input: request) != nil else {
                throw program.refusal(.failed, "\(program.name) replied \"not found\" to store", key.text)
            }
            try await eraseOutdated(keys)
            return PutReport(
                at: .init(file: program.origin.file, key: key.text, helper: program.name),
                omittedUsername: credential.identityToken == nil ? nil : credential.username
            )
        }
    }

    /// Erases the aliases that the helper lists, because other clients would continue to use the old secret.
    private func eraseOutdated(_ keys: HelperKeys) async throws {
        guard aliases == .allAliases else { return }
        let listed: [String]
        do {
            listed = try await list().map(\.key)
        } catch is CredentialStoreError {
            return
        }
        for alias in keys.outdated(in: listed) {
            do {
                _ = try await program.run(.erase, key: alias.text, input: Array(alias.text.utf8))
            } catch let error as CredentialStoreError {
                throw CredentialStoreError(
                    error.code,
                    "the credential was saved, but an older one under \(alias.text) could not be removed: "
                        + error.message,
                    at: error.place,
                    advice: error.advice
                )
            }
        }
    }
}
