internal import HelperProtocol

extension NativeStore {
    /// Erases every key under which the helper lists the registry.
    ///
    /// - Parameter server: The registry. With a path, keys of exactly that path.
    /// - Throws: ``CredentialStoreError`` if the credential was not removed. A missing credential is not an error.
    ///   `CancellationError`.
    public func delete(_ server: ServerAddress) async throws {
        if let failure = try await deleteReporting(server).failure { throw failure }
    }

    /// Erases every key under which the helper lists the registry, and reports the erased keys.
    ///
    /// For Docker Hub, the two tokens of Docker's device login are erased too. If the helper cannot list, Docker's key
    /// and the original text of the address are tried.
    ///
    /// - Parameter server: The registry. With a path, keys of exactly that path.
    /// - Returns: The erased keys, the remaining keys for paths of the same host, and the failure if there was one.
    /// - Throws: `CancellationError`.
    public func deleteReporting(_ server: ServerAddress) async throws -> DeletionReport {
        try await HelperCallCache.sharing {
            do {
                let keys = try keys(of: server)
                if keys.isUnsupported { return DeletionReport() }
                guard aliases != .dockerKeyOnly, let listed = try await listedKeys() else {
                    return try await deleteUnlisted(keys)
                }
                return try await delete(keys, listed)
            } catch let error as CredentialStoreError {
                return DeletionReport(failure: error)
            }
        }
    }

    /// Erases Docker's key of a registry without looking it up first, whether the helper lists it or not.
    ///
    /// - Throws: ``CredentialStoreError`` if the helper fails; `CancellationError`.
    package func erase(_ server: ServerAddress) async throws {
        let key = try keys(of: server).canonical
        _ = try await program.run(.erase, key: key.text, input: Array(key.text.utf8))
    }

    /// Returns the keys that the helper lists; nil if it cannot list.
    private func listedKeys() async throws -> [String]? {
        do {
            return try await list().map(\.key)
        } catch let error as CredentialStoreError {
            // Another run would fail in the same way.
            if Self.endsAll.contains(error.code) { throw error }
            return nil
        }
    }

    private static let endsAll: [CredentialStoreError.Code] = [.unavailable, .timedOut]

    /// Erases the listed keys, and lists again to verify all of them at once without reading a secret.
    private func delete(_ keys: HelperKeys, _ listed: [String]) async throws -> DeletionReport {
        let own = keys.erased(from: listed)
        let remaining = keys.remaining(in: listed).map(place)
        guard !own.isEmpty else {
            // Some helpers list other text than their keys.
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

    /// Erases the keys that have a credential, and looks them up again to verify.
    private func deleteUnlisted(_ keys: HelperKeys, only: ServerURL? = nil) async throws -> DeletionReport {
        var report = DeletionReport()
        for key in only.map({ [$0] }) ?? keys.unlistedOwn {
            do {
                guard try await get(key) != nil else { continue }
            } catch let error as CredentialStoreError where error.code == .damaged || error.code == .failed {
                // A damaged entry can still be erased.
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

    /// Erases keys and returns the first failure.
    ///
    /// Helpers have many messages for a missing key, so a failure is reported only if the key still exists afterwards.
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
            advice: ["Remove it with the tool that the helper belongs to"]
        )
    }
}
