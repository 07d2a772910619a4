internal import CSystemSupport
internal import SystemPackage

/// A child that runs, and this end of its streams.
struct SpawnedChild: ~Copyable {
    private let program: FilePath
    private let process: pid_t
    private let leadsGroup: Bool
    private var loan: ForegroundLoan?
    private let exitDescriptor: OwnedDescriptor?
    private(set) var output: CollectedStream
    private(set) var errorOutput: CollectedStream

    private init(
        _ program: FilePath,
        _ process: pid_t,
        leadsGroup: Bool,
        lendsTerminal: Bool,
        _ output: consuming CollectedStream,
        _ errorOutput: consuming CollectedStream
    ) {
        self.program = program
        self.process = process
        self.leadsGroup = leadsGroup
        loan = lendsTerminal ? ForegroundLoan.lend(to: process) : nil
        self.output = output
        self.errorOutput = errorOutput
        let descriptor = system_support_exit_descriptor(process)
        exitDescriptor = descriptor < 0 ? nil : OwnedDescriptor(FileDescriptor(rawValue: descriptor))
    }

    /// What a child reads from its standard input.
    enum Input {
        case bytes([UInt8])
        /// A descriptor of this process.
        case descriptor(FileDescriptor)
    }

    static func start(
        _ program: FilePath,
        arguments: [[UInt8]],
        variables: [[UInt8]],
        input: Input,
        workingDirectory: FilePath?,
        outputLimit: Int,
        standardError: ChildProcess.StandardError,
        terminal: ChildProcess.TerminalAccess
    ) throws(SystemError) -> SpawnedChild {
        do throws(Errno) {
            let inputFile = try inputFile(input)
            let outputPipe = try Pipe.open()
            let errorPipe = try Pipe.open()
            let discarded = try FilePath("/dev/null").open(O_RDWR)
            let (errorTarget, errorLimit): (Int32, Int) =
                switch standardError {
                case .capture(let limit): (errorPipe.writing.descriptor.rawValue, limit)
                case .inherit: (-1, 0)
                case .discard: (discarded.descriptor.rawValue, 0)
                }
            let isForeground = terminal == .foreground ? ForegroundLoan.isInForeground() : nil
            let group: system_support_group =
                switch terminal {
                case .shared: system_support_group_inherited
                case .none: system_support_group_session
                case .foreground where isForeground == false: system_support_group_inherited
                case .background, .foreground: system_support_group_own
                }
            let process = try spawn(
                program,
                [program.bytes] + arguments,
                variables,
                workingDirectory,
                (inputFile.descriptor.rawValue, outputPipe.writing.descriptor.rawValue, errorTarget),
                group
            )
            return SpawnedChild(
                program,
                process,
                leadsGroup: group != system_support_group_inherited,
                lendsTerminal: isForeground == true,
                CollectedStream(outputPipe.intoReading(), limit: outputLimit),
                CollectedStream(errorPipe.intoReading(), limit: errorLimit)
            )
        } catch {
            throw SystemError(error, "run", program)
        }
    }

    /// Reads until the child has ended, and then what is left in the pipes.
    ///
    /// - Returns: Nil when the child ended by itself, else why it must be ended.
    mutating func collect(
        until deadline: Deadline,
        cancellation: FileDescriptor?
    ) throws(SystemError) -> ChildProcess.Termination? {
        do throws(Errno) {
            while true {
                loan?.passOnStops(of: process)
                let hasEnded = system_support_has_ended(process) != 0
                try output.readAvailable()
                try errorOutput.readAvailable()
                guard !output.isOverLimit else { return .outputTooLarge }
                guard !hasEnded else { return nil }
                guard !deadline.isExpired else { return .timedOut }
                if try wait(until: deadline, cancellation: cancellation) { return .cancelled }
            }
        } catch {
            kill()
            _ = try reap()
            throw SystemError(error, "run", program)
        }
    }

