internal import SystemPackage
internal import SystemSupport

/// A pseudo-terminal, for a program that reads its standard input from a terminal.
struct PseudoTerminal: ~Copyable {
    private let keyboard: FileDescriptor
    /// Kept open, so that text typed before the program starts is not lost and the line does not hang up between uses.
    private let screen: FileDescriptor
    let path: String

    init() throws(HelperProgramError) {
        var keyboard: CInt = -1
        var screen: CInt = -1
        guard unsafe openpty(&keyboard, &screen, nil, nil, nil) == 0 else { throw Self.failure("opened") }
        guard let name = unsafe ttyname(screen) else {
            _ = close(keyboard)
            _ = close(screen)
            throw Self.failure("named")
        }
        // Child processes must not keep the line open.
        _ = fcntl(keyboard, F_SETFD, FD_CLOEXEC)
        _ = fcntl(screen, F_SETFD, FD_CLOEXEC)
        self.keyboard = FileDescriptor(rawValue: keyboard)
        self.screen = FileDescriptor(rawValue: screen)
        path = unsafe String(cString: name)
    }

    deinit {
        try? keyboard.close()
        try? screen.close()
    }

    /// Types a text.
    ///
    /// Byte 4 is Ctrl-D, which ends the input at the start of a line.
    func type(_ text: [UInt8]) throws(HelperProgramError) {
        guard !text.isEmpty else { return }
        do {
            _ = try keyboard.writeAll(text)
        } catch {
            throw Self.failure("written to")
        }
    }

    private static func failure(_ what: String) -> HelperProgramError {
        HelperProgramError(.systemFailure, "a pseudo-terminal could not be \(what)")
    }
}
