public import RegistryCredentials

extension LoginService {
    /// Removes the credential of a registry from every store, under every spelling of its address.
    ///
    /// No registry is asked, so there is no need for a transport. One store that fails does not keep the others from
    /// being asked.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - stores: All stores that a lookup would ask.
    /// - Returns: What became of the credential in each store. That there was none is not an error, so that logging out
    ///   twice succeeds.
    /// - Throws: `CancellationError` if the task was cancelled.
    public static func logout(of server: ServerAddress, from stores: [NamedStore]) async throws -> LogoutReport {
        var entries: [LogoutReport.Entry] = []
        for named in stores {
            try Task.checkCancellation()
            entries.append(LogoutReport.Entry(store: named.name, result: await remove(server, from: named.store)))
        }
        return LogoutReport(entries: entries)
    }

    private static func remove(_ server: ServerAddress, from store: any CredentialStore) async -> LogoutReport.Result {
        var removed: [String] = []
        var failure: (any Error)?
        for spelling in spellings(of: server) {
            do {
                let isGiven = spelling.text == server.text
                if try await remove(exactly: spelling, from: store, unread: isGiven) { removed.append(spelling.text) }
            } catch {
                failure = failure ?? error
                // A store that does not answer would take its time for every spelling.
                if let error = error as? CredentialStoreError, hopeless.contains(error.code) { break }
            }
        }
        if let failure { return .failed(failure) }
        return removed.isEmpty ? .absent : .removed(spellings: removed)
    }

    private static let hopeless: Set<CredentialStoreError.Code> = [.unavailable, .timedOut, .locked]

    /// Removes what is under one spelling.
    ///
    /// - Parameters:
    ///   - spelling: The address.
    ///   - store: The store.
    ///   - unread: Remove also where the store answers that there is nothing: it may not see all that it has.
    /// - Returns: Whether something was there.
    /// - Throws: What the store throws, and ``CredentialStoreError`` if it still answers.
    private static func remove(
        exactly spelling: ServerAddress,
        from store: any CredentialStore,
        unread: Bool
    ) async throws -> Bool {
        // What cannot be read, as it is damaged, should go all the more.
        var isThere = true
        do {
            isThere = try await store.get(spelling) != nil
        } catch let error as CredentialStoreError where hopeless.contains(error.code) {
            throw error
        } catch {}
        guard isThere || unread else { return false }
        try await store.delete(spelling)
        guard try await store.get(spelling) == nil else {
            throw CredentialStoreError(.failed, "the credential of \(spelling.text) is still there")
        }
        return isThere
    }

    /// The address as it was given, and all others that mean the same registry.
    ///
    /// A store that compares addresses by their meaning finds everything at the first one; helper programs compare bytes.
    static func spellings(of server: ServerAddress) -> [ServerAddress] {
        var texts = [server.text, server.dockerKey]
        let names = server.isDockerHub ? ServerAddress.dockerHubNames.sorted() : [server.authority]
        for name in names {
            texts += [name, "https://\(name)", "http://\(name)", "https://\(name)/v1/", "https://\(name)/v2/"]
        }
        if server.isDockerHub {
            // Docker keeps the tokens of a login in the browser beside the credential.
            texts += ["access-token", "refresh-token"].map { "\(server.dockerKey)\($0)" }
        }
        var seen: Set<String> = []
        // In front of a port that is a default, the scheme makes a difference.
        return texts.filter { seen.insert($0).inserted }.compactMap { try? ServerAddress($0) }
            .filter { $0.host == server.host && $0.port == server.port }
    }
}
