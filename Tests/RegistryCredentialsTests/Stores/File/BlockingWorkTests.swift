import Synchronization
import Testing
import SystemSupport

@testable import RegistryCredentials

struct BlockingWorkTests {
    @Test func `a hundred jobs that wait for each other all get a thread`() async throws {
        let arrived = Counter()
        try await withThrowingTaskGroup { group in
            for _ in 0..<100 {
                group.addTask {
                    try await BlockingWork.run {
                        arrived.add()
                        while arrived.value < 100 { usleep(1000) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(arrived.value == 100)
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .sequentiallyConsistent) }
    func add() { count.add(1, ordering: .sequentiallyConsistent) }
}
