import HTTPTypes
import RegistryLogin
import Testing

@Suite struct ClockReadingTransportTests {
    /// The date of the replies, `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static let moment = Duration.seconds(784_111_777)

    @Test(arguments: [
        (moment, nil, Duration.zero), (moment - .seconds(600), nil, .seconds(600)),
        (moment + .seconds(3600), nil, .seconds(-3600)),
        // A cache answers with a reply that it got an hour ago.
        (moment + .seconds(3600), "3600", .zero), (moment, "-1", .zero),
    ])
    func `the date of a reply and its age in a cache tell the server's clock`(
        now: Duration,
        age: String?,
        difference: Duration
    ) {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.date] = "Sun, 06 Nov 1994 08:49:37 GMT"
        head.headerFields[.age] = age
        #expect(ClockReadingTransport.difference(of: head, at: now) == difference)
    }

    @Test(arguments: [nil, "", "yesterday"])
    func `without a date the server's clock is unknown`(date: String?) {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.date] = date
        #expect(ClockReadingTransport.difference(of: head, at: Self.moment) == nil)
    }
}
