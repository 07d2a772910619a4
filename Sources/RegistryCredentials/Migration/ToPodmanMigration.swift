internal import SystemSupport

/// Makes the credentials of Docker's config file visible to podman and skopeo.
///
/// Podman ignores `credsStore` but uses `credHelpers` (containers-auth.json(5)). So podman's file names the helper for
/// each registry, and the credential stays where it is. A credential in plain text is moved to podman's file if that is
/// allowed.
struct ToPodmanMigration: MigrationKind {
    let docker: DynamicStore
    let podman: PodmanFiles
    let options: CredentialMigration.Options

    private var target: FileStore { podman.store }

    var files: [FileStore] { [docker.file, target] }

    func entries() async throws -> [MigrationEntry] {
        var snapshots: [ConfigSnapshot] = []
        for file in podman.stores { snapshots.append(try await file.snapshot()) }
        let named = try await target.helperSettings()
        let listed = try await docker.list().filter { options.selects($0.server) }
        return try listed.compactMap { entry in
            let planned = entry.place.helper == nil ? plainText(entry, named) : shared(entry, listed, named)
            guard let planned, planned.obstacle == nil, !options.replacesPodmanLogins, let server = entry.server,
                let other = try login(of: server, in: snapshots, orBeforeCopyOf: planned)
            else { return planned }
            return MigrationEntry(planned.item, host: planned.host, obstacle: other)
        }
    }

    /// Returns the conflict with a login that podman has of its own and would use, or no longer use; nil if there is
    /// none.
    private func login(
        of server: ServerAddress,
        in snapshots: [ConfigSnapshot],
        orBeforeCopyOf entry: MigrationEntry
    ) throws(CredentialStoreError) -> CredentialStoreError? {
        let isCopied = entry.item.source != entry.item.target
        for snapshot in snapshots {
            // A copy in the target file itself is compared with the credential there.
            let isTarget = snapshot.path == target.path
            let own = try snapshot.candidates(for: server).filter { $0.key.utf8.elementsEqual(server.podmanKey.utf8) }
            let hasHelper = try snapshot.helperSettings().credentialHelpers.contains {
                $0.key.utf8.elementsEqual(server.podmanKey.utf8)
            }
            guard !isTarget || !isCopied, own.contains(where: { $0.content != .empty }) || hasHelper && !isTarget
            else { continue }
            return CredentialStoreError(
                .conflict,
                "podman already has a login for this registry",
                at: .init(file: snapshot.path, key: server.podmanKey),
                advice: ["Remove it first: podman logout \(server.podmanKey.shellQuoted)"]
            )
        }
        return nil
    }

    /// Returns the entry for a credential in a helper, which podman's file will name; nil if podman sees it already.
    private func shared(
        _ entry: ListedCredential,
        _ listed: [ListedCredential],
        _ named: CredentialHelperSettings
    ) -> MigrationEntry? {
        let program = entry.place.helper ?? ""
        let item = MigrationPlan.Item(
            key: entry.key.isEmpty ? "credsStore" : entry.key,
            username: entry.username,
            source: program,
            target: program
        )
        let host = entry.server
        func obstacle(_ error: CredentialStoreError) -> MigrationEntry {
            MigrationEntry(item, host: host, obstacle: error)
        }

        if let problem = entry.problem { return obstacle(problem) }
        guard let host else {
            return obstacle(
                CredentialStoreError(
                    .notRepresentable,
                    "the key is not an address, so podman does not ask for it",
                    at: .init(key: entry.key, helper: program)
                )
            )
        }
        guard host.path.isEmpty else { return obstacle(.pathNotSupported(entry.key, in: program)) }
        let name = String(program.dropFirst("docker-credential-".count))
        guard !HelperTraits.isForwarding(name) else {
            return obstacle(
                CredentialStoreError(
                    .unsupported,
                    "\(program) exists for one session only",
                    at: .init(key: entry.key)
                )
            )
        }
        let present = named.helper(for: host)?.helper
        if let present, present != .program(name), !options.replacesPodmanLogins {
            return obstacle(otherHelper(entry.key))
        }
        let key = host.podmanKey
        let needsCopy = !entry.key.utf8.elementsEqual(key.utf8) && host.isDockerHub
        let hasCopy = listed.contains { other in
            other.key.utf8.elementsEqual(key.utf8) && other.place == entry.place && other.username == entry.username
        }
        let isStale = needsCopy && (!hasCopy || options.replacesPodmanLogins)
        guard present == nil || isStale || options.replacesPodmanLogins else { return nil }
        guard needsCopy else { return MigrationEntry(item, host: host) }
        // Docker asks a helper for https://index.docker.io/v1/, and podman asks it for docker.io.
        let store = docker.helper(name, .credentialsStore).store
        let source = entry.key
        let transfer = CredentialTransfer(
            read: { try await store.get(exactly: source) },
            targetKey: key,
            readTarget: { try await store.get(exactly: key) },
            save: { try await store.put($0, exactly: key) },
            isSourceInUse: true,
            mayBeInTarget: true
        )
        return MigrationEntry(item, host: host, transfer: transfer)
    }

