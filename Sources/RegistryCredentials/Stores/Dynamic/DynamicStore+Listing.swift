extension DynamicStore {
    /// Lists whose credentials there are, where the configuration says.
    ///
    /// Helpers are asked for their lists and not for secrets. One that fails, or has no list, is in the answer with its
    /// problem, and hides nobody else; its key is empty if it is the one for all servers.
    ///
    /// - Returns: Keys and users, and where each is kept, in bytewise order of the keys. Patterns in `credHelpers` stand for
    ///   no server and are left out.
    /// - Throws: ``CredentialStoreError`` if the file cannot be read; `CancellationError`.
    public func list() async throws -> [ListedCredential] {
        let settings = try await file.helperSettings()
        let inFile = try await file.list()
        var lists = HelperLists(options: options.helper, configPath: configPath)
        let common = options.honoursCredentialsStore ? settings.credentialsStore : nil
        let detected = common == nil ? try await detectedHelper() : nil
        var listed =
            if let common {
                try await lists.list(of: common, .credentialsStore)
            } else if let detected {
                try await lists.list(of: detected, .detected)
            } else {
                inFile
            }
        for (key, helper) in settings.credentialHelpers {
            guard let server = try? ServerAddress(key) else { continue }
            listed.removeAll { $0.server?.isSameHost(as: server) == true }
            switch helper {
            case .file: listed += inFile.filter { $0.server?.isSameHost(as: server) == true }
            case .program(let name):
                listed += try await lists.list(of: name, .credentialHelpers(key: key)).filter { entry in
                    entry.problem != nil || entry.server?.isSameHost(as: server) == true
                }
            case .damaged:
                let error = CredentialStoreError(
                    .malformed,
                    "`credHelpers` names no helper for this server, but something that is not text",
                    at: .init(file: configPath, key: key)
                )
                listed.append(ListedCredential(key: key, username: nil, at: error.place, problem: error))
            }
        }
        return listed.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}

/// The lists of helpers, each of which is asked once.
private struct HelperLists {
    let options: NativeStore.Options
    let configPath: String
    private var known: [String: Result<[ListedCredential], CredentialStoreError>] = [:]

    init(options: NativeStore.Options, configPath: String) {
        self.options = options
        self.configPath = configPath
    }

    /// What a helper lists; if it fails, an entry for what it was to be asked about.
    mutating func list(of name: String, _ origin: DynamicStore.Origin) async throws -> [ListedCredential] {
        let answer = if let known = known[name] { known } else { try await ask(name, origin) }
        known[name] = answer
        switch answer {
        case .success(let entries): return entries
        case .failure(let error):
            let key = if case .credentialHelpers(let key) = origin { key } else { "" }
            return [ListedCredential(key: key, username: nil, at: error.place, problem: error)]
        }
    }

    private func ask(
        _ name: String,
        _ origin: DynamicStore.Origin
    ) async throws -> Result<[ListedCredential], CredentialStoreError> {
        var options = options
        options.origin = .init(file: configPath, key: origin.description)
        do {
            return .success(
                try await NativeStore(name, options: options).list().map { entry in
                    var entry = entry
                    entry.place = .init(helper: "docker-credential-\(name)")
                    return entry
                }
            )
        } catch let error as CredentialStoreError {
            return .failure(error)
        }
    }
}
