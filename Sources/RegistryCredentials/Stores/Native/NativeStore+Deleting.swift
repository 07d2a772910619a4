internal import HelperProtocol

extension NativeStore {
    /// Has the helper erase every spelling under which it knows the server.
    ///
    /// These are the spellings of ``get(_:)``, those that `docker logout` erases, and the keys in the helper's list that
    /// mean this server. A helper that cannot list erases the first two kinds.
    ///
    /// - Parameter server: The registry. Its path does not count, as with Docker.
    /// - Throws: ``CredentialStoreError`` if one of them is still there, after all others were tried; that a helper fails
    ///   to erase what it does not have is not an error, in whatever words. `CancellationError`.
    public func delete(_ server: ServerAddress) async throws {
        var keys = try keys(of: server).erased
        if spellings == .tolerant {
            for key in try await listedKeys(meaning: server) where !keys.contains(key) { keys.append(key) }
        }
        var firstError: CredentialStoreError?
        for key in keys {
            do {
                try await erase(key)
            } catch let error as CredentialStoreError where !Self.endsAll.contains(error.code) {
                firstError = firstError ?? error
            }
        }
        if let firstError { throw firstError }
    }

    /// After these another try would be a wait for the same.
    private static let endsAll: [CredentialStoreError.Code] = [.unavailable, .timedOut]

    private func listedKeys(meaning server: ServerAddress) async throws -> [ServerURL] {
        let listed: [ListedCredential]
        do {
            listed = try await list()
        } catch is CredentialStoreError {
            // Many helpers have no list, and not every list can be read. A helper that cannot be run says so once more.
            return []
        }
        return listed.compactMap { entry in
            // What lies below the host is another credential: Docker keeps the two tokens of its web login below the key
            // of Docker Hub.
            guard let address = entry.server, address.isSameHost(as: server),
                address.path.isEmpty || address.path.utf8.elementsEqual(server.path.utf8)
            else { return nil }
            return try? ServerURL(entry.key)
        }
    }

    private func erase(_ key: ServerURL) async throws {
        do {
            _ = try await program.run(.erase, key: key.text, input: Array(key.text.utf8))
        } catch let error as CredentialStoreError where error.code == .failed {
            // Helpers have many words for what is not there, and all of them answer `get`.
            let isGone: Bool
            do {
                isGone = try await get(key) == nil
            } catch is CredentialStoreError {
                isGone = false
            }
            guard isGone else { throw error }
        }
    }
}
