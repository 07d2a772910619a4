internal import HelperProtocol

extension NativeStore {
    /// Hands a credential to the helper, under the key that Docker uses.
    ///
    /// - Parameters:
    ///   - credential: A user and a password that is not empty, or an identity token.
    ///   - server: The registry. Its path is ignored, as Docker does.
    /// - Throws: What ``putReporting(_:for:)`` throws.
    public func put(_ credential: Credential, for server: ServerAddress) async throws {
        _ = try await putReporting(credential, for: server)
    }

    /// Hands a credential to the helper, under the key that Docker uses, and has it erase outdated aliases.
    ///
    /// - Parameters:
    ///   - credential: A user and a password that is not empty, or an identity token. A user name beside an identity token
    ///     is left out, as Docker does.
    ///   - server: The registry. Its path is ignored, as Docker does.
    /// - Returns: The helper, the key, and the user name that was left out.
    /// - Throws: ``CredentialStoreError``: with the code ``CredentialStoreError/Code/notRepresentable`` if the helper would
    ///   keep less than there is, which is found out before it is run; `CancellationError`.
    public func putReporting(_ credential: Credential, for server: ServerAddress) async throws -> PutReport {
        let keys = try keys(of: server)
        let key = keys.canonical
        let credentials: Credentials
        do {
            credentials = try credential.forHelper(key)
        } catch {
            throw program.refusal(.notRepresentable, error.message, key.text, advice: error.advice)
        }
        return try await HelperCallCache.sharing {
            let request = HelperMessage.storeRequest(credentials)
            guard try await program.run(.store, key: key.text, input: request) != nil else {
                throw program.refusal(.failed, "\(program.name) answered \"not found\" to store", key.text)
            }
            try await eraseOutdated(keys)
            return PutReport(
                at: .init(file: program.origin.file, key: key.text, helper: program.name),
                omittedUsername: credential.identityToken == nil ? nil : credential.username
            )
        }
    }

    /// Erases the aliases that the helper lists: other clients would go on with the old secret.
    private func eraseOutdated(_ keys: HelperKeys) async throws {
        guard aliases == .tolerant else { return }
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
