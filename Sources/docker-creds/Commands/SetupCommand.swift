internal import ArgumentParser
internal import RegistrySetup
internal import SystemPackage
internal import SystemSupport

struct SetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Set up a credential helper, and prove that it works.",
        discussion: """
            Recommends a helper if none is given. Creates what the helper needs, stores, reads back and erases a test \
            entry, and only then sets credsStore in Docker's config file. Shows the plan and asks before it changes \
            anything; --yes answers every question with yes, except whether to create a key or a password store. \
            Run again, it changes nothing. With --for podman, the helper is named in registries.conf instead, and podman \
            and skopeo have to find the test entry, too.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var output: FormatOptions

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "The program that will use the helper: docker, or podman for podman, skopeo and buildah.",
            valueName: "program"
        ),
        completion: .list(SetupClient.allCases.map(\.rawValue)),
        transform: Self.client
    )
    var client = SetupClient.docker

    @Flag(help: "Answer questions with yes: replace another credsStore, move passwords, turn on hooks.")
    var yes = false

    @Flag(help: "Show the plan, and change nothing.")
    var dryRun = false

    @Flag(
        help: """
            For pass: create a gpg key and a password store if there are none. With --yes or without a terminal, the key \
            has no passphrase.
            """
    )
    var createKey = false

    @Option(help: ArgumentHelp("For pass: the gpg key for a new password store.", valueName: "key"))
    var key: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Whether to move passwords in plain text, and the logins of a helper that is replaced."
    )
    var migrate: Bool?

    @Flag(inversion: .prefixedNo, help: "Whether docker shows the next step when a command fails for lack of a login.")
    var hook: Bool?

    @Argument(
        help: "The helper: file, auto, secretservice or pass.",
        completion: .list(SetupBackend.allCases.map(\.rawValue)),
        transform: Self.backend
    )
    var helper: SetupBackend?

    func validate() throws {
        guard client == .docker || migrate == nil && hook == nil else {
            throw ValidationError("--migrate and --hook change Docker's config file, and --for podman does not")
        }
        guard helper == nil || helper == .pass || key == nil && !createKey else {
            throw ValidationError("--key and --create-key are for pass")
        }
    }

    func run() async throws {
        var setup = stores.credentialSetup
        setup.helperTimeout = try stores.effectiveTimeout
        let plan = try answering(try await setup.examine())
        let report = SetupReport(plan)
        if dryRun {
            report.write(as: output.format, isApplied: false)
            return try fail(plan.obstacles, of: plan)
        }
        if output.format == .text { report.writePlan() }
        try fail(plan.obstacles, of: plan)
        if !plan.isDone, !yes, try !Confirmation.ask("Make these changes?") {
            throw Failure("nothing was changed")
        }
        let showsText = output.format == .text
        let console = Console.current
        try await setup.apply(plan, mayUseTerminal: hasTerminal) { if showsText { console.print("\($0).") } }
        if output.format == .json { report.write(as: .json, isApplied: true) }
        if showsText { report.writeResult(for: client) }
    }

    private static func client(_ name: String) throws -> SetupClient {
        guard let client = SetupClient(rawValue: name) else { throw ValidationError("--for takes docker or podman") }
        return client
    }

    private static func backend(_ name: String) throws -> SetupBackend {
        guard let backend = SetupBackend(rawValue: name) else {
            throw ValidationError("the helper is one of file, auto, secretservice and pass")
        }
        return backend
    }

    /// Whether questions can be asked, and helpers and gpg can prompt.
    private var hasTerminal: Bool { Terminal.isTerminal(.standardInput) && output.format == .text }

    /// The request that the options make.
    private var request: SetupRequest {
        var request = SetupRequest()
        request.client = client
        request.backend = helper
        request.key = key
        request.hasTerminal = hasTerminal
        request.asksForPassphrase = hasTerminal && !yes
        // --yes does not create keys, because a key outlives the setup.
        if createKey { request.createsKey = .yes } else if yes || !hasTerminal { request.createsKey = .no }
        if let migrate {
            request.migrates = migrate ? .yes : .no
            request.movesLogins = request.migrates
        }
        if let hook { request.enablesHook = hook ? .yes : .no }
        return request
    }

    /// Returns the plan with every question answered: by --yes, on the terminal, or not at all for --dry-run.
    private func answering(_ examination: CredentialSetup.Examination) throws -> SetupPlan {
        var request = request
        while true {
            let plan = examination.plan(for: request)
            guard plan.obstacles.isEmpty, let question = plan.questions.first, !(dryRun && !yes) else { return plan }
            request = request.answering(question, try yes || Confirmation.ask("\(question.text)?"))
        }
    }

    private func fail(_ obstacles: [SetupPart], of plan: SetupPlan) throws(Failure) {
        guard let obstacle = obstacles.first else { return }
        throw Failure(
            "cannot set up docker-credential-\(plan.helper): \(obstacle.detail)",
            advice: obstacle.remedy.map { [.text($0.asAdvice)] } ?? []
        )
    }
}
