/// Moves credentials from Docker's config file to a helper, or to the helpers that the file names.
struct PlainTextMigration: MigrationKind {
    let docker: DynamicStore
    /// The name of the helper; nil for those that the file names.
    let helper: String?
    let options: CredentialMigration.Options

    var files: [FileStore] { [docker.file] }

    func entries() async throws -> [MigrationEntry] {
        let snapshot = try await docker.file.snapshot()
        let settings = try snapshot.helperSettings()
        if let helper, options.servers.isEmpty, let other = settings.credentialsStore, other != helper {
            throw CredentialStoreError(
                .conflict,
                "credsStore already names another helper: \(other)",
                at: .init(file: docker.configPath),
                advice: [
                    "Move the credentials of that helper, too: docker creds migrate --from \(other) --to \(helper)"
                ]
            )
        }
        if helper == nil, settings.credentialsStore == nil, settings.credentialHelpers.isEmpty,
            try !snapshot.entries().isEmpty
        {
            throw CredentialStoreError(
                .unsupported,
                "no credential helper is configured",
                at: .init(file: docker.configPath),
                advice: ["Name the helper to move the passwords to: docker creds migrate --to file"]
            )
        }
        var planner = try Planner(migration: self, snapshot: snapshot, settings: settings)
        for entry in try snapshot.entries() where options.selects(entry.server) { try await planner.add(entry) }
        return planner.entries
    }

    func settings(for entries: [MigrationEntry]) async throws -> [String] {
        guard let helper, !entries.isEmpty else { return [] }
        let copied = entries.filter { $0.obstacle == nil && $0.transfer?.isSourceInUse == true }
        guard !copied.isEmpty else { return [] }
        let document = try await docker.file.snapshot().document
        let keys = copied.compactMap { entry in entry.host.map { (entry.item.key, $0) } }
        let edit = try document.settingHelper(helper, for: keys, isDefault: options.servers.isEmpty)
        return edit.descriptions.map { "\($0) in \(docker.configPath)" }
    }

    /// Empties the entries and names the helper in one change of the file, so that docker finds every credential at any
    /// moment.
    func configure(_ copied: [CopiedEntry], keepsSource: Bool) async throws -> MigrationConfiguration {
        let result = Received<MigrationConfiguration>()
        let (helper, isDefault, rules) = (helper, options.servers.isEmpty, docker.file.file.options.rules)
        try await docker.file.updating(
            .init { document throws(CredentialStoreError) in
                let contents = try Dictionary(document.contents().map { (Array($0.key.utf8), $0.content) }) { $1 }
                let keys = try Set(document.allKeys().map { Array($0.utf8) })
                // An entry that is empty by now was moved by another migration, which has found the same credential.
                func isMovable(_ entry: CopiedEntry) -> Bool {
                    guard let credential = entry.credential else { return false }
                    let key = Array(entry.item.key.utf8)
                    return contents[key].map { $0 == .credential(credential) } ?? keys.contains(key)
                }
                var configuration = MigrationConfiguration()
                configuration.refused = copied.filter { !isMovable($0) }.map { $0.changedMeanwhile() }
                let moved = copied.filter(isMovable)
                var (bytes, current): ([UInt8]?, ConfigDocument) = (nil, document)
                if let helper {
                    let keys = moved.filter { $0.entry.transfer?.isSourceInUse == true }
                        .compactMap { entry in entry.entry.host.map { (entry.item.key, $0) } }
                    let edit = try document.settingHelper(helper, for: keys, isDefault: isDefault)
                    configuration.settings = edit.descriptions
                    bytes = edit.bytes
                    if let edited = edit.bytes { current = try ConfigDocument(parsing: edited, rules: rules) }
                }
                if !keepsSource { bytes = try current.emptying(moved.map(\.item.key)) ?? bytes }
                // The edit runs again after the write, to verify it; it changes nothing then.
                result.receive(configuration, isFinal: bytes != nil)
                return bytes
            }
        )
        var configuration = result.value ?? MigrationConfiguration()
        configuration.settings = configuration.settings.map { "\($0) in \(docker.configPath)" }
        return configuration
    }

    /// Collects the entries of a plan.
    private struct Planner {
        let migration: PlainTextMigration
        let snapshot: ConfigSnapshot
        let settings: CredentialHelperSettings
        var entries: [MigrationEntry] = []
        private var lists: [String: [ListedCredential]?] = [:]
        private let contents: [[UInt8]: Candidate.Content]
        /// The number of keys of each host; most have one, whose credential then takes precedence.
        private let keysOfHost: [[UInt8]: Int]

        init(
            migration: PlainTextMigration,
            snapshot: ConfigSnapshot,
            settings: CredentialHelperSettings
        ) throws(CredentialStoreError) {
            self.migration = migration
            self.snapshot = snapshot
            self.settings = settings
            let all = try snapshot.document.contents()
            contents = Dictionary(all.map { (Array($0.key.utf8), $0.content) }) { $1 }
            let hosts = all.compactMap { entry in (try? ServerAddress(entry.key)).map { Array($0.authority.utf8) } }
            keysOfHost = Dictionary(hosts.map { ($0, 1) }, uniquingKeysWith: +)
        }

