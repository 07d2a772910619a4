internal import ArgumentParser
internal import Codecs
internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Find out why logins do not work, and what to do.",
        discussion: """
            Checks the config file, credential helpers, the keyring, the password store and podman's files. Changes \
            nothing, prompts for nothing and contacts no registry unless an option says so. Each finding has the \
            identifier of its check, C01 to C26. Exit status: 0 if there is no problem, 1 if there is one, 2 if the \
            examination failed.
            """
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var output: FormatOptions

    @Flag(help: "Show the changes that fix problems, ask for confirmation, and make them.")
    var fix = false

    @Flag(help: "Answer the question of --fix with yes.")
    var yes = false

    @Flag(help: "Ask registries whether saved credentials are valid.")
    var online = false

    @Flag(help: "Store, read back and erase a test entry with each helper.")
    var writeTest = false

    @Argument(
        help: "Registries or images: the report also says what docker, podman and skopeo use for them.",
        completion: KnownServers.completion
    )
    var servers: [String] = []

    func run() async throws {
        var console = Console.current
        console.statusOfLostOutput = .couldNotRun
        let isHealthy: Bool
        do {
            isHealthy = try await Console.$current.withValue(console) { try await examine() }
        } catch {
            throw Failure.ofLibrary(error)?.withStatus(.couldNotRun) ?? error
        }
        if !isHealthy { throw Failure.reported }
    }

    /// Prints the findings, and with `--fix` makes changes.
    ///
    /// - Returns: Whether there is no problem and no change failed.
    private func examine() async throws -> Bool {
        let servers = try servers.map { try ServerAddress(registryOrImage: $0) }
        var options = Doctor.Options()
        options.storesTestEntry = writeTest
        if online { options.verify = try verification() }
        let doctor = Doctor(stores.inherited, options: options)
        var report = await doctor.examine(servers)
        // A change applies to the examined content, so each examination allows one change per subject.
        var asked: Set<String> = []
        var failed = false
        while fix, try await apply(report, notAsking: &asked, failed: &failed) {
            report = await doctor.examine(servers)
        }
        switch output.format {
        case .text:
            for line in DoctorReport(report).lines(for: Console.current.invocation) { Console.current.print(line) }
        case .json: Console.current.print(DoctorReport(report).json)
        }
        return !failed && report.isHealthy
    }

    private func verification() throws -> @Sendable (ServerAddress) async -> Doctor.RegistryAnswer {
        let verifier = RegistryVerifier(environment: stores.inherited, timeout: try stores.effectiveTimeout)
        let store = try stores.allLocations(prompting: .never)
        return { server in
            (try? await verifier.verify(server, in: store)) ?? .init(.unreachable("it was cancelled"))
        }
    }

    /// Shows the changes, asks for confirmation, and applies them.
    ///
    /// - Returns: Whether anything was changed.
    private func apply(
        _ report: DiagnosticReport,
        notAsking asked: inout Set<String>,
        failed: inout Bool
    ) async throws -> Bool {
        var subjects: Set<String> = []
        var changed = false
        for finding in report.findings {
            guard let fix = finding.fix, subjects.insert(fix.subject).inserted else { continue }
            guard asked.insert("\(finding.check) \(finding.summary)").inserted else { continue }
            Console.current.report("\(finding.check): \(finding.summary)")
            fix.diff.forEach { Console.current.report("  \($0)") }
            guard try yes || Confirmation.ask("Make this change?") else { continue }
            do {
                try await fix.apply(mayUseTerminal: Terminal.isTerminal(.standardInput))
                changed = true
            } catch {
                // The other changes do not depend on this one.
                let failure = Failure.ofLibrary(error) ?? Failure("\(error)")
                Console.current.report(failure.prefixed("cannot change \(fix.subject)"))
                failed = true
            }
        }
        return changed
    }
}

/// A yes-or-no question on the terminal.
enum Confirmation {
    /// Asks a question.
    ///
    /// - Returns: Whether the answer is yes; any other answer means no.
    /// - Throws: ``Failure`` if there is no terminal to ask on.
    static func ask(_ question: String) throws(Failure) -> Bool {
        guard Terminal.isTerminal(.standardInput) else {
            throw Failure(.noTerminal(toAskFor: "confirmation", advice: ["Pass --yes"]))
        }
        try? StandardStreams.write(Array("\(question) [y/N] ".utf8), to: .standardError)
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}
