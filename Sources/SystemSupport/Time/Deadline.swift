/// A moment that work has to be done by, on a clock that nobody sets.
package struct Deadline: Sendable, Equatable {
    /// How long there was when the deadline was made; nil for ``never``.
    package let limit: Duration?
    private let moment: Duration

    /// As long as it takes.
    package static let never = Self(limit: nil, moment: .zero)

    private init(limit: Duration?, moment: Duration) {
        self.limit = limit
        self.moment = moment
    }

    /// A deadline `limit` from now; one in the past has expired.
    package init(after limit: Duration) {
        self.init(limit: limit, moment: Self.now + limit)
    }

    /// A deadline `limit` from now.
    package static func after(_ limit: Duration) -> Self {
        Self(after: limit)
    }

    /// The time left, never negative; nil for ``never``.
    package var remaining: Duration? {
        limit.map { _ in max(.zero, moment - Self.now) }
    }

    /// Whether the moment has passed.
    package var isExpired: Bool {
        remaining == .zero
    }

    /// Waits until the moment has come; for ``never`` it does not wait at all.
    package func wait() {
        guard limit != nil else { return }
        // poll(2) of nothing fails for no reason that could be mended here.
        _ = try? PollSet([]).wait(until: self)
    }

    /// The earlier of this deadline and `other`.
    package func earlier(_ other: Self) -> Self {
        guard limit != nil, other.limit != nil else { return limit == nil ? other : self }
        return moment <= other.moment ? self : other
    }

    /// The time left in milliseconds as poll(2) takes it: rounded up, so that nobody wakes early and spins; -1 for ever.
    var pollTimeout: Int32 {
        guard let remaining else { return -1 }
        let parts = remaining.components
        guard parts.seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// The limit for a message, as "1.5 seconds".
    var limitInWords: String { limit?.inSeconds ?? "any time" }

    private static var now: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
