internal import ArgumentParser
internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Move credentials to a credential helper, to another helper, or between docker and podman.",
        discussion: """
            Without --from, moves the passwords that Docker's config file holds in plain text. "docker" and "podman" as \
            the source or target mean their config files. Each credential is saved, read back and compared before it is \
            removed from the source. An interrupted migration loses nothing, and the next one finishes it. --undo \
            reverses a migration. Exit status 1 if a credential could not be moved.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var output: FormatOptions

    @Option(help: ArgumentHelp("The helper to move from, or docker or podman.", valueName: "source"))
    var from: String?

    @Option(
        help: ArgumentHelp(
            "The helper to move to, such as file, pass or secretservice, or docker or podman.",
            valueName: "target"
        )
    )
    var to: String?

    @Flag(help: "Show what would be moved, and change nothing.")
    var dryRun = false

    @Flag(help: "Leave the credentials in the source, too.")
    var keep = false

    @Flag(
        help:
            "Copy the config files before they are changed. The copies hold their secrets; a week later they are removed."
    )
    var keepBackup = false

    @Option(
        help: ArgumentHelp("Undo the migration with this identifier, which it printed.", valueName: "identifier")
    )
    var undo: String?

    @Flag(help: "Allow writing to the file of docker or podman in plain text.")
    var allowPlaintext = false

    @Option(
        help: ArgumentHelp(
            "Podman's file. The default is $REGISTRY_AUTH_FILE, else its persistent file.",
            valueName: "file"
        ),
        completion: .file()
    )
    var authfile: String?

    @Flag(help: "Do not ask for confirmation. Needed without a terminal.")
    var yes = false

    @Argument(
        help: "Registries or images. The default is every registry in the source.",
        completion: KnownServers.completion
    )
    var servers: [String] = []

    func validate() throws {
        _ = try MigrationArguments(from: from, to: to).route
        guard undo != nil else { return }
        guard from == nil, to == nil, servers.isEmpty, !keep, !keepBackup, !allowPlaintext, authfile == nil else {
            throw ValidationError("--undo takes no other option than --dry-run, --yes and --format, and no registry")
        }
    }

    func run() async throws {
        var options = try options()
        options.usersInSource = try await usersInSource()
        var migration = try migration(options)
        var plan = try await migration.plan()
        // Several users of one registry are a question, which --yes does not answer: logins would be lost.
        if isConversation, try dropsUsers(in: plan, &options.usersInSource) {
            migration = try self.migration(options)
            plan = try await migration.plan()
        }
        if dryRun {
            MigrationOutput(format: output.format).write(plan)
            try await migration.checkTargets(of: plan)
            if !plan.remaining.isEmpty { throw Failure.reported }
            return
        }
        try await confirm(plan, of: migration)
        // With --yes nobody has seen the plan.
        let report = try await yes ? migration.run() : migration.run(plan)
        MigrationOutput(format: output.format, isUndoing: undo != nil).write(report)
        if !report.remaining.isEmpty { throw Failure.reported }
    }

    private func migration(_ options: CredentialMigration.Options) throws -> CredentialMigration {
        if let undo { return try CredentialMigration(undoing: undo, in: stores.inherited, options: options) }
        let route = try MigrationArguments(from: from, to: to).route
        return try CredentialMigration(route, in: stores.inherited, options: options)
    }

    private func usersInSource() async throws -> [String: [String]] {
        guard case .helper(let source, _) = try MigrationArguments(from: from, to: to).route else { return [:] }
        return await HelperUsers.several(in: source, stores.inherited)
    }

    /// Asks whether to move the used one of several logins and to remove the others, for each registry.
    ///
    /// - Returns: Whether one answer was yes; `users` then has those registries no more.
    private func dropsUsers(in plan: MigrationPlan, _ users: inout [String: [String]]) throws -> Bool {
        var isAnswered = false
        for item in plan.remaining.map(\.item) {
            guard let all = users[item.key], let used = item.username else { continue }
            let others = all.filter { $0 != used }.joined(separator: ", ").escapedForDisplay
            let place = "\(item.source) for \(item.key.withoutUserInformation.escapedForDisplay)"
            let question = "Move the login of \(used.escapedForDisplay), which is used, and remove that of \(others)?"
            guard try Confirmation.ask("There are \(all.count) users in \(place). \(question)") else { continue }
            users[item.key] = nil
            isAnswered = true
        }
        return isAnswered
    }

    /// Whether a person is there to answer.
    private var isConversation: Bool {
        !dryRun && output.format == .text && Console.current.style.isTerminal && Terminal.isTerminal(.standardInput)
    }

    private func options() throws -> CredentialMigration.Options {
        var options = CredentialMigration.Options()
        options.keepsRecord = true
        options.keepsBackup = keepBackup
        options.servers = try servers.map { try ServerAddress(registryOrImage: $0) }
        options.keepsSource = keep
        options.allowsPlaintext = allowPlaintext
        options.podmanFile = authfile
        options.stores = try stores.storeOptions(allowsPlaintext: allowPlaintext)
        return options
    }

    /// Shows the plan and asks for confirmation, unless there is nothing to do or --yes answers.
    ///
    /// - Throws: ``Failure`` if the answer is no, or there is no terminal to ask on.
    private func confirm(_ plan: MigrationPlan, of migration: CredentialMigration) async throws {
        guard !yes, !plan.isEmpty else { return }
        try await migration.checkTargets(of: plan)
        if output.format == .text { MigrationOutput(format: .text).write(plan) }
        guard try Confirmation.ask("Move these credentials?") else { throw Failure("nothing was changed") }
    }
}

/// The source and the target on the command line.
struct MigrationArguments {
    let from: String?
    let to: String?

    /// The route; "docker" and "podman" mean config files, and any other name a helper.
    var route: CredentialMigration.Route {
        get throws {
            switch (from, to) {
            case (nil, nil): return .plainText(toHelper: nil)
            case (nil, "podman"), ("docker", "podman"): return .dockerToPodman
            case (nil, "docker"), ("podman", nil), ("podman", "docker"): return .podmanToDocker
            case (nil, let helper?) where !Self.files.contains(helper): return .plainText(toHelper: helper)
            case ("docker", let helper?) where !Self.files.contains(helper): return .plainText(toHelper: helper)
            case (let source?, let target?) where !Self.files.contains(source) && !Self.files.contains(target):
                return .helper(from: source, to: target)
            default:
                throw ValidationError(
                    "credentials are moved from docker to a helper or to podman, from podman to docker, or from one "
                        + "helper to another"
                )
            }
        }
    }

    private static let files: Set<String> = ["docker", "podman"]
}
