internal import CSystemSupport
package import SystemPackage

/// The terminal that this process belongs to, wherever its standard streams lead.
package enum Terminal {
    /// Whether `descriptor` is a terminal.
    package static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
        isatty(descriptor.rawValue) == 1
    }

    /// Asks for a passphrase on the controlling terminal, without showing it.
    ///
    /// The terminal's settings are put back however this ends, also when a signal of the terminal ends or stops the
    /// process. One caller at a time.
    ///
    /// - Parameters:
    ///   - prompt: What is shown, without a line end.
    ///   - deadline: When to give up.
    /// - Returns: The line that was typed, without its end.
    /// - Throws: `.noTerminal` when there is no controlling terminal, `.timedOut` at the deadline.
    package static func readPassphrase(prompt: String, deadline: Deadline) throws(SystemError) -> [UInt8] {
        let terminal: OwnedDescriptor
        do {
            terminal = try FilePath("/dev/tty").open(O_RDWR)
        } catch {
            throw SystemError(.noTerminal, "ask for a passphrase", because: "there is no terminal")
        }
        do throws(Errno) {
            let line = try readLine(from: terminal.descriptor, prompt: prompt, deadline: deadline)
            if let line { return line }
        } catch {
            throw SystemError(error, "ask for a passphrase")
        }
        throw SystemError(
            .timedOut,
            "ask for a passphrase",
            because: "nobody answered within \(deadline.limitInWords)"
        )
    }

    /// One line; nil at the deadline.
    private static func readLine(
        from terminal: FileDescriptor,
        prompt: String,
        deadline: Deadline
    ) throws(Errno) -> [UInt8]? {
        let signals = try Pipe.open()
        var line: [UInt8] = []
        while true {
            let shown = try SilencedTerminal(terminal, signals: signals.writing.descriptor)
            try terminal.writeFully(Array(prompt.utf8))
            let event = try readLine(from: terminal, into: &line, signals: signals.reading.descriptor, until: deadline)
            shown.restore()
            try terminal.writeFully(Array("\n".utf8))
            switch event {
            case .line: return line
            case .deadline: return nil
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

/// A terminal that does not show what is typed, until it is restored.
private struct SilencedTerminal: ~Copyable {
    private let terminal: FileDescriptor
    private let settings: termios

    init(_ terminal: FileDescriptor, signals: FileDescriptor) throws(Errno) {
        var settings = termios()
        try calling { unsafe tcgetattr(terminal.rawValue, &settings) }
        self.terminal = terminal
        self.settings = settings
        // Before the echo goes off, so that no signal finds the terminal silent and the handling the default.
        system_support_catch_terminal_signals(signals.rawValue)
        settings.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(terminal.rawValue, TCSAFLUSH, &settings)
    }

    consuming func restore() {}

    deinit {
        var settings = settings
        _ = unsafe tcsetattr(terminal.rawValue, TCSAFLUSH, &settings)
        system_support_release_terminal_signals()
    }
}
