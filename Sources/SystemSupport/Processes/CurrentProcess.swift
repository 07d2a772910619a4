/// What only the operating system knows about this process and its moment.
package enum CurrentProcess {
    /// The user whose rights the process has, who is root after `sudo`.
    package static var effectiveUser: UInt32 { geteuid() }

    /// The wall clock, in seconds since the beginning of 1970 in UTC.
    package static var secondsSince1970: Int { time(nil) }

    /// Ends the process at once: nothing is buffered, so nothing is to be flushed.
    package static func exit(_ status: Int32) -> Never { _exit(status) }
}
