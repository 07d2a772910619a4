/// A date in a header field, in any of the three forms of RFC 9110, section 5.6.7.
package struct HTTPDate: Equatable {
    /// The seconds since 1970 in UTC, without leap seconds.
    package let secondsSince1970: Int

    /// Parses `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` or `Sun Nov  6 08:49:37 1994`; nil for
    /// other text.
    package init?(_ text: String) {
        guard text.utf8.count <= 40 else { return nil }
        let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
        let (day, month, yearText, time): (String, String, String, String)
        switch (words.count, words.last) {
        case (6, "GMT"): (day, month, yearText, time) = (words[1], words[2], words[3], words[4])
        case (5, _): (month, day, time, yearText) = (words[1], words[2], words[3], words[4])
        default: return nil
        }
        let clock = time.split(separator: ":", omittingEmptySubsequences: false).map { Self.number(String($0)) }
        guard let monthIndex = Self.months.firstIndex(of: month), let day = Self.number(day), (1...31).contains(day),
            let given = Self.number(yearText), clock.count == 3, let hour = clock[0], let minute = clock[1],
            let second = clock[2], hour < 24, minute < 60, second <= 60
        else { return nil }
        // Years of two digits are those of RFC 850, which no server of a registry has sent before 1970.
        let year = yearText.utf8.count == 2 ? (given < 70 ? 2000 + given : 1900 + given) : given
        guard (1970...9999).contains(year) else { return nil }
        let days =
            Self.days(before: year) + Self.daysBefore[monthIndex] + day - 1
            + (monthIndex > 1 && Self.isLeap(year) ? 1 : 0)
        secondsSince1970 = ((days * 24 + hour) * 60 + minute) * 60 + second
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    /// The days from 1970 to the beginning of a year.
    private static func days(before year: Int) -> Int {
        let past = year - 1
        return 365 * (year - 1970) + (past / 4 - past / 100 + past / 400) - (1969 / 4 - 1969 / 100 + 1969 / 400)
    }

    /// Returns a number of one to four ASCII digits; `Int` would accept a sign.
    private static func number(_ text: String) -> Int? {
        let digits = text.utf8
        guard (1...4).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text)
    }
}