    private func plainText(_ entry: ListedCredential, _ named: CredentialHelperSettings) -> MigrationEntry {
        let (source, target) = (docker.file, target)
        let item = MigrationPlan.Item(
            key: entry.key,
            username: entry.username,
            source: docker.configPath,
            target: target.path
        )
        func obstacle(_ error: CredentialStoreError) -> MigrationEntry {
            MigrationEntry(item, host: entry.server, obstacle: error)
        }
        if let problem = entry.problem { return obstacle(problem) }
        guard let server = entry.server else {
            return obstacle(
                CredentialStoreError(
                    .notRepresentable,
                    "the key is not an address",
                    at: .init(file: docker.configPath, key: entry.key)
                )
            )
        }
        guard named.helper(for: server) == nil || options.replacesPodmanLogins else {
            return obstacle(otherHelper(entry.key))
        }
        guard options.allowsPlaintext else { return obstacle(.plaintextNotAllowed(entry.key, in: target.path)) }
        let transfer = CredentialTransfer(
            read: { try await source.get(exactly: entry.key) },
            targetKey: server.podmanKey,
            readTarget: { try await target.get(exactly: server.podmanKey) },
            save: { try await target.put($0, for: ServerAddress(server.podmanKey)) },
            isSourceInUse: options.replacesPodmanLogins,
            mayBeInTarget: true,
            remove: { try await source.remove(entry.key, holding: $0) }
        )
        return MigrationEntry(item, host: server, transfer: transfer)
    }

    private func otherHelper(_ key: String) -> CredentialStoreError {
        CredentialStoreError(
            .conflict,
            "podman's file already names another helper for this registry",
            at: .init(file: target.path, key: key)
        )
    }

    func settings(for entries: [MigrationEntry]) async throws -> [String] {
        let document = try await target.snapshot().document
        return try Self.change(of: document, for: entries.filter { $0.obstacle == nil }).descriptions
            .map { "\($0) in \(target.path)" }
    }

    /// Checks each helper that podman's file does not name yet in podman's user namespace.
    func checkClients(of entries: [MigrationEntry]) async throws {
        let missing = Self.missingHelpers(in: try await target.helperSettings(), for: entries)
        for name in Set(missing.map(\.name)).sorted() {
            let helper = docker.helper(name, .credentialsStore).store
            if helper.isInPodmanNamespace { try await helper.checkWorksInPodmanNamespace() }
        }
    }

    func configure(_ copied: [CopiedEntry], keepsSource: Bool) async throws -> MigrationConfiguration {
        let entries = copied.map(\.entry)
        let result = Received<[String]>()
        try await target.updating(
            .init { document throws(CredentialStoreError) in
                let change = try Self.change(of: document, for: entries)
                result.receive(change.descriptions, isFinal: change.bytes != nil)
                return change.bytes
            }
        )
        if options.replacesPodmanLogins { try await removeOtherLogins(of: entries) }
        return MigrationConfiguration(settings: (result.value ?? []).map { "\($0) in \(target.path)" })
    }

    /// Removes what podman would use before the new login, or no longer use.
    private func removeOtherLogins(of entries: [MigrationEntry]) async throws {
        for entry in entries {
            guard let host = entry.host, let address = try? ServerAddress(host.podmanKey) else { continue }
            let isShared = entry.item.source == entry.item.target
            for file in podman.stores {
                let isTarget = file.path == target.path
                if !isTarget || isShared { try await file.delete(address) }
                if !isTarget || !isShared { try await file.setCredentialHelper(nil, for: host.podmanKey) }
            }
        }
    }

    /// Names the helpers of shared credentials in podman's file.
    private static func change(
        of document: ConfigDocument,
        for entries: [MigrationEntry]
    ) throws(CredentialStoreError) -> ConfigDocument.HelperChange {
        try document.settingHelpers(missingHelpers(in: try document.helperSettings(), for: entries))
    }

    /// Returns the helpers of shared credentials that podman's file does not name.
    private static func missingHelpers(
        in settings: CredentialHelperSettings,
        for entries: [MigrationEntry]
    ) -> [(key: String, name: String)] {
        let helpers = entries.filter { $0.item.source == $0.item.target }.compactMap { entry in
            let name = String(entry.item.target.dropFirst("docker-credential-".count))
            return entry.host.map { (key: $0.podmanKey, name: name) }
        }
        var missing: [(key: String, name: String)] = []
        for helper in helpers {
            let isNamed = settings.credentialHelpers.contains {
                $0.key.utf8.elementsEqual(helper.key.utf8) && $0.helper == .program(helper.name)
            }
            guard !isNamed, !missing.contains(where: { $0.key == helper.key }) else { continue }
            missing.append(helper)
        }
        return missing
    }
}