        /// Returns the credential under a key, if it takes precedence over those of other keys of the host.
        private func best(_ key: String, _ host: ServerAddress) throws(CredentialStoreError) -> Credential? {
            guard case .credential(let own) = contents[Array(key.utf8)] else { return nil }
            guard keysOfHost[Array(host.authority.utf8)] != 1 else { return own }
            return try snapshot.candidates(for: host).best() == own ? own : nil
        }

        mutating func add(_ entry: ListedCredential) async throws {
            let path = migration.docker.configPath
            var store: NativeStore?
            var host: ServerAddress?
            var transfer: CredentialTransfer?
            var omitted: String?
            var obstacle: CredentialStoreError?
            do throws(CredentialStoreError) {
                guard let server = entry.server, let found = try? ServerAddress(server.dockerKey) else {
                    throw CredentialStoreError(
                        .notRepresentable,
                        "the key is not an address, so no helper can be asked for it",
                        at: .init(file: path, key: entry.key)
                    )
                }
                host = found
                // An empty name in credHelpers keeps the registry in the file on purpose.
                if migration.options.servers.isEmpty, settings.helper(for: found)?.helper == .file { return }
                var isInUse = false
                switch try migration.docker.holder(of: found, in: snapshot) {
                case .helper(let holder): store = holder.store
                case .file:
                    isInUse = true
                    store = migration.helper.map { migration.docker.helper($0, .chosen).store }
                }
                if let problem = entry.problem { throw problem }
                guard let store else { throw Self.noHelper(entry.key, path) }
                guard server == found else { throw .pathNotSupported(entry.key, in: path) }
                guard let own = try best(entry.key, found) else {
                    throw CredentialStoreError(
                        .notRepresentable,
                        "another credential of the same registry takes precedence",
                        at: .init(file: path, key: entry.key)
                    )
                }
                try Self.check(own, entry.key, store)
                omitted = own.identityToken == nil ? nil : own.username
                transfer = migration.transfer(own, found, to: store, isInUse: isInUse)
            } catch {
                obstacle = error
            }
            if obstacle == nil, let store, let host, let planned = transfer {
                let listed = try await list(of: store)
                transfer = planned.expecting(listed, of: host, in: store)
            }
            let item = MigrationPlan.Item(
                key: entry.key,
                username: entry.username,
                source: path,
                target: store?.program.name ?? "",
                omittedUsername: omitted
            )
            entries.append(
                MigrationEntry(item, host: host, to: store, obstacle: obstacle, transfer: transfer)
            )
        }

        private mutating func list(of store: NativeStore) async throws -> [ListedCredential]? {
            if let known = lists[store.name] { return known }
            let listed: [ListedCredential]?
            do {
                listed = try await store.list()
            } catch is CredentialStoreError {
                // The plan is made without the helper; the migration itself checks it first.
                listed = nil
            }
            lists[store.name] = .some(listed)
            return listed
        }

        /// Throws if the helper would lose a part of the credential.
        private static func check(
            _ credential: Credential,
            _ key: String,
            _ store: NativeStore
        ) throws(CredentialStoreError) {
            if let error = store.objection(to: credential, for: key) { throw error }
        }

        private static func noHelper(_ key: String, _ path: String) -> CredentialStoreError {
            CredentialStoreError(
                .unsupported,
                "no credential helper is configured for this registry",
                at: .init(file: path, key: key),
                advice: ["Name the helper to move it to: docker creds migrate --to file"]
            )
        }
    }

    /// Returns the transfer of a credential that the plan has read.
    ///
    /// It is not read again before it is copied: the change of the file removes it only if the entry still has it.
    private func transfer(
        _ credential: Credential,
        _ host: ServerAddress,
        to store: NativeStore,
        isInUse: Bool
    ) -> CredentialTransfer {
        CredentialTransfer(
            read: { credential },
            targetKey: host.dockerKey,
            readTarget: { try await store.get(exactly: host.dockerKey) },
            save: { try await store.put($0, exactly: host.dockerKey) },
            isSourceInUse: isInUse,
            yieldsToTarget: options.removesUnusedSource,
            mayBeInTarget: true,
            kept: \.asKeptByHelpers
        )
    }
}

extension CredentialTransfer {
    /// Returns the transfer with what a helper lists before the migration.
    ///
    /// If the helper has other aliases of the registry, a save also erases those, because other clients would continue
    /// to use the old secret.
    fileprivate func expecting(
        _ listed: [ListedCredential]?,
        of host: ServerAddress,
        in store: NativeStore
    ) -> CredentialTransfer {
        guard let listed, let keys = try? store.keys(of: host) else { return self }
        let aliases = keys.outdated(in: listed.map(\.key))
        let isListed = listed.contains { $0.key.utf8.elementsEqual(host.dockerKey.utf8) }
        var transfer = self
        transfer.mayBeInTarget = isListed
        if !aliases.isEmpty { transfer.save = { try await store.put($0, for: host) } }
        return transfer
    }
}

extension CopiedEntry {
    /// The refusal to remove a source that another program has changed.
    fileprivate func changedMeanwhile() -> MigrationReport.RemainingItem {
        MigrationReport.RemainingItem(
            item: item,
            error: .entryChanged(at: .init(file: item.source, key: item.key), advice: ["Migrate again"])
        )
    }
}
