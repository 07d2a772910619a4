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

    /// Returns a point in time for messages: `2026-11-26 12:00:00 UTC`.
    ///
    /// - Parameter sinceEpoch: The time since 1970, which is not negative.
    /// - Returns: The date and the time of day in UTC.
    package static func text(_ sinceEpoch: Duration) -> String {
        let seconds = max(0, sinceEpoch.components.seconds)
        var days = seconds / 86_400
        var year: Int64 = 1970
        while days >= daysInYear(year) {
            days -= daysInYear(year)
            year += 1
        }
        var month = 0
        let lengths: [Int64] = [31, daysInYear(year) - 337, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        while days >= lengths[month] {
            days -= lengths[month]
            month += 1
        }
        let date = [Int64(month) + 1, days + 1].map { "-\(twoDigits($0))" }.joined()
        let clock = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map(twoDigits).joined(separator: ":")
        return "\(year)\(date) \(clock) UTC"
    }

    private static func daysInYear(_ year: Int64) -> Int64 {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 366 : 365
    }

    private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
