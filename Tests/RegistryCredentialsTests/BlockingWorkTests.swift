import Testing

@testable import RegistryCredentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

struct BlockingWorkTests {
    @Test func `a hundred pieces of work that wait for each other all get a thread`() async throws {
        let arrived = Collected<Int>()
        try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    try await BlockingWork.run {
                        arrived.add(number)
                        while arrived.all.count < 100 { usleep(1000) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(arrived.all.count == 100)
    }
}
