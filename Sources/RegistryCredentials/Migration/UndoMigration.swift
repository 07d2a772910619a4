/// Moves the credentials of an earlier migration back, and names the helpers as before.
struct UndoMigration: MigrationKind {
    let record: MigrationRecord
    let docker: DynamicStore
    let options: CredentialMigration.Options
    let files: [FileStore]

    init(
        record: MigrationRecord,
        docker: DynamicStore,
        options: CredentialMigration.Options
    ) throws(CredentialStoreError) {
        self.record = record
        self.docker = docker
        self.options = options
        let inUse = docker.configPath
        guard record.settings.contains(where: { $0.file.utf8.elementsEqual(inUse.utf8) }) else {
            let other = record.settings.first?.file ?? ""
            throw CredentialStoreError(
                .conflict,
                "the migration changed another config file: \(other)",
                at: .init(file: inUse),
                advice: ["Name the directory of that file with --config or DOCKER_CONFIG"]
            )
        }
        files = record.settings.map { settings in
            settings.file.utf8.elementsEqual(inUse.utf8)
                ? Self.dockerFile(docker) : PodmanFiles.store(settings.file)
        }
    }

    /// Docker's config file, which may hold again what it held before.
    private static func dockerFile(_ docker: DynamicStore) -> FileStore {
        var options = docker.file.file.options
        options.plaintext = .allow
        return FileStore(path: docker.configPath, options: options)
    }

    func entries() async throws -> [MigrationEntry] {
        var entries: [MigrationEntry] = []
        for copy in record.copies {
            if let entry = try await entry(copy) { entries.append(entry) }
        }
        return entries
    }

    /// Returns the entry that moves a credential back; nil if it is back already.
    private func entry(_ copy: MigrationRecord.Copy) async throws -> MigrationEntry? {
        let (from, to) = (place(copy.target), place(copy.source))
        let item = MigrationPlan.Item(key: copy.key, username: copy.username, source: copy.target, target: copy.source)
        let host = try? ServerAddress((try? ServerAddress(copy.key))?.dockerKey ?? copy.key)
        guard try await from.get(copy.targetKey) != nil else {
            guard try await to.get(copy.key) == nil else { return nil }
            let error = CredentialStoreError(
                .conflict,
                "the credential was removed from \(copy.target) after the migration",
                at: .init(key: copy.targetKey),
                advice: ["Log in again"]
            )
            return MigrationEntry(item, host: host, obstacle: error)
        }
        let username = copy.username
        var transfer = CredentialTransfer(
            read: {
                // A helper keeps an identity token without its user name.
                let credential = try await from.get(copy.targetKey)
                guard let token = credential?.identityToken, credential?.username == nil else { return credential }
                return .identityToken(token, username: username)
            },
            targetKey: copy.key,
            readTarget: { try await to.get(copy.key) },
            save: { try await to.put($0, copy.key) },
            isSourceInUse: false,
            mayBeInTarget: true
        )
        var helper: NativeStore?
        if case .helper(let store) = to {
            helper = store
            transfer.kept = \.asKeptByHelpers
        }
        if !copy.wasInTarget { transfer.remove = { try await from.remove(copy.targetKey, holding: $0) } }
        return MigrationEntry(item, host: host, to: helper, transfer: transfer)
    }

    func settings(for entries: [MigrationEntry]) async throws -> [String] {
        let stayed = try await keysThatStay(entries.filter { $0.obstacle == nil })
        var descriptions: [String] = []
        for (file, before) in zip(files, record.settings) {
            let change = try change(of: try await file.snapshot().document, to: before, stayed)
            descriptions += change.descriptions.map { "\($0) in \(file.path)" }
        }
        return descriptions
    }

    func configure(_ copied: [CopiedEntry], keepsSource: Bool) async throws -> MigrationConfiguration {
        let stayed = try await keysThatStay(copied.map(\.entry))
        var configuration = MigrationConfiguration()
        for (file, before) in zip(files, record.settings) {
            let result = Received<[String]>()
            let migration = self
            try await file.updating(
                .init { document throws(CredentialStoreError) in
                    let change = try migration.change(of: document, to: before, stayed)
                    result.receive(change.descriptions, isFinal: change.bytes != nil)
                    return change.bytes
                }
            )
            configuration.settings += (result.value ?? []).map { "\($0) in \(file.path)" }
        }
        return configuration
    }

