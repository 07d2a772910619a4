import HelperProtocol
import SystemPackage
import SystemSupport

/// Runs other programs within the time of the call.
///
/// Their arguments and environment contain no secret.
struct ProgramRunner {
    let environment: ProcessEnvironment
    let deadline: Deadline
    let diagnostics: HelperDiagnostics
    /// The terminal for prompts: `GPG_TTY`, else the controlling terminal.
    ///
    /// gpg itself finds none, as its input is a pipe. pass sets `GPG_TTY=$(tty)`, which is then "not a tty".
    let terminal: String?
    /// Whether a program may prompt; without a terminal and a display, gpg-agent could still use those it was started
    /// on.
    let mayPrompt: Bool

    /// The output limit in bytes, larger than any secret: the protocol accepts 8 MiB.
    private static let outputLimit = 32 << 20

    init(settings: PassSettings, diagnostics: HelperDiagnostics) {
        guard settings.mayPrompt else {
            self.init(
                environment: settings.environment.replacing(["GPG_TTY": nil, "DISPLAY": nil, "WAYLAND_DISPLAY": nil]),
                deadline: settings.deadline,
                diagnostics: diagnostics,
                terminal: nil,
                mayPrompt: false
            )
            return
        }
        let named = settings.environment["GPG_TTY"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        let terminal = named ?? ControllingTerminal.path()?.string
        self.init(
            environment: settings.environment.replacing(["GPG_TTY": terminal]),
            deadline: settings.deadline,
            diagnostics: diagnostics,
            terminal: terminal
        )
    }

    init(
        environment: ProcessEnvironment,
        deadline: Deadline,
        diagnostics: HelperDiagnostics,
        terminal: String?,
        mayPrompt: Bool = true
    ) {
        self.environment = environment
        self.deadline = deadline
        self.diagnostics = diagnostics
        self.terminal = terminal
        self.mayPrompt = mayPrompt
    }

    /// Returns a runner whose programs get other values of some variables.
    func setting(_ variables: [String: String?]) -> ProgramRunner {
        ProgramRunner(
            environment: environment.replacing(variables),
            deadline: deadline,
            diagnostics: diagnostics,
            terminal: terminal,
            mayPrompt: mayPrompt
        )
    }

    /// Whether there is a terminal or a display for a prompt.
    var canAsk: Bool {
        terminal != nil || environment["DISPLAY"] != nil || environment["WAYLAND_DISPLAY"] != nil
    }

    /// The directory that `GNUPGHOME` names if it does not exist, where gpg finds no key.
    var missingGpgHome: FilePath? {
        guard let home = environment.path(of: "GNUPGHOME"), (try? FileStatus(of: home)) == nil else { return nil }
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
    ///   - program: Its absolute path.
    ///   - arguments: Its arguments, which other users of the machine can see.
    ///   - operands: Paths that follow the arguments, byte for byte.
    ///   - input: Its standard input.
    ///   - directory: Its working directory; nil for that of this process.
    ///   - environment: Its environment; nil for that of the runner.
    ///   - limit: The end of its time; nil for the end of the call's time.
    ///   - gracePeriod: The time between SIGTERM and SIGKILL after that.
    ///   - purpose: The end of a message "timed out while waiting for …".
    /// - Returns: Its output and how it ended. A failure of the program is not an error.
    /// - Throws: ``HelperError`` if it could not be run or did not end in time; its process group is then killed.
    func run(
        _ program: FilePath,
        _ arguments: [String],
        operands: [FilePath] = [],
        input: [UInt8] = [],
        in directory: FilePath? = nil,
        environment: ProcessEnvironment? = nil,
        until limit: Deadline? = nil,
        gracePeriod: Duration = .zero,
        waitingFor purpose: String
    ) throws(HelperError) -> ChildProcess.Outcome {
        let words = [program.escapedForDisplay] + arguments + operands.map(\.escapedForDisplay)
        diagnostics.trace("runs \(words.joined(separator: " "))")
        let outcome: ChildProcess.Outcome
        do {
            outcome = try ChildProcess.run(
                program: program,
                arguments: arguments,
                operands: operands,
                environment: environment ?? self.environment,
                input: input,
                workingDirectory: directory,
                deadline: limit ?? deadline,
                gracePeriod: gracePeriod,
                outputLimit: Self.outputLimit
            )
        } catch {
            throw HelperError(.failed, "\(error)")
        }
        switch outcome.termination {
        case .timedOut:
            let limit = (limit ?? deadline).limit ?? .zero
            throw HelperError(.timedOut, .timedOut(after: limit, waitingFor: purpose))
        case .outputTooLarge:
            throw HelperError(.failed, .printedTooMuch(program.escapedForDisplay, limit: Self.outputLimit))
        default:
            return outcome
        }
    }
}

extension ChildProcess.Outcome {
    var succeeded: Bool { termination == .exited(0) }
}
