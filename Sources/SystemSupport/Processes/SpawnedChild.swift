internal import CSystemSupport
internal import SystemPackage

/// A running child process, and this end of its streams.
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

    /// The standard input of a child.
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

    /// Reads until the child has exited, and then reads the rest of the pipes.
    ///
    /// - Returns: Nil if the child exited, or the reason why it must be ended.
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

    /// Waits for the next event, and returns true if the caller has cancelled.
    private func wait(until deadline: Deadline, cancellation: FileDescriptor?) throws(Errno) -> Bool {
        let end: FileDescriptor? =
            switch exitDescriptor {
            case .some(let owned): owned.descriptor
            case .none: nil
            }
        // No descriptor reports that a child has stopped, and on some systems none reports its exit. Poll twenty times
        // a second.
        let isLent = loan != nil
        let next = end == nil || isLent ? deadline.earlier(.after(.milliseconds(50))) : deadline
        let ready = try PollSet([
            .init(output.openDescriptor), .init(errorOutput.openDescriptor), .init(end), .init(cancellation),
        ]).wait(until: next)
        guard let end, !ready[2], !ready[3] else { return ready[3] }
        // Let the child write for this long, unless it exits: waking up for each line costs more than the lines do. A
        // pipe holds 64 KiB, so the child is not blocked for long.
        return try PollSet([.init(end), .init(cancellation)]).wait(until: deadline.earlier(.after(.milliseconds(1))))[1]
    }

    /// Reads the available output without waiting.
    mutating func readAvailableOutput() throws(Errno) {
        try output.readAvailable()
    }

    /// Sends SIGTERM to the child, or to its whole group if it leads one.
    func terminate() {
        _ = systemKill(leadsGroup ? -process : process, SIGTERM)
    }

    /// Sends SIGKILL to the child, or to its whole group if it leads one.
    func kill() {
        _ = systemKill(leadsGroup ? -process : process, SIGKILL)
    }

    /// Reaps the child and returns how it ended.
    ///
    /// - Throws: ``SystemError`` if the system has discarded the status, as it does while SIGCHLD is ignored. The child
    ///   must not be reported as successful in that case.
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

    /// Takes the terminal back, and raises the signal that ended the child there.
    ///
    /// The terminal has sent that signal only to the child's process group.
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
        unsafe request.arguments = unsafe UnsafePointer(arguments.pointers)
        unsafe request.environment = unsafe UnsafePointer(variables.pointers)
        let failure = unsafe withExtendedLifetime((arguments, variables, directory, path)) {
            unsafe system_support_spawn_child(&request, &process)
        }
        guard failure == 0 else { throw Errno(rawValue: failure) }
        return process
    }
}

// The method of the same name would hide this function.
private func systemKill(_ process: pid_t, _ signal: Int32) -> Int32 { kill(process, signal) }

/// C strings followed by a null pointer, which are freed with this object.
///
/// Not an array: looking up its type takes as long as copying hundreds of strings.
@unsafe final class CStrings {
    let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
    private let count: Int

    init(_ texts: [[UInt8]]) {
        unsafe count = texts.count
        unsafe pointers = .allocate(capacity: texts.count + 1)
        for (index, text) in texts.enumerated() { unsafe (pointers + index).initialize(to: copy(text)) }
        unsafe (pointers + count).initialize(to: nil)
    }

    deinit {
        for index in unsafe 0..<count { unsafe free(pointers[index]) }
        unsafe pointers.deallocate()
    }
}

private func copy(_ text: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    unsafe text.withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return unsafe strdup("") }
        return unsafe strndup(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), bytes.count)
    }
}
