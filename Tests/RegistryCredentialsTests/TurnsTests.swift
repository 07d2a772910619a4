import Synchronization
import Testing

@testable import RegistryCredentials

struct TurnsTests {
    @Test func `tasks have their turns in the order in which they came, one at a time`() async throws {
        let turns = Turns()
        let order = Order()
        var tasks: [Task<Void, any Error>] = []
        try await turns.take {
            for number in 0..<50 {
                tasks.append(Task { try await turns.take { order.add(number) } })
                while turns.waitingCount <= number { await Task.yield() }
            }
            #expect(order.numbers.isEmpty)
        }
        for task in tasks { try await task.value }
        #expect(order.numbers == Array(0..<50))
    }

    @Test func `a task that is cancelled leaves the queue, and those behind it keep their turns`() async throws {
        let turns = Turns()
        let order = Order()
        var tasks: [Task<Void, any Error>] = []
        try await turns.take {
            for number in 0..<3 {
                tasks.append(Task { try await turns.take { order.add(number) } })
                while turns.waitingCount <= number { await Task.yield() }
            }
            tasks[1].cancel()
            await #expect(throws: CancellationError.self) { try await tasks[1].value }
        }
        try await tasks[0].value
        try await tasks[2].value
        #expect(order.numbers == [0, 2])
        #expect(turns.waitingCount == 0)
    }

    @Test func `an error ends a turn`() async throws {
        let turns = Turns()
        await #expect(throws: CancellationError.self) { try await turns.take { throw CancellationError() } }
        #expect(try await turns.take { 7 } == 7)
    }
}

private final class Order: Sendable {
    private let entries = Mutex<[Int]>([])
    var numbers: [Int] { entries.withLock { $0 } }
    func add(_ number: Int) { entries.withLock { $0.append(number) } }
}
