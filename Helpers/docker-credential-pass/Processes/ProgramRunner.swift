import HelperProtocol
import SystemPackage
import SystemSupport

/// Runs other programs, all within the time that the call has, and none with a secret in its arguments or environment.
struct ProgramRunner {
    let environment: ProcessEnvironment
    let deadline: Deadline
    let diagnostics: HelperDiagnostics
    /// The terminal that a prompt can be shown on: `GPG_TTY`, else the one that controls this process.
    ///
    /// gpg finds none by itself, as its input is a pipe. pass has `GPG_TTY=$(tty)`, which then is "not a tty".
    let terminal: String?

    /// More than any secret: the protocol takes 8 MiB.
    private static let outputLimit = 32 << 20

    init(settings: PassSettings, diagnostics: HelperDiagnostics) {
        let named = settings.environment["GPG_TTY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let terminal = named ?? ControllingTerminal.path()?.string
        var variables = settings.environment.variables
        variables["GPG_TTY"] = terminal
        self.init(
            environment: ProcessEnvironment(variables),
            deadline: settings.deadline,
            diagnostics: diagnostics,
            terminal: terminal
        )
    }

    init(environment: ProcessEnvironment, deadline: Deadline, diagnostics: HelperDiagnostics, terminal: String?) {
        self.environment = environment
        self.deadline = deadline
        self.diagnostics = diagnostics
        self.terminal = terminal
    }

    /// Whether a prompt has a terminal or a screen to be shown on.
    var canAsk: Bool {
        terminal != nil || environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
    }

    /// The directory that `GNUPGHOME` names if it does not exist, where gpg finds no key.
    var missingGpgHome: String? {
        guard let home = environment["GNUPGHOME"], (try? FileStatus(of: FilePath(home))) == nil else { return nil }
        return home
    }

    /// The first of `names` that is a program in an absolute directory of `PATH`.
    func find(_ names: String...) -> FilePath? {
        for name in names {
            if let program = try? ExecutableSearch.find(name, in: environment) { return program }
        }
        return nil
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: Where it is.
    ///   - arguments: Its arguments, which other users of the machine can see.
    ///   - input: What it reads from standard input.
    ///   - changes: Variables to set, or with nil to take away.
    ///   - limit: When it has to be done; the end of the call's own time, unless given.
    ///   - gracePeriod: How long it may clean up then, before it is killed.
    ///   - purpose: What is waited for, after "while waiting for".
    /// - Returns: Its output and how it ended, which may be badly.
    /// - Throws: ``HelperError`` if it could not be run, or did not end in time; then its process group is gone.
    func run(
        _ program: FilePath,
        _ arguments: [String],
        input: [UInt8] = [],
        changing changes: [String: String?] = [:],
        until limit: Deadline? = nil,
        gracePeriod: Duration = .zero,
        waitingFor purpose: String
    ) throws(HelperError) -> ChildProcess.Outcome {
        var variables = environment.variables
        for (name, value) in changes { variables[name] = value }
        diagnostics.trace("runs \(program) \(arguments.joined(separator: " "))")
        let outcome: ChildProcess.Outcome
        do {
            outcome = try ChildProcess.run(
                program: program,
                arguments: arguments,
                environment: ProcessEnvironment(variables),
                input: input,
                deadline: limit ?? deadline,
                gracePeriod: gracePeriod,
                outputLimit: Self.outputLimit
            )
        } catch {
            throw HelperError(.failed, "\(error)")
        }
        switch outcome.termination {
        case .timedOut:
            throw HelperError(
                .timedOut,
                "timed out while waiting for \(purpose)",
                advice: ["Set DOCKER_CREDENTIAL_TIMEOUT to more seconds if that takes longer; it is 30 unless set."]
            )
        case .outputTooLarge:
            throw HelperError(.failed, "\(program) wrote more than \(Self.outputLimit >> 20) MiB")
        default:
            return outcome
        }
    }
}

extension ChildProcess.Outcome {
    var succeeded: Bool { termination == .exited(0) }
}
