// Its header declares `timespec` too, and which module the compiler takes it from depends on the files in a batch.
internal import CSystemSupport

/// A point in time on a monotonic clock, after which work is given up.
package struct Deadline: Sendable, Equatable {
    /// The time that was allowed at creation, or nil for ``never``.
    package let limit: Duration?
    private let moment: Duration

    /// A deadline that never expires.
    package static let never = Self(limit: nil, moment: .zero)

    private init(limit: Duration?, moment: Duration) {
        self.limit = limit
        self.moment = moment
    }

    /// Creates a deadline `limit` from now.
    ///
    /// A negative limit has already expired.
    package init(after limit: Duration) {
        self.init(limit: limit, moment: Self.now + limit)
    }

    /// Returns a deadline `limit` from now.
    package static func after(_ limit: Duration) -> Self {
        Self(after: limit)
    }

    /// The remaining time, at least zero, or nil for ``never``.
    package var remaining: Duration? {
        limit.map { _ in max(.zero, moment - Self.now) }
    }

    /// Whether the deadline has passed.
    package var isExpired: Bool {
        remaining == .zero
    }

    /// Waits until the deadline has passed.
    ///
    /// Returns at once for ``never``.
    package func wait() {
        guard limit != nil else { return }
        // poll(2) without descriptors has no error that could be handled here.
        _ = try? PollSet([]).wait(until: self)
    }

    /// Returns the earlier of two deadlines.
    package func earlier(_ other: Self) -> Self {
        guard limit != nil, other.limit != nil else { return limit == nil ? other : self }
        return moment <= other.moment ? self : other
    }

    /// The remaining time in milliseconds for poll(2), or -1 for ``never``.
    ///
    /// Rounded up, so that a wait does not end early and spin.
    var pollTimeout: Int32 {
        guard let remaining else { return -1 }
        let parts = remaining.components
        guard parts.seconds < 1_000_000 else { return 1_000_000_000 }
        return Int32(parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }

    /// The reason of a failure at this deadline: "timed out after 1.5 seconds".
    package var expiry: String { Diagnosis.timedOutReason(after: limit ?? .zero) }

    private static var now: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