    /// Waits for anything to happen; true if it is that the caller has had enough.
    private func wait(until deadline: Deadline, cancellation: FileDescriptor?) throws(Errno) -> Bool {
        let end: FileDescriptor? =
            switch exitDescriptor {
            case .some(let owned): owned.descriptor
            case .none: nil
            }
        // Nothing tells of a stop, and some systems nothing of a child's end: they are looked for twenty times a second.
        let isLent = loan != nil
        let next = end == nil || isLent ? deadline.earlier(.after(.milliseconds(50))) : deadline
        let ready = try PollSet([
            .init(output.openDescriptor), .init(errorOutput.openDescriptor), .init(end), .init(cancellation),
        ]).wait(until: next)
        guard let end, !ready[2], !ready[3] else { return ready[3] }
        // A talkative child writes on for this long, unless it ends: to wake up for each of its lines would cost both of
        // us more than the lines do. A pipe holds 64 KiB, so that nobody waits for long.
        return try PollSet([.init(end), .init(cancellation)]).wait(until: deadline.earlier(.after(.milliseconds(1))))[1]
    }

    /// Takes what it has written so far, without waiting.
    mutating func readAvailableOutput() throws(Errno) {
        try output.readAvailable()
    }

    /// Asks the child to end, with all of its group if it leads one.
    func terminate() {
        _ = systemKill(leadsGroup ? -process : process, SIGTERM)
    }

    /// Ends the child, with all of its group if it leads one.
    func kill() {
        _ = systemKill(leadsGroup ? -process : process, SIGKILL)
    }

    /// Takes the child's status, so that no zombie stays.
    ///
    /// - Throws: ``SystemError`` if the system has thrown the status away, as it does while SIGCHLD is ignored; a made-up
    ///   success would be worse than none.
    func reap() throws(SystemError) -> ChildProcess.Termination {
        var waitStatus: Int32 = 0
        do throws(Errno) {
            try calling { unsafe system_support_reap_child(process, &waitStatus) }
        } catch {
            throw SystemError(
                .other,
                "run",
                program,
                because: "its exit status was lost, as happens while SIGCHLD is ignored"
            )
        }
        var status: Int32 = 0
        let isExit = unsafe system_support_decode_wait_status(waitStatus, &status) != 0
        return isExit ? .exited(status) : .signalled(status)
    }

    /// Ends the child's use of the terminal, and lets this process end as a child did that was ended from there: the
    /// terminal has sent the signal to the child's process group only.
    mutating func takeTerminalBack(after status: ChildProcess.Termination) {
        guard loan != nil else { return }
        loan = nil
        if case .signalled(let signal) = status, signal == SIGINT || signal == SIGQUIT { system_support_raise(signal) }
    }

    private static func inputFile(_ input: Input) throws(Errno) -> OwnedDescriptor {
        let bytes: [UInt8]
        switch input {
        case .bytes(let given): bytes = given
        case .descriptor(let descriptor):
            return OwnedDescriptor(
                FileDescriptor(rawValue: try calling { fcntl(descriptor.rawValue, F_DUPFD_CLOEXEC, 3) })
            )
        }
        guard !bytes.isEmpty else { return try FilePath("/dev/null").open(O_RDONLY) }
        let file = try OwnedDescriptor.open { system_support_anonymous_file() }
        try file.descriptor.writeFully(bytes)
        try file.descriptor.rewind()
        return file
    }

    private static func spawn(
        _ program: FilePath,
        _ arguments: [[UInt8]],
        _ environment: [[UInt8]],
        _ workingDirectory: FilePath?,
        _ streams: (input: Int32, output: Int32, error: Int32),
        _ group: system_support_group
    ) throws(Errno) -> pid_t {
        let arguments = unsafe CStrings(arguments)
        let variables = unsafe CStrings(environment)
        let directory = unsafe CStrings(workingDirectory.map { [$0.bytes] } ?? [])
        let path = unsafe CStrings([program.bytes])
        var process: pid_t = 0
        var request = unsafe system_support_spawn_request()
        unsafe request.program = unsafe UnsafePointer(path.pointers[0])
        unsafe request.working_directory = unsafe UnsafePointer(directory.pointers[0])
        (unsafe request.input, unsafe request.output, unsafe request.error) = streams
        unsafe request.group = group
        let failure = unsafe arguments.pointers.withUnsafeBufferPointer { arguments in
            unsafe variables.pointers.withUnsafeBufferPointer { variables in
                unsafe request.arguments = arguments.baseAddress
                unsafe request.environment = variables.baseAddress
                return unsafe system_support_spawn_child(&request, &process)
            }
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }
}

// A method of the same name would hide it.
private func systemKill(_ process: pid_t, _ signal: Int32) -> Int32 { kill(process, signal) }
