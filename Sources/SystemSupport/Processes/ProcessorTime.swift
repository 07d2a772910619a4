/// The time that processors spent on this process, which does not pass while it waits or others run.
package enum ProcessorTime {
    /// All of it so far.
    package static var spent: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
