/// A moment in UTC.
package struct CalendarTime: Sendable, Equatable {
    package let year: Int
    package let month: Int
    package let day: Int
    private let secondOfDay: Int

    /// The proleptic Gregorian date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    package init(secondsSince1970 time: Int) {
        let days = time >= 0 ? time / 86_400 : (time - 86_399) / 86_400
        secondOfDay = time - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The date, such as `2026-11-26`.
    package var date: String { "\(year)-\(Self.padded(month))-\(Self.padded(day))" }

    /// Date and time, such as `20261126-231500`, which sort as text.
    package var compact: String {
        "\(year)\(Self.padded(month))\(Self.padded(day))-\(timeOfDay.map(Self.padded).joined())"
    }

    /// The point in time for messages, such as `2026-11-26 12:00:00 UTC`.
    package var text: String { "\(date) \(timeOfDay.map(Self.padded).joined(separator: ":")) UTC" }

    private var timeOfDay: [Int] { [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60] }

    private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
