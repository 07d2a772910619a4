internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

extension CredentialSetup {
    /// Carries out a plan.
    ///
    /// `credsStore` is only set after the helper has stored, returned and erased a test entry. If a step fails, the
    /// steps before it stay; the next plan goes on from there.
    ///
    /// - Parameters:
    ///   - plan: A plan without open questions and obstacles.
    ///   - mayUseTerminal: Whether gpg and the helper may prompt on the terminal.
    ///   - report: Called after each step with a sentence that says what was changed.
    /// - Throws: `CredentialStoreError` for a step that fails; `CancellationError`.
    public func apply(
        _ plan: SetupPlan,
        mayUseTerminal: Bool = false,
        report: @Sendable (String) -> Void
    ) async throws {
        if let obstacle = plan.obstacles.first {
            throw CredentialStoreError(
                .unavailable,
                obstacle.detail,
                advice: obstacle.remedy.map { [$0] } ?? []
            )
        }
        guard plan.questions.isEmpty else {
            throw CredentialStoreError(.unsupported, "the plan has open questions")
        }
        var fingerprint: String?
        for step in plan.steps {
            let sentence = try await apply(step, mayUseTerminal, &fingerprint)
            report(sentence)
        }
    }

    private func apply(
        _ step: SetupStep,
        _ mayUseTerminal: Bool,
        _ fingerprint: inout String?
    ) async throws -> String {
        let gpg = GpgProgram(environment: environment)
        switch step {
        case .createKey(let hasPassphrase):
            let made = try await BlockingWork.run { try gpg.createKey(asksForPassphrase: hasPassphrase) }
            fingerprint = made
            return "Created the gpg key \(made) (\(GpgProgram.userID)), with\(hasPassphrase ? "" : "out") a passphrase"
        case .trustKey(let key):
            try await BlockingWork.run { try gpg.trust(key) }
            return "Told gpg that the key \(key) is yours"
        case .createStore(let directory, let key):
            guard let key = key ?? fingerprint else {
                throw CredentialStoreError(.failed, "cannot create the password store: there is no key for it")
            }
            try await BlockingWork.run { try NewPasswordStore(directory: FilePath(directory)).create(encryptedTo: key) }
            return "Created the password store \(directory.escapedForDisplay), encrypted to \(key)"
        case .proveHelper(let program):
            let keys = EncryptedStoreKeys(environment: environment)
            let hadKey = keys.exist
            try await HelperProof(helper: helper(program, mayUseTerminal), environment: environment).run()
            let created = hadKey == false ? keys.description : nil
            return "Stored, read back and erased a test entry with \(program)"
                + (created.map { ". Created \($0)" } ?? "")
        case .setCredentialsStore(let name, let replacing, let moving):
            return try await setCredentialsStore(name, replacing: replacing, moving: moving, mayUseTerminal)
        case .migrate(let registries):
            try await move(to: nil, registries, mayUseTerminal)
            return "Moved the passwords of \(SetupText.list(registries)) to the helper"
        case .nameForPodman(let name, _, let files, let programs):
            return try await nameForPodman(name, files.map { FilePath($0) }, programs, mayUseTerminal)
        case .moveLogins(let old, let new):
            let keys = try await migrate(.helper(from: old, to: new), mayUseTerminal)
            return "Moved the logins for \(SetupText.list(keys)) from docker-credential-\(old.escapedForDisplay)"
        case .keepHelper(let name, let registries):
            let file = try store(mayUseTerminal).configFile
            try await file.setCredentialHelper(name, for: registries)
            return "Named docker-credential-\(name.escapedForDisplay) in \"credHelpers\" for "
                + SetupText.list(registries)
        case .enableHook(let isForEveryCommand):
            let file = try store(mayUseTerminal).configFile
            try await file.setMembers(ErrorHook.members(isForEveryCommand: isForEveryCommand))
            return "Turned on hooks for failed commands in \(file.path.escapedForDisplay)"
        }
    }

    private func setCredentialsStore(
        _ name: String,
        replacing: String?,
        moving: [String],
        _ mayUseTerminal: Bool
    ) async throws -> String {
        let store = try store(mayUseTerminal)
        let place = "\"credsStore\" to \"\(name)\" in \(store.configPath.escapedForDisplay)"
        if replacing == nil, !moving.isEmpty {
            // Sets `credsStore` between copying and removing, so that docker finds every password at any moment.
            try await move(to: name, moving, mayUseTerminal)
            return "Moved the passwords of \(SetupText.list(moving)) to the helper, and set \(place)"
        }
        try await store.configFile.setCredentialsStore(name)
        guard !moving.isEmpty else { return "Set \(place)" }
        try await move(to: nil, moving, mayUseTerminal)
        return "Set \(place), and moved the passwords of \(SetupText.list(moving)) to the helper"
    }

    /// Moves plain-text passwords to a helper, and names it in `credsStore`; nil for the helpers that are named.
    private func move(to name: String?, _ registries: [String], _ mayUseTerminal: Bool) async throws {
        try await migrate(.plainText(toHelper: name), mayUseTerminal)
    }

    /// Runs a migration, and returns the keys of what was moved.
    ///
    /// - Throws: ``CredentialStoreError`` of a credential that stays.
    @discardableResult
    private func migrate(_ route: CredentialMigration.Route, _ mayUseTerminal: Bool) async throws -> [String] {
        var options = CredentialMigration.Options()
        options.stores = storeOptions(mayUseTerminal)
        options.keepsRecord = true
        if case .helper(let source, _) = route {
            options.usersInSource = await HelperUsers.several(in: source, environment)
        }
        let migration = try CredentialMigration(route, in: environment, options: options)
        let report = try await migration.run()
        guard let remaining = report.remaining.first else { return report.moved.map(\.key) }
        throw CredentialStoreError(
            remaining.error.code,
            "cannot move the password of \(remaining.item.key): \(remaining.error.message)",
            at: remaining.error.place,
            advice: remaining.error.advice + ["Leave the passwords where they are: pass --no-migrate"]
        )
    }

    private func store(_ mayUseTerminal: Bool) throws -> DynamicStore {
        try DynamicStore(in: environment, options: storeOptions(mayUseTerminal))
    }

    private func storeOptions(_ mayUseTerminal: Bool) -> DynamicStore.Options {
        var options = DynamicStore.Options()
        options.helper = helperOptions(mayUseTerminal)
        return options
    }

    func helper(_ program: String, _ mayUseTerminal: Bool) -> NativeStore {
        NativeStore(
            String(program.dropFirst("docker-credential-".count)),
            options: helperOptions(mayUseTerminal)
        )
    }

    private func helperOptions(_ mayUseTerminal: Bool) -> NativeStore.Options {
        var options = NativeStore.Options(timeout: helperTimeout, mayUseTerminal: mayUseTerminal)
        options.inherited = environment
        return options
    }
}
