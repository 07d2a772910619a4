// Its header declares `timespec` too, and which module the compiler takes it from depends on the files in a batch.
internal import CSystemSupport

/// The wall clock, which can be set.
package enum WallClock {
    /// The time since 1970 in UTC, without leap seconds.
    package static var sinceEpoch: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
