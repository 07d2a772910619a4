/// A moment in UTC, to the second, in the format of RFC 3339.
///
/// This layer does not use Foundation, and the caller has the clock.
package struct AgeTimestamp: Sendable, Hashable, CustomStringConvertible {
    private static let secondsInDay = 86_400
    /// The last second of the year 9999: RFC 3339 has four digits for the year.
    private static let latest = 253_402_300_799

    private let secondsSince1970: Int

    /// Creates a moment between the years 1970 and 9999; others are clamped.
    package init(secondsSince1970: Int) {
        self.secondsSince1970 = min(max(secondsSince1970, 0), Self.latest)
    }

    /// The moment as `2026-01-31T23:59:59Z`.
    package var description: String {
        let (year, month, day) = Self.date(daysSince1970: secondsSince1970 / Self.secondsInDay)
        let second = secondsSince1970 % Self.secondsInDay
        let date = "\(Self.digits(year, 4))-\(Self.digits(month, 2))-\(Self.digits(day, 2))"
        let time = [second / 3600, second / 60 % 60, second % 60].map { Self.digits($0, 2) }
        return "\(date)T\(time.joined(separator: ":"))Z"
    }

    /// Returns the Gregorian date, by subtracting whole cycles, years and months from the days.
    private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
        // 400 Gregorian years have 146,097 days, wherever they begin.
        var year = 1970 + daysSince1970 / 146_097 * 400
        var days = daysSince1970 % 146_097
        while days >= daysInYear(year) {
            days -= daysInYear(year)
            year += 1
        }
        var month = 1
        for length in [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
            guard days >= length else { break }
            days -= length
            month += 1
        }
        return (year, month, days + 1)
    }

    private static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    private static func daysInYear(_ year: Int) -> Int {
        isLeap(year) ? 366 : 365
    }

    private static func digits(_ number: Int, _ count: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, count - text.count)) + text
    }
}
