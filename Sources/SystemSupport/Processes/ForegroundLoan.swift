internal import CSystemSupport
internal import SystemPackage

/// Gives the controlling terminal to a child's process group until this value goes out of scope.
struct ForegroundLoan: ~Copyable {
    private let terminal: OwnedDescriptor
    private let group: pid_t
    /// Whether the child was stopped and the shell has the terminal.
    private var isSuspended = false

    /// Whether this process is in the foreground of its terminal, or nil without a terminal.
    static func isInForeground() -> Bool? {
        guard let terminal = try? FilePath("/dev/tty").open(O_RDWR) else { return nil }
        return tcgetpgrp(terminal.descriptor.rawValue) == getpgrp()
    }

    /// Lends the terminal to a process group, which may already have been stopped for reading from it.
    ///
    /// - Returns: Nil without a controlling terminal.
    static func lend(to group: pid_t) -> ForegroundLoan? {
        guard let terminal = try? FilePath("/dev/tty").open(O_RDWR) else { return nil }
        let loan = ForegroundLoan(terminal: terminal, group: group)
        loan.lend()
        return loan
    }

    private init(terminal: consuming OwnedDescriptor, group: pid_t) {
        self.terminal = terminal
        self.group = group
    }

    private func lend() {
        _ = system_support_set_foreground(terminal.descriptor.rawValue, group)
        _ = kill(-group, SIGCONT)
    }

    /// Stops this process group when the terminal has stopped the child, and continues the child afterwards.
    ///
    /// This is what a shell does for its own jobs.
    mutating func passOnStops(of child: pid_t) {
        if isSuspended {
            guard tcgetpgrp(terminal.descriptor.rawValue) == getpgrp() else { return }
            isSuspended = false
            lend()
        } else if system_support_has_stopped(child) == 1 {
            isSuspended = true
            _ = system_support_set_foreground(terminal.descriptor.rawValue, getpgrp())
            _ = kill(0, SIGTSTP)
        }
    }

    deinit {
        guard tcgetpgrp(terminal.descriptor.rawValue) == group else { return }
        _ = system_support_set_foreground(terminal.descriptor.rawValue, getpgrp())
    }
}
