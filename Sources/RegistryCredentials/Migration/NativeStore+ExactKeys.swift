internal import HelperProtocol

/// Operations on one key of a helper, byte for byte, for migrations.
extension NativeStore {
    /// Returns the credential under exactly this key.
    func get(exactly key: String) async throws -> Credential? {
        try await get(try serverURL(key))
    }

    /// Saves a credential under exactly this key.
    func put(_ credential: Credential, exactly key: String) async throws {
        let server = try serverURL(key)
        let credentials: Credentials
        do {
            credentials = try credential.forHelper(server)
        } catch {
            throw program.refusal(.notRepresentable, error.message, key, advice: error.advice)
        }
        guard try await program.run(.store, key: key, input: HelperMessage.storeRequest(credentials)) != nil else {
            throw program.refusal(.failed, "\(program.name) replied \"not found\" to store", key)
        }
    }

    /// Erases exactly this key, and looks it up again to verify.
    func erase(exactly key: String) async throws {
        let server = try serverURL(key)
        var failure: CredentialStoreError?
        do {
            _ = try await program.run(.erase, key: key, input: Array(server.text.utf8))
        } catch let error as CredentialStoreError {
            failure = error
        }
        guard try await get(server) != nil else { return }
        throw failure ?? program.refusal(.failed, "\(program.name) still has the credential after erase", key)
    }

    /// Throws if the helper cannot be used on this machine without a prompt.
    ///
    /// Nothing is stored, and no secret is read.
    func checkIsUsable() async throws {
        do {
            try await probe()
        } catch let error as CredentialStoreError where error.code == .unsupported {
            // A helper without a list may still store.
        }
    }

    /// Returns the helper's keys; nil if it cannot list.
    func listedIfPossible() async throws -> [ListedCredential]? {
        do {
            return try await list()
        } catch let error as CredentialStoreError where error.code == .unsupported {
            return nil
        }
    }

    /// Whether the helper lists exactly this key; false if it cannot list.
    func lists(exactly key: String) async throws -> Bool {
        try await listedIfPossible()?.contains { $0.key.utf8.elementsEqual(key.utf8) } ?? false
    }

    private func serverURL(_ key: String) throws(CredentialStoreError) -> ServerURL {
        do {
            return try ServerURL(key)
        } catch {
            throw program.refusal(.failed, error.message, key)
        }
    }
}

extension NativeStore {
    /// Returns the error if the helper would lose a part of a credential; nil if it can store it.
    func objection(to credential: Credential, for key: String) -> CredentialStoreError? {
        do {
            _ = try credential.forHelper(serverURL(key))
            return nil
        } catch let error as HelperError {
            return program.refusal(.notRepresentable, error.message, key, advice: error.advice)
        } catch {
            return error as? CredentialStoreError
        }
    }
}
