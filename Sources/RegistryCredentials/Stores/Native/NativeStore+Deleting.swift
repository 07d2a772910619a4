internal import HelperProtocol

extension NativeStore {
    /// Has the helper erase every key under which it lists the registry.
    ///
    /// - Parameter server: The registry. Its path is ignored, as Docker does.
    /// - Throws: ``CredentialStoreError`` if the credential is still there; that a helper fails to erase what it does not
    ///   have is not an error. `CancellationError`.
    public func delete(_ server: ServerAddress) async throws {
        if let failure = try await deleteReporting(server).failure { throw failure }
    }

    /// Has the helper erase every key under which it lists the registry, and says which.
    ///
    /// With Docker Hub go the two tokens of Docker's login in the browser. A helper that cannot list is asked for Docker's
    /// key and for the address as it was given.
    ///
    /// - Parameter server: The registry. Its path is ignored, as Docker does.
    /// - Returns: The keys that are gone, those of paths on the same host that stay, and what failed.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        try await HelperCallCache.sharing {
            do {
                let keys = try keys(of: server)
                guard aliases == .tolerant, let listed = try await listedKeys() else {
                    return try await deleteUnlisted(keys)
                }
                return try await delete(keys, listed)
            } catch let error as CredentialStoreError {
                return DeletionReport(failure: error)
            }
        }
    }

    /// The keys that the helper lists; nil if it cannot list.
    private func listedKeys() async throws -> [String]? {
        do {
            return try await list().map(\.key)
        } catch let error as CredentialStoreError {
            // Another run would be a wait for the same.
            if Self.endsAll.contains(error.code) { throw error }
            return nil
        }
    }

    private static let endsAll: [CredentialStoreError.Code] = [.unavailable, .timedOut]

    /// Erases what is listed, and lists again: one check for all of the keys, which needs no secret.
    private func delete(_ keys: HelperKeys, _ listed: [String]) async throws -> DeletionReport {
        let own = keys.erased(from: listed)
        let remaining = keys.remaining(in: listed).map(place)
        guard !own.isEmpty else {
            // Some helpers list something else than their keys.
            return try await deleteUnlisted(keys, only: keys.unlisted[0]) + DeletionReport(remaining: remaining)
        }
        var failure = try await erase(own)
        let left = keys.erased(from: try await list().map(\.key))
        if left.isEmpty { failure = nil }
        return DeletionReport(
            removed: own.filter { !left.contains($0) }.map(\.text).map(place),
            remaining: remaining,
            failure: failure ?? left.first.map(stillThere)
        )
    }

    /// Erases those of the keys that answer, and asks again for these.
    private func deleteUnlisted(_ keys: HelperKeys, only: ServerURL? = nil) async throws -> DeletionReport {
        var report = DeletionReport()
        for key in only.map({ [$0] }) ?? keys.unlisted {
            do {
                guard try await get(key) != nil else { continue }
            } catch let error as CredentialStoreError where error.code == .malformed || error.code == .failed {
                // A damaged entry can be erased all the same.
            }
            let failure = try await erase([key])
            do {
                guard try await get(key) == nil else {
                    report.failure = report.failure ?? failure ?? stillThere(key)
                    continue
                }
                report.removed.append(place(key.text))
            } catch let error as CredentialStoreError {
                report.failure = report.failure ?? failure ?? error
            }
        }
        return report
    }

    /// Erases each of the keys, and returns the first failure.
    ///
    /// Helpers have many words for a key that is not there, so a failure counts only if the key is still there afterwards.
    private func erase(_ keys: [ServerURL]) async throws -> CredentialStoreError? {
        var failure: CredentialStoreError?
        for key in keys {
            do {
                _ = try await program.run(.erase, key: key.text, input: Array(key.text.utf8))
            } catch let error as CredentialStoreError {
                failure = failure ?? error
                if Self.endsAll.contains(error.code) { break }
            }
        }
        return failure
    }

    private func place(_ key: String) -> CredentialStoreError.Place {
        CredentialStoreError.Place(file: program.origin.file, key: key, helper: program.name)
    }

    private func stillThere(_ key: ServerURL) -> CredentialStoreError {
        program.refusal(
            .failed,
            "\(program.name) still has the credential after erase",
            key.text,
            advice: ["Remove it with the tool that the helper belongs to."]
        )
    }
}
