internal import CSystemSupport

/// What only the operating system knows about this process and its moment.
package enum CurrentProcess {
    /// The user whose rights the process has, who is root after `sudo`.
    package static var effectiveUser: UInt32 { geteuid() }

    /// The groups whose rights the process has.
    package static var groups: [UInt32] {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = unsafe getgroups(Int32(groups.count), &groups)
        return [getegid()] + groups.prefix(Int(max(0, count)))
    }

    /// The command line without the program's name; bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Throws: ``SystemError`` where the system does not tell, so that no program takes a call with arguments for one
    ///   without.
    package static var arguments: [String] {
        get throws(SystemError) {
            var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            let count = unsafe system_support_arguments(&pointer)
            guard count >= 0, let all = unsafe pointer else {
                // Only here may the Swift runtime be asked: without /proc it ends a static program.
                let arguments = CommandLine.arguments
                guard !arguments.isEmpty else {
                    throw SystemError(.other, "read the command line", because: "/proc is not mounted")
                }
                return Array(arguments.dropFirst())
            }
            return unsafe UnsafeBufferPointer(start: all, count: Int(count)).dropFirst()
                .compactMap { unsafe $0.map { unsafe String(cString: $0) } }
        }
    }

    /// Makes a signal that ends this process end all that it started by ``ChildProcess``, and a stop at the terminal stop
    /// it: also children in process groups of their own, which the terminal does not reach.
    ///
    /// For programs, to be called once at the start. A library leaves the handling of signals to its program. Signals that
    /// are ignored or have a handler are left alone.
    package static func endChildrenOnSignals() {
        system_support_end_children_with_process()
    }

    /// The wall clock, in seconds since the beginning of 1970 in UTC.
    package static var secondsSince1970: Int { time(nil) }

    /// Ends the process at once: nothing is buffered, so nothing is to be flushed.
    package static func exit(_ status: Int32) -> Never { _exit(status) }
}
