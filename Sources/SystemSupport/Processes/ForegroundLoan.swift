internal import CSystemSupport
internal import SystemPackage

/// The controlling terminal in the hands of a child's process group, until this goes out of scope.
struct ForegroundLoan: ~Copyable {
    private let terminal: OwnedDescriptor
    private let group: pid_t
    /// Whether the child was stopped, and the terminal taken back for the shell.
    private var isSuspended = false

    /// Whether the process that asks is in the foreground of its terminal; nil without a terminal.
    static func isInForeground() -> Bool? {
        guard let terminal = try? FilePath("/dev/tty").open(O_RDWR) else { return nil }
        return tcgetpgrp(terminal.descriptor.rawValue) == getpgrp()
    }

    /// Lends the terminal to a process group that may have read from it already, and been stopped for that.
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

    /// Does what a shell would see to: when the terminal has stopped the child, this process group stops too, and when it
    /// is continued in the foreground, so is the child.
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
