import SystemSupport
import Testing

@Suite struct DeadlineTests {
    @Test func `a deadline expires unless it is never`() {
        #expect(Deadline.after(.zero).isExpired)
        #expect(!Deadline.after(.seconds(60)).isExpired)
        #expect(!Deadline.never.isExpired)
        #expect(Deadline.never.remaining == nil)
    }

    @Test func `the earlier of two deadlines expires first`() {
        let soon = Deadline.after(.seconds(1))
        let late = Deadline.after(.seconds(60))
        #expect(soon.earlier(late) == soon)
        #expect(late.earlier(soon) == soon)
        #expect(Deadline.never.earlier(late) == late)
        #expect(late.earlier(.never) == late)
    }
}
