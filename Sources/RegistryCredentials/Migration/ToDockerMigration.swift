/// Moves credentials from podman's files to Docker's config file, or to the helper that it selects.
///
/// A credential in a helper that podman's file names stays there, and Docker's file names the helper too. Docker has no
/// credentials for paths, so those stay in podman's file.
struct ToDockerMigration: MigrationKind {
    let docker: DynamicStore
    let podman: PodmanFiles
    let options: CredentialMigration.Options

    var files: [FileStore] { [docker.file] + podman.stores }

    func entries() async throws -> [MigrationEntry] {
        var entries: [MigrationEntry] = []
        let settings = try await docker.file.helperSettings()
        for file in podman.stores {
            let snapshot = try await file.snapshot()
            for entry in try snapshot.entries() where options.selects(entry.server) {
                entries.append(try await copy(entry, from: file))
            }
            for (key, helper) in try snapshot.helperSettings().credentialHelpers {
                guard case .program(let name) = helper, let host = try? ServerAddress(key), options.selects(host)
                else { continue }
                if let entry = try await share(key, host, name, settings) { entries.append(entry) }
            }
        }
        return entries
    }

    private func copy(_ entry: ListedCredential, from file: FileStore) async throws -> MigrationEntry {
        var target = docker.configPath
        var helper: NativeStore?
        var obstacle = entry.problem
        let server = entry.server
        if let server, obstacle == nil {
            do {
                let destination = try await docker.selectedHolder(of: server)
                if case .helper(let holder) = destination {
                    helper = holder.store
                    target = holder.store.program.name
                } else if !options.allowsPlaintext {
                    obstacle = .plaintextNotAllowed(entry.key, in: target)
                }
                if !server.path.isEmpty { obstacle = .pathNotSupported(entry.key, in: file.path) }
            } catch let error as CredentialStoreError {
                obstacle = error
            }
        } else if obstacle == nil {
            obstacle = CredentialStoreError(
                .notRepresentable,
                "the key is not an address",
                at: .init(file: file.path, key: entry.key)
            )
        }
        let item = MigrationPlan.Item(key: entry.key, username: entry.username, source: file.path, target: target)
        guard obstacle == nil, let server else { return MigrationEntry(item, host: server, obstacle: obstacle) }
        let docker = docker
        var transfer = CredentialTransfer(
            read: { try await file.get(exactly: entry.key) },
            targetKey: server.dockerKey,
            readTarget: { try await docker.get(server) },
            save: { try await docker.put($0, for: server) },
            isSourceInUse: false,
            mayBeInTarget: true,
            remove: { try await file.remove(entry.key, holding: $0) }
        )
        if helper != nil { transfer.kept = \.asKeptByHelpers }
        return MigrationEntry(item, host: server, to: helper, transfer: transfer)
    }

    /// Returns the entry for a credential in a helper; nil if Docker's file selects that helper already.
    private func share(
        _ key: String,
        _ host: ServerAddress,
        _ name: String,
        _ settings: CredentialHelperSettings
    ) async throws -> MigrationEntry? {
        let program = "docker-credential-\(name)"
        let item = MigrationPlan.Item(key: key, username: nil, source: program, target: program)
        let selected = settings.selectedHelper(for: host)
        if let selected {
            guard selected != .program(name) || host.isDockerHub else { return nil }
            guard selected == .program(name) else {
                return MigrationEntry(
                    item,
                    host: host,
                    obstacle: CredentialStoreError(
                        .conflict,
                        "Docker's config file selects another store for this registry",
                        at: .init(file: docker.configPath, key: key)
                    )
                )
            }
        }
        guard host.isDockerHub else { return MigrationEntry(item, host: host) }
        // Podman asks a helper for docker.io, and Docker asks it for https://index.docker.io/v1/.
        let store = docker.helper(name, .credentialsStore).store
        let listed = try await store.listedIfPossible()?.map(\.key) ?? []
        guard !listed.contains(host.dockerKey), listed.contains(host.podmanKey) else {
            return selected == nil ? MigrationEntry(item, host: host) : nil
        }
        let transfer = CredentialTransfer(
            read: { try await store.get(exactly: host.podmanKey) },
            targetKey: host.dockerKey,
            readTarget: { try await store.get(exactly: host.dockerKey) },
            save: { try await store.put($0, exactly: host.dockerKey) },
            isSourceInUse: false,
            mayBeInTarget: true
        )
        return MigrationEntry(item, host: host, transfer: transfer)
    }

    func settings(for entries: [MigrationEntry]) async throws -> [String] {
        let document = try await docker.file.snapshot().document
        return try Self.change(of: document, for: entries.filter { $0.obstacle == nil }).descriptions
            .map { "\($0) in \(docker.configPath)" }
    }

    func configure(_ copied: [CopiedEntry], keepsSource: Bool) async throws -> MigrationConfiguration {
        let entries = copied.map(\.entry)
        let result = Received<[String]>()
        try await docker.file.updating(
            .init { document throws(CredentialStoreError) in
                let change = try Self.change(of: document, for: entries)
                result.receive(change.descriptions, isFinal: change.bytes != nil)
                return change.bytes
            }
        )
        return MigrationConfiguration(settings: (result.value ?? []).map { "\($0) in \(docker.configPath)" })
    }

    /// Names the helpers of shared credentials in Docker's file.
    private static func change(
        of document: ConfigDocument,
        for entries: [MigrationEntry]
    ) throws(CredentialStoreError) -> ConfigDocument.HelperChange {
        let settings = try document.helperSettings()
        var missing: [(key: String, name: String)] = []
        for entry in entries where entry.item.source == entry.item.target {
            guard let host = entry.host else { continue }
            let name = String(entry.item.target.dropFirst("docker-credential-".count))
            guard settings.helper(for: host) == nil, settings.credentialsStore != name else { continue }
            missing.append((host.dockerKey, name))
        }
        return try document.settingHelpers(missing)
    }
}
