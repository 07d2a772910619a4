import Synchronization
import Testing

@testable import RegistryCredentials

struct TurnsTests {
    @Test func `tasks run one at a time, in order of arrival`() async throws {
        let queue = SerialQueue()
        let order = Collected<Int>()
        let gate = AsyncStream<Void>.makeStream()
        let first = Task { try await queue.run(timeout: .seconds(1)) { _ in for await _ in gate.stream {} } }
        let tasks = try await enqueue(50, behind: first, queue) { order.add($0) }
        gate.continuation.finish()
        for task in tasks { try await task.value }
        #expect(await order.all == Array(0..<50))
    }

    @Test func `a cancelled task leaves the queue, and the tasks behind it stay`() async throws {
        let queue = SerialQueue()
        let order = Collected<Int>()
        let gate = AsyncStream<Void>.makeStream()
        let first = Task { try await queue.run(timeout: .seconds(1)) { _ in for await _ in gate.stream {} } }
        let tasks = try await enqueue(3, behind: first, queue) { order.add($0) }
        tasks[1].cancel()
        await #expect(throws: CancellationError.self) { try await tasks[1].value }
        gate.continuation.finish()
        try await tasks[0].value
        try await tasks[2].value
        #expect(await order.all == [0, 2])
        #expect(await queue.waitingCount == 0)
    }

    @Test func `an error releases the queue`() async throws {
        let queue = SerialQueue()
        await #expect(throws: CancellationError.self) {
            try await queue.run(timeout: .seconds(1)) { _ in throw CancellationError() }
        }
        #expect(try await queue.run(timeout: .seconds(1)) { _ in 7 } == 7)
    }

    @Test func `waiting tasks time out together without progress, and not while the queue advances`()
        async throws
    {
        let time = ManualTime()
        let queue = SerialQueue { time.now }
        let left = Collected<Duration>()
        struct Failure: Error {}
        for fails in [true, false] {
            let gate = AsyncStream<Void>.makeStream()
            let first = Task {
                try await queue.run(timeout: .seconds(10)) { _ in
                    for await _ in gate.stream {}
                    if fails { throw Failure() }
                }
            }
            while await !queue.isBusy { await Task.yield() }
            let second = Task { try await queue.run(timeout: .seconds(10)) { left.add($0) } }
            while await queue.waitingCount < 1 { await Task.yield() }
            time.pass(.seconds(15))
            gate.continuation.finish()
            _ = await first.result
            try await second.value
        }
        #expect(await left.all == [.zero, .seconds(10)])
    }

    /// Tasks that wait behind another one, in order.
    private func enqueue(
        _ count: Int,
        behind first: Task<Void, any Error>,
        _ queue: SerialQueue,
        _ body: @escaping @Sendable (Int) -> Void
    ) async throws -> [Task<Void, any Error>] {
        while await !queue.isBusy { await Task.yield() }
        var tasks: [Task<Void, any Error>] = []
        for number in 0..<count {
            tasks.append(Task { try await queue.run(timeout: .seconds(1)) { _ in body(number) } })
            while await queue.waitingCount <= number { await Task.yield() }
        }
        return tasks
    }
}

/// A clock that the test sets.
private final class ManualTime: Sendable {
    private let start = ContinuousClock.now
    private let passed = Atomic<Int64>(0)

    var now: ContinuousClock.Instant { start.advanced(by: .seconds(passed.load(ordering: .sequentiallyConsistent))) }

    func pass(_ duration: Duration) {
        passed.add(duration.components.seconds, ordering: .sequentiallyConsistent)
    }
}