    /// Returns the keys that stay in the helpers of the record: those that cannot be moved back, and later logins.
    private func keysThatStay(_ moved: [MigrationEntry]) async throws -> [(key: String, helper: String)] {
        var stayed: [(key: String, helper: String)] = []
        for name in record.helpers {
            let listed = try await docker.helper(name, .credentialsStore).store.listedIfPossible() ?? []
            for entry in listed {
                guard let host = try? ServerAddress(entry.key) else { continue }
                let isMoved = moved.contains { $0.host.map { $0.isSameHost(as: host) } ?? false }
                let isCopy = record.copies.contains { (try? ServerAddress($0.key))?.isSameHost(as: host) ?? false }
                // A credential that was only shared with another client stays in the helper, without a setting.
                guard !isMoved, isCopy || !record.hosts.contains(host.dockerKey) else { continue }
                stayed.append((host.dockerKey, name))
            }
        }
        return stayed
    }

    /// Returns the document with the helpers that it named before.
    ///
    /// What was changed after the migration stays, and so do the settings for credentials that are still in the helper.
    private func change(
        of document: ConfigDocument,
        to before: MigrationRecord.Settings,
        _ stayed: [(key: String, helper: String)]
    ) throws(CredentialStoreError) -> ConfigDocument.HelperChange {
        let settings = try document.helperSettings()
        let isDocker = before.file.utf8.elementsEqual(docker.configPath.utf8)
        var change = ConfigDocument.HelperChange()
        var edited = document
        func apply(_ bytes: [UInt8]?, _ description: String) throws(CredentialStoreError) {
            guard let bytes else { return }
            change.bytes = bytes
            change.descriptions.append(description)
            edited = try ConfigDocument(parsing: bytes, rules: document.rules)
        }
        if let name = settings.credentialsStore, record.helpers.contains(name), name != before.credentialsStore {
            try apply(
                edited.settingCredentialsStore(before.credentialsStore),
                "credsStore = \(before.credentialsStore.map { "\"\($0)\"" } ?? "(none)")"
            )
        }
        for (key, helper) in settings.credentialHelpers {
            guard case .program(let name) = helper, record.helpers.contains(name) else { continue }
            let old = before.credentialHelpers.last { $0.key.utf8.elementsEqual(key.utf8) }?.name
            guard old != name, old != nil || record.hosts.contains(key) else { continue }
            guard !stayed.contains(where: { $0.helper == name && $0.key.utf8.elementsEqual(key.utf8) }) else {
                continue
            }
            try apply(
                edited.settingCredentialHelper(old, for: key),
                "credHelpers[\"\(key.withoutUserInformation)\"] = \(old.map { "\"\($0)\"" } ?? "(none)")"
            )
        }
        guard isDocker else { return change }
        // A login that stays in the helper would be hidden by another credsStore.
        for (key, helper) in stayed {
            let host = try? ServerAddress(key)
            let current = settings.selectedHelper(for: host)
            let restored = try edited.helperSettings().selectedHelper(for: host)
            guard current == .program(helper), restored != current else { continue }
            try apply(
                edited.settingCredentialHelper(helper, for: key),
                "credHelpers[\"\(key.withoutUserInformation)\"] = \"\(helper)\""
            )
        }
        return change
    }

    // MARK: Places

    /// A helper or a file of the record.
    private enum Place: Sendable {
        case helper(NativeStore)
        case file(FileStore)

        func get(_ key: String) async throws -> Credential? {
            switch self {
            case .helper(let helper): try await helper.get(exactly: key)
            case .file(let file): try await file.get(exactly: key)
            }
        }

        func put(_ credential: Credential, _ key: String) async throws {
            switch self {
            case .helper(let helper): try await helper.put(credential, exactly: key)
            case .file(let file): try await file.put(credential, exactly: key)
            }
        }

        func remove(_ key: String, holding credential: Credential) async throws {
            switch self {
            case .helper(let helper): try await helper.erase(exactly: key)
            case .file(let file): try await file.remove(key, holding: credential)
            }
        }
    }

    private func place(_ text: String) -> Place {
        if let name = MigrationPlan.Item.helperName(text) {
            return .helper(docker.helper(name, .credentialsStore).store)
        }
        return .file(
            text.utf8.elementsEqual(docker.configPath.utf8) ? Self.dockerFile(docker) : PodmanFiles.store(text)
        )
    }
}

extension FileStore {
    /// Saves a credential under exactly this key; other entries stay.
    fileprivate func put(_ credential: Credential, exactly key: String) async throws {
        try await updating(
            .init { document throws(CredentialStoreError) in try document.putting(credential, exactly: key) }
        )
    }
}
