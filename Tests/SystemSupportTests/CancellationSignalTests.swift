import SystemPackage
import SystemSupport
import Testing

struct CancellationSignalTests {
    @Test(arguments: 1...3)
    func `a signal that is sent once or more ends a run before its deadline`(times: Int) throws {
        let signal = try CancellationSignal.make()
        for _ in 0..<times { signal.send() }
        let outcome = try ChildProcess.run(
            program: "/bin/sleep",
            arguments: ["1000"],
            environment: ProcessEnvironment([:]),
            deadline: .after(.seconds(60)),
            outputLimit: 0,
            cancellation: signal.descriptor
        )
        #expect(outcome.termination == .cancelled)
    }

    @Test func `a run completes if no signal is sent`() throws {
        let signal = try CancellationSignal.make()
        let outcome = try ChildProcess.run(
            program: "/bin/true",
            environment: ProcessEnvironment([:]),
            deadline: .after(.seconds(60)),
            outputLimit: 0,
            cancellation: signal.descriptor
        )
        #expect(outcome.termination == .exited(0))
    }
}
