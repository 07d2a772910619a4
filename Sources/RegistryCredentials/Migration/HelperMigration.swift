/// Moves credentials from one helper to another, each under its own key, and names the new helper in Docker's config
/// file.
struct HelperMigration: MigrationKind {
    let docker: DynamicStore
    let source: NativeStore
    let target: NativeStore
    let options: CredentialMigration.Options

    init(
        docker: DynamicStore,
        from source: String,
        to target: String,
        options: CredentialMigration.Options
    ) throws(CredentialStoreError) {
        guard source != target else {
            throw CredentialStoreError(.conflict, "the source and the target are the same helper: \(source)")
        }
        self.docker = docker
        self.source = docker.helper(source, .credentialsStore).store
        self.target = docker.helper(target, .credentialsStore).store
        self.options = options
    }

    var files: [FileStore] { [docker.file] }

    func entries() async throws -> [MigrationEntry] {
        let snapshot = try await docker.file.snapshot()
        let settings = try snapshot.helperSettings()
        let inTarget = try? await target.listedIfPossible()
        var entries: [MigrationEntry] = []
        for (key, username) in try await keys(snapshot, settings) {
            let address = try? ServerAddress(key)
            guard options.selects(address) else { continue }
            let host = address.flatMap { try? ServerAddress($0.dockerKey) }
            let holder = Self.holder(of: host, settings)
            let item = MigrationPlan.Item(
                key: key,
                username: username,
                source: source.program.name,
                target: target.program.name
            )
            guard holder == source.name || holder == target.name else {
                entries.append(MigrationEntry(item, host: host, obstacle: notUsed(key, holder)))
                continue
            }
            let isListed = inTarget.flatMap(\.self)?.contains { $0.key.utf8.elementsEqual(key.utf8) } ?? true
            let (source, target) = (source, target)
            let transfer = CredentialTransfer(
                read: { try await source.get(exactly: key) },
                targetKey: key,
                readTarget: { try await target.get(exactly: key) },
                save: { try await target.put($0, exactly: key) },
                isSourceInUse: holder == source.name,
                mayBeInTarget: isListed,
                remove: { _ in try await source.erase(exactly: key) }
            )
            let several = options.keepsSource ? nil : severalUsers(of: key, used: username)
            entries.append(MigrationEntry(item, host: host, to: target, obstacle: several, transfer: transfer))
        }
        return entries
    }

    /// Returns the keys of the source: those that it lists, and those that Docker would ask it for.
    ///
    /// A list may be missing or wrong: some helpers cannot list, and some versions list labels instead of keys.
    private func keys(
        _ snapshot: ConfigSnapshot,
        _ settings: CredentialHelperSettings
    ) async throws -> [(key: String, username: String?)] {
        let listed = try await source.listedIfPossible() ?? []
        var keys = listed.map { (key: $0.key, username: $0.username) }
        var known = Set(keys.map { Array($0.key.utf8) })
        let named = settings.credentialHelpers.filter { $0.helper == .program(source.name) }.map(\.key)
        for text in try snapshot.document.allKeys() + named {
            guard let key = (try? ServerAddress(text))?.dockerKey, let host = try? ServerAddress(key),
                Self.holder(of: host, settings) == source.name, known.insert(Array(key.utf8)).inserted,
                let credential = try await source.get(exactly: key)
            else { continue }
            keys.append((key, credential.username))
        }
        return keys
    }

    /// Returns the name of the helper that the settings select; nil for the file.
    private static func holder(of host: ServerAddress?, _ settings: CredentialHelperSettings) -> String? {
        switch host.flatMap({ settings.helper(for: $0)?.helper }) {
        case .program(let name): name
        case .file, .damaged: nil
        case nil: settings.credentialsStore
        }
    }

    private func notUsed(_ key: String, _ holder: String?) -> CredentialStoreError {
        let selected = holder.map { "docker-credential-\($0)" } ?? "the file itself"
        return CredentialStoreError(
            .conflict,
            "the config file selects \(selected) for this registry, and not \(source.program.name)",
            at: .init(file: docker.configPath, key: key)
        )
    }

    /// Returns why a key stays that has several users in the source; nil if it has one.
    private func severalUsers(of key: String, used: String?) -> CredentialStoreError? {
        guard let users = options.usersInSource[key], users.count > 1 else { return nil }
        let others = users.filter { $0 != used }.joined(separator: ", ")
        return CredentialStoreError(
            .conflict,
            "\(source.program.name) has \(users.count) users here, and erasing one erases \(others), too",
            at: .init(key: key),
            advice: ["Leave the user whose login is used: docker creds doctor --fix"]
        )
    }

    func settings(for entries: [MigrationEntry]) async throws -> [String] {
        let document = try await docker.file.snapshot().document
        let change = try change(of: document, copied: Self.hosts(entries.filter { $0.obstacle == nil }), of: entries)
        return change.descriptions.map { "\($0) in \(docker.configPath)" }
    }

    func configure(_ copied: [CopiedEntry], keepsSource: Bool) async throws -> MigrationConfiguration {
        let planned = try await entries()
        let hosts = Self.hosts(copied.map(\.entry))
        let result = Received<[String]>()
        let migration = self
        try await docker.file.updating(
            .init { document throws(CredentialStoreError) in
                let change = try migration.change(of: document, copied: hosts, of: planned)
                result.receive(change.descriptions, isFinal: change.bytes != nil)
                return change.bytes
            }
        )
        return MigrationConfiguration(settings: (result.value ?? []).map { "\($0) in \(docker.configPath)" })
    }

    private static func hosts(_ entries: [MigrationEntry]) -> Set<ServerAddress> { Set(entries.compactMap(\.host)) }

    /// Returns the settings that select the target for every registry whose credentials were copied.
    ///
    /// `credsStore` changes only if no credential under it stayed behind.
    private func change(
        of document: ConfigDocument,
        copied: Set<ServerAddress>,
        of entries: [MigrationEntry]
    ) throws(CredentialStoreError) -> ConfigDocument.HelperChange {
        let settings = try document.helperSettings()
        let inUse = entries.filter { $0.transfer?.isSourceInUse == true }
        let stayed = inUse.filter { entry in entry.host.map { !copied.contains($0) } ?? false }.compactMap(\.host)
        var helpers: [(key: String, name: String)] = []
        for (key, helper) in settings.credentialHelpers where helper == .program(source.name) {
            guard let host = try? ServerAddress(key), options.selects(host),
                !stayed.contains(where: host.isSameHost(as:))
            else { continue }
            helpers.append((key, target.name))
        }
        let underDefault = copied.filter { settings.helper(for: $0) == nil }
        let isDefault = settings.credentialsStore == source.name
        let stayedUnderDefault = stayed.contains { settings.helper(for: $0) == nil }
        let movesDefault = isDefault && options.servers.isEmpty && !stayedUnderDefault
        if isDefault, !movesDefault {
            helpers += underDefault.map(\.dockerKey).sorted().map { ($0, target.name) }
        }
        var change = try document.settingHelpers(helpers)
        guard movesDefault else { return change }
        let edited = try change.bytes.map { bytes throws(CredentialStoreError) in
            try ConfigDocument(parsing: bytes, rules: document.rules)
        }
        change.bytes = try (edited ?? document).settingCredentialsStore(target.name) ?? change.bytes
        change.descriptions.insert("credsStore = \"\(target.name)\"", at: 0)
        return change
    }
}
