/// The times that token servers send: `2026-01-02T03:04:05.678Z` or with an offset (RFC 3339, section 5.6).
enum RFC3339 {
    /// The time since 1970 in UTC; nil if the text is not a valid time.
    static func sinceEpoch(_ text: String) -> Duration? {
        var rest = text.utf8[...]
        guard let year = number(&rest, digits: 4), skip("-", &rest), let month = number(&rest, digits: 2),
            skip("-", &rest), let day = number(&rest, digits: 2), skip("Tt ", &rest),
            let hour = number(&rest, digits: 2), skip(":", &rest), let minute = number(&rest, digits: 2),
            skip(":", &rest), let second = number(&rest, digits: 2)
        else { return nil }
        // A second of 60 is a leap second.
        guard (1...12).contains(month), (1...days(in: month, of: year)).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        if skip(".", &rest) {
            let fraction = rest.prefix { isDigit($0) }
            guard !fraction.isEmpty else { return nil }
            rest = rest[fraction.endIndex...]
        }
        guard let offset = offset(&rest), rest.isEmpty else { return nil }
        let minutes = (daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - offset
        return .seconds(minutes * 60 + second)
    }

    private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
        if skip("Zz", &rest) { return 0 }
        let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard skip("+-", &rest), let hours = number(&rest, digits: 2), skip(":", &rest),
            let minutes = number(&rest, digits: 2), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 60 + minutes)
    }

    private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy(isDigit) else { return nil }
        rest = rest.dropFirst(digits)
        return Int(Substring(text))
    }

    private static func skip(_ allowed: String, _ rest: inout Substring.UTF8View) -> Bool {
        guard let first = rest.first, allowed.utf8.contains(first) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSinceEpoch(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let before = year - 1
        let daysOfYears = 365 * before + before / 4 - before / 100 + before / 400
        let daysOfMonths = (1..<month).reduce(0) { $0 + days(in: $1, of: year) }
        // 719,162 days lie between the first day of the year 1 and that of 1970.
        return daysOfYears + daysOfMonths + day - 1 - 719_162
    }
}
