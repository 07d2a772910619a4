/// What only the operating system knows about this process and its moment.
package enum CurrentProcess {
    /// The user whose rights the process has, who is root after `sudo`.
    package static var effectiveUser: UInt32 { geteuid() }

    /// The groups whose rights the process has.
    package static var groups: [UInt32] {
        var groups = [gid_t](repeating: 0, count: 1 << 16)
        let count = unsafe getgroups(Int32(groups.count), &groups)
        return [getegid()] + groups.prefix(Int(max(0, count)))
    }

    /// The wall clock, in seconds since the beginning of 1970 in UTC.
    package static var secondsSince1970: Int { time(nil) }

    /// Ends the process at once: nothing is buffered, so nothing is to be flushed.
    package static func exit(_ status: Int32) -> Never { _exit(status) }
}
