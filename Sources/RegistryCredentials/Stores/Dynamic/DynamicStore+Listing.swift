extension DynamicStore {
    /// Lists the credentials in the stores that the configuration selects.
    ///
    /// Helpers are listed in parallel, each once, and cannot prompt. A helper that fails is listed with its problem and
    /// hides no other; its key is empty if it is the helper for all registries. A registry in `credHelpers` whose
    /// helper has no list, or an empty one, is listed without its user, because `get` may still return a
    /// credential.
    ///
    /// - Returns: Keys and users with their stores, in bytewise order of the keys. Patterns in `credHelpers` are
    ///   omitted.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read; `CancellationError`.
    public func list() async throws -> [ListedCredential] {
        let snapshot = try await file.snapshot()
        let settings = try snapshot.helperSettings().replacing(options.replacedHelpers)
        let common = options.usesCredentialsStore ? settings.credentialsStore : nil
        // Read even if a helper stores everything, so that the helper's list does not hide a damaged file.
        let inFile = try snapshot.entries()
        let named = settings.credentialHelpers.compactMap { key, helper in
            (try? ServerAddress(key)).map { NamedHelper(key: key, host: Host($0), helper: helper) }
        }
        let answers = try await lists(of: common, named)

        let exceptions = Set(named.map(\.host))
        let everywhereElse =
            common.map { name in entries(of: answers[name], name, key: "").map { $0.selected(by: "credsStore") } }
            ?? inFile.map { $0.selected(by: "auths") }
        var listed = everywhereElse.filter { entry in entry.server.map { !exceptions.contains(Host($0)) } ?? true }
        let fileEntries = Dictionary(grouping: inFile) { $0.server.map(Host.init) }
        var byProgram: [String: [Host?: [ListedCredential]]] = [:]
        for exception in named {
            let start = listed.count
            let setting = "\(Origin.credentialHelpers(key: exception.key))"
            defer { for index in start..<listed.count { listed[index].selectedBy = setting } }
            switch exception.helper {
            case .file: listed += fileEntries[exception.host] ?? []
            case .program(let name):
                if case .success(let entries)? = answers[name], !entries.isEmpty {
                    let grouped = byProgram[name] ?? Dictionary(grouping: entries) { $0.server.map(Host.init) }
                    byProgram[name] = grouped
                    listed += grouped[exception.host] ?? []
                } else {
                    listed += entries(of: answers[name], name, key: exception.key)
                }
            case .damaged:
                let error = damagedHelper(exception.key)
                listed.append(ListedCredential(key: exception.key, username: nil, at: error.place, problem: error))
            }
        }
        return listed.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    /// Lists the credentials in the file that clients do not use, because a helper is configured for their registries.
    ///
    /// No helper is run.
    ///
    /// - Returns: The entries, in bytewise order of the keys.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read; `CancellationError`.
    public func listShadowed() async throws -> [ListedCredential] {
        let snapshot = try await file.snapshot()
        let shadowed = try snapshot.entries().compactMap { entry throws(CredentialStoreError) -> ListedCredential? in
            guard let server = entry.server, case .helper(let helper) = try holder(of: server, in: snapshot) else {
                return nil
            }
            return entry.selected(by: "\(helper.origin)")
        }
        return shadowed.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    /// A member of `credHelpers`.
    private struct NamedHelper {
        let key: String
        let host: Host
        let helper: CredentialHelperSettings.Helper
    }

    /// A host and port as a hash key, so that thousands of entries can be matched without comparing all pairs.
    private struct Host: Hashable {
        let authority: [UInt8]

        init(_ server: ServerAddress) { authority = Array(server.authority.utf8) }
    }

    private typealias Answer = Result<[ListedCredential], CredentialStoreError>

    /// Returns the list of each helper; all helpers run in parallel.
    private func lists(of common: String?, _ named: [NamedHelper]) async throws -> [String: Answer] {
        var origins: [String: Origin] = [:]
        for exception in named {
            guard case .program(let name) = exception.helper, origins[name] == nil else { continue }
            origins[name] = .credentialHelpers(key: exception.key)
        }
        if let common { origins[common] = .credentialsStore }
        return try await withThrowingTaskGroup { group in
            for (name, origin) in origins {
                let store = helper(name, origin).store
                group.addTask { () async throws -> (String, Answer) in
                    // The pair is created last, as in FallbackStore.listEverywhere.
                    let answer: Answer
                    do {
                        answer = .success(try await store.list())
                    } catch let error as CredentialStoreError {
                        answer = .failure(error)
                    }
                    return (name, answer)
                }
            }
            var answers: [String: Answer] = [:]
            for try await (name, answer) in group { answers[name] = answer }
            return answers
        }
    }

    /// Returns the entries for a helper: its list, the registry without a user if the list is empty, or its problem.
    private func entries(of answer: Answer?, _ name: String, key: String) -> [ListedCredential] {
        let program = "docker-credential-\(name)"
        switch answer {
        case .success(let entries) where !entries.isEmpty || key.isEmpty: return entries
        case .failure(let error) where error.code != .unsupported:
            return [ListedCredential(key: key, username: nil, at: error.place, problem: error)]
        default: return [ListedCredential(unknownUserAt: .init(helper: program), key: key)]
        }
    }
}
