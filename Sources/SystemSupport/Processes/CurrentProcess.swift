internal import CSystemSupport
package import SystemPackage

/// Information about this process from the operating system.
package enum CurrentProcess {
    /// The effective user, which is root after `sudo`.
    package static var effectiveUser: UInt32 { geteuid() }

    /// The groups of the process.
    package static var groups: [UInt32] {
        var groups = [gid_t](repeating: 0, count: Int(max(0, getgroups(0, nil))))
        let count = unsafe getgroups(Int32(groups.count), &groups)
        return [getegid()] + groups.prefix(Int(max(0, count)))
    }

    /// The command line without the program's name.
    ///
    /// Bytes that are not UTF-8 become U+FFFD.
    ///
    /// - Throws: ``SystemError`` if the system does not provide the arguments, so that they are not mistaken for none.
    package static var arguments: [String] {
        get throws(SystemError) {
            var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
            let count = unsafe system_support_arguments(&pointer)
            guard count >= 0, let all = unsafe pointer else {
                // Used only as a fallback: without /proc, the Swift runtime ends a static program here.
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

    /// The file name by which the program was started, which may be that of a link to it; empty if it is unknown.
    package static var name: String {
        var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = unsafe system_support_arguments(&pointer)
        let path = count > 0 ? unsafe pointer?.pointee.map { unsafe String(cString: $0) } : CommandLine.arguments.first
        return path.map { String($0[($0.lastIndex(of: "/").map($0.index(after:)) ?? $0.startIndex)...]) } ?? ""
    }

    /// The absolute path of the program that this process runs, or nil if the system does not reveal it.
    ///
    /// Symbolic links to the program are resolved.
    package static var programPath: FilePath? {
        if let path = try? FilePath("/proc/self/exe").linkTarget(), path.isAbsolute { return path }
        guard let text = unsafe system_support_program_path() else { return nil }
        let path = unsafe FilePath(platformString: text)
        guard path.isAbsolute else { return nil }
        return (try? path.resolvingFinalLinks()) ?? path
    }

    /// Forwards fatal signals to the children that ``ChildProcess`` started, and stops them when the terminal stops
    /// this process.
    ///
    /// This includes children in their own process groups, which the terminal does not reach. Programs call it once at
    /// the start; a library leaves signal handling to its program. Signals that are ignored or have a handler are not
    /// changed.
    package static func endChildrenOnSignals() {
        system_support_end_children_with_process()
    }

    /// Makes this process the parent of all orphaned descendants, so that ``endDescendants()`` and fatal signals reach
    /// processes that have left the process group and the session of their parent.
    ///
    /// Does nothing where the system has no such feature (PR_SET_CHILD_SUBREAPER in prctl(2) of Linux).
    package static func adoptDescendants() {
        _ = system_support_adopt_descendants()
    }

    /// Ends all processes that this process and its children have started, with SIGTERM and, after a second, SIGKILL.
    ///
    /// Call it after ``adoptDescendants()``, when no child is needed any more.
    package static func endDescendants() {
        _ = system_support_end_descendants()
    }

    /// The time in seconds since 1970 in UTC.
    package static var secondsSince1970: Int { time(nil) }

    /// Exits at once, without flushing, since nothing is buffered.
    package static func exit(_ status: Int32) -> Never { _exit(status) }
}

/// The processor time of this process, which does not include waiting.
package enum ProcessorTime {
    /// The processor time since the start of the process.
    package static var spent: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
