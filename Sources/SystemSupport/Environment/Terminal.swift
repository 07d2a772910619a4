internal import CSystemSupport
package import SystemPackage

/// The terminal that this process belongs to, wherever its standard streams lead.
package enum Terminal {
    /// Whether `descriptor` is a terminal.
    package static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
        isatty(descriptor.rawValue) == 1
    }

    /// Asks for a passphrase on the controlling terminal, without showing it, as ``readLine(prompt:asking:echoes:deadline:)``
    /// does.
    package static func readPassphrase(prompt: String, deadline: Deadline) throws(SystemError) -> [UInt8] {
        try readLine(prompt: prompt, asking: "ask for a passphrase", echoes: false, deadline: deadline)
    }

    /// Asks for a line on the controlling terminal.
    ///
    /// A process in the background stops, as one that reads from its terminal does, until the shell brings it to the
    /// foreground. The terminal's settings are put back however this ends, also when a signal of the terminal ends or
    /// stops the process. One caller at a time.
    ///
    /// - Parameters:
    ///   - prompt: What is shown, without a line end.
    ///   - operation: What is done, for an error, as the words after "cannot": `ask for a user name`.
    ///   - echoes: Whether the terminal shows what is typed.
    ///   - deadline: When to give up.
    /// - Returns: The line that was typed, without its end.
    /// - Throws: `.noTerminal` when there is no controlling terminal or this process stays in the background, `.timedOut` at
    ///   the deadline.
    package static func readLine(
        prompt: String,
        asking operation: String,
        echoes: Bool = true,
        deadline: Deadline
    ) throws(SystemError) -> [UInt8] {
        let terminal: OwnedDescriptor
        do {
            terminal = try FilePath("/dev/tty").open(O_RDWR)
        } catch {
            throw SystemError(.noTerminal, operation, because: "there is no terminal")
        }
        let answer: Answer
        do throws(Errno) {
            answer = try ask(terminal.descriptor, prompt: prompt, echoes: echoes, deadline: deadline)
        } catch {
            throw SystemError(error, operation)
        }
        switch answer {
        case .line(let line): return line
        case .deadline:
            throw SystemError(.timedOut, operation, because: "nobody answered within \(deadline.limitInWords)")
        case .background:
            throw SystemError(.noTerminal, operation, because: "this process runs in the background of the terminal")
        }
    }

    private enum Answer {
        case line([UInt8])
        case deadline
        case background
    }

    /// Whether this process is in the foreground of its terminal, or could be stopped until it was.
    private static func isInForeground(of terminal: FileDescriptor) -> Bool {
        // Some terminals do not tell; -1 then.
        func isInBackground() -> Bool {
            let group = tcgetpgrp(terminal.rawValue)
            return group >= 0 && group != getpgrp()
        }
        guard isInBackground() else { return true }
        // By hand: a thread of a program that waits by libdispatch has the signal blocked, and would turn off the echo of
        // the shell's own prompt.
        system_support_raise(SIGTTOU)
        return !isInBackground()
    }

    private static func ask(
        _ terminal: FileDescriptor,
        prompt: String,
        echoes: Bool,
        deadline: Deadline
    ) throws(Errno) -> Answer {
        let signals = try Pipe.open()
        var line: [UInt8] = []
        while true {
            guard isInForeground(of: terminal) else { return .background }
            let shown = try PromptingTerminal(terminal, echoes: echoes, signals: signals.writing.descriptor)
            try terminal.writeFully(Array(prompt.utf8))
            let event = try readLine(from: terminal, into: &line, signals: signals.reading.descriptor, until: deadline)
            shown.restore()
            if !echoes || event.endsWithoutLine { try terminal.writeFully(Array("\n".utf8)) }
            switch event {
            case .line: return .line(line)
            case .deadline: return .deadline
            case .signal(let signal):
                // With the handling that was found: it ends the process, or stops it until it is continued.
                system_support_raise(signal)
                line = []
            }
        }
    }

    private enum Event {
        case line
        case deadline
        case signal(Int32)

        var endsWithoutLine: Bool {
            if case .line = self { false } else { true }
        }
    }

    private static func readLine(
        from terminal: FileDescriptor,
        into line: inout [UInt8],
        signals: FileDescriptor,
        until deadline: Deadline
    ) throws(Errno) -> Event {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let ready = try PollSet([.init(terminal), .init(signals)]).wait(until: deadline)
            if ready[1] {
                _ = try signals.readOnce(into: &buffer)
                return .signal(Int32(buffer[0]))
            }
            guard ready[0] else { return .deadline }
            let count = try terminal.readOnce(into: &buffer)
            line += buffer[..<count]
            if let end = line.firstIndex(where: { $0 == UInt8(ascii: "\n") }) {
                line.removeSubrange(end...)
                return .line
            }
            // Ctrl-D on an empty line, or a terminal that is gone.
            guard count > 0 else { return .line }
        }
    }
}

/// A terminal at a prompt, until it is restored: its signals are caught, and it may not show what is typed.
private struct PromptingTerminal: ~Copyable {
    private let terminal: FileDescriptor
    private let settings: termios

    init(_ terminal: FileDescriptor, echoes: Bool, signals: FileDescriptor) throws(Errno) {
        var settings = termios()
        try calling { unsafe tcgetattr(terminal.rawValue, &settings) }
        self.terminal = terminal
        self.settings = settings
        // Before the echo goes off, so that no signal finds the terminal silent and the handling the default.
        system_support_catch_terminal_signals(signals.rawValue)
        if !echoes { settings.c_lflag &= ~tcflag_t(ECHO) }
        _ = unsafe tcsetattr(terminal.rawValue, TCSAFLUSH, &settings)
    }

    consuming func restore() {}

    deinit {
        var settings = settings
        _ = unsafe tcsetattr(terminal.rawValue, TCSAFLUSH, &settings)
        system_support_release_terminal_signals()
    }
}
