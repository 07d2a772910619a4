internal import SystemPackage
internal import SystemSupport

/// A terminal without a screen: what is typed here is what a program reads that has it as its standard input.
struct PseudoTerminal: ~Copyable {
    private let keyboard: FileDescriptor
    /// Held open, so that what is typed before the program starts is not lost, nor the line hung up between two uses.
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
        // No program that is started from here may hold the line open.
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

    /// Types `text`; a byte 4 in it is Ctrl-D, at the start of a line the end of the input.
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
