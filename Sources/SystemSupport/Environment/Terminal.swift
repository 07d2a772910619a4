internal import CSystemSupport
package import SystemPackage

/// The controlling terminal of this process, even if the standard streams are redirected.
package enum Terminal {
    /// Whether `descriptor` is a terminal.
    package static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
        isatty(descriptor.rawValue) == 1
    }

    /// Prompts for a passphrase on the controlling terminal without echoing it.
    ///
    /// See ``readLine(prompt:asking:echoes:deadline:)``.
    package static func readPassphrase(prompt: String, deadline: Deadline) throws(SystemError) -> [UInt8] {
        try readLine(prompt: prompt, asking: "ask for a passphrase", echoes: false, deadline: deadline)
    }

    /// Prompts for a line on the controlling terminal.
    ///
    /// A process in the background stops, like any that reads from its terminal, until the shell brings it to the
    /// foreground. The terminal's settings are always restored, even if a signal from the terminal ends or stops the
    /// process. Only one caller at a time is allowed.
    ///
    /// - Parameters:
    ///   - prompt: The prompt, without a line feed.
    ///   - operation: The action for an error message, as the words after "cannot": `ask for a user name`.
    ///   - echoes: Whether the terminal shows what is typed.
    ///   - deadline: When to give up.
    /// - Returns: The line that was typed, without its line feed.
    /// - Throws: `.noTerminal` if there is no controlling terminal or this process stays in the background, and
    ///   `.timedOut` at the deadline.
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
            throw SystemError(.noTerminal, operation, because: Diagnosis.Phrase.noTerminal)
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
            throw SystemError(.timedOut, operation, because: deadline.expiry)
        case .background:
            throw SystemError(.noTerminal, operation, because: "this process runs in the background of the terminal")
        }
    }

    private enum Answer {
        case line([UInt8])
        case deadline
        case background
    }

    /// Whether this process is in the foreground of its terminal, if necessary after it was stopped and continued.
    private static func isInForeground(of terminal: FileDescriptor) -> Bool {
        // Some terminals do not tell and return -1.
        func isInBackground() -> Bool {
            let group = tcgetpgrp(terminal.rawValue)
            return group >= 0 && group != getpgrp()
        }
        guard isInBackground() else { return true }
        // Raised explicitly: a thread that waits in libdispatch has the signal blocked, and would turn off the echo of
        // the shell's prompt.
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
                // The original handler is in place: it ends the process, or stops it until it is continued.
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
            // Ctrl-D on an empty line, or the terminal was closed.
            guard count > 0 else { return .line }
        }
    }
}

/// A terminal during a prompt: its signals are caught and its echo may be off, until it is restored.
private struct PromptingTerminal: ~Copyable {
    private let terminal: FileDescriptor
    private let settings: termios

    init(_ terminal: FileDescriptor, echoes: Bool, signals: FileDescriptor) throws(Errno) {
        var settings = termios()
        try calling { unsafe tcgetattr(terminal.rawValue, &settings) }
        self.terminal = terminal
        self.settings = settings
        // Before the echo is turned off, so that no signal can end the process while the echo is off.
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
