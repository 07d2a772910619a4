import Dispatch
import Synchronization
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// One after the other, since descriptors and processes are counted.
@Suite(.serialized) struct ChildProcessTests {
    @Test func `input goes in, output and errors come out, the status is told`() throws {
        let outcome = try Self.shell("tr a-z A-Z; echo advice >&2; exit 3", input: Array("hello".utf8))
        #expect(outcome.termination == .exited(3))
        #expect(outcome.output.text == "HELLO")
        #expect(outcome.errorOutput.text == "advice\n")
    }

    @Test func `a signal is told apart from a status`() throws {
        #expect(try Self.shell("kill -TERM $$").termination == .signalled(15))
    }

    @Test func `a child that does not read its input harms nobody, whatever the size`() throws {
        let large = [UInt8](repeating: 7, count: 4 << 20)
        for _ in 0..<100 {
            #expect(try Self.run("/bin/true", input: large).termination == .exited(0))
            #expect(try Self.run("/bin/true", input: [1]).termination == .exited(0))
        }
    }

    @Test func `much input and much output at once do not block`() throws {
        let large = [UInt8](repeating: 65, count: 10 << 20)
        let outcome = try Self.shell("tee /dev/stderr", input: large, outputLimit: 16 << 20)
        #expect(outcome.output == large)
        #expect(outcome.errorOutput.count == 64 * 1024)
    }

    @Test func `no input is the end of input at once`() throws {
        #expect(try Self.shell("cat; echo end").output.text == "end\n")
    }

    @Test func `a deadline ends the child with its whole group`() throws {
        let directory = try TemporaryDirectory()
        let started = ContinuousClock.now
        let outcome = try Self.shell(
            "sleep 1000 & echo $! > \(directory.path)/pid; echo started; sleep 1000",
            deadline: .after(.milliseconds(300))
        )
        #expect(outcome.termination == .timedOut)
        #expect(outcome.output.text == "started\n")
        #expect(ContinuousClock.now - started < .seconds(10))
        try directory.shell("for attempt in $(seq 100); do kill -0 $(cat pid) 2>&- || exit 0; sleep 0.05; done; exit 1")
    }

    @Test func `a child with a grace period cleans up before it is killed`() throws {
        let directory = try TemporaryDirectory()
        let outcome = try Self.shell(
            "trap 'rm \(directory.path)/lock; exit 5' TERM; touch \(directory.path)/lock; echo started; sleep 1000 & wait",
            deadline: .after(.milliseconds(300)),
            gracePeriod: .seconds(10)
        )
        #expect(outcome.termination == .timedOut)
        #expect(outcome.output.text == "started\n")
        try directory.shell("[ ! -e lock ]")
    }

    @Test func `who does not end within the grace period is killed, with the whole group`() throws {
        let directory = try TemporaryDirectory()
        let started = ContinuousClock.now
        let outcome = try Self.shell(
            "trap '' TERM; sleep 1000 & echo $! > \(directory.path)/pid; while true; do wait; done",
            deadline: .after(.milliseconds(200)),
            gracePeriod: .milliseconds(400)
        )
        let elapsed = ContinuousClock.now - started
        #expect(outcome.termination == .timedOut)
        #expect(elapsed >= .milliseconds(600) && elapsed < .seconds(10))
        try directory.shell("for attempt in $(seq 100); do kill -0 $(cat pid) 2>&- || exit 0; sleep 0.05; done; exit 1")
    }

    @Test func `a grandchild that outlives a child with a grace period is killed at once`() throws {
        let directory = try TemporaryDirectory()
        let started = ContinuousClock.now
        _ = try Self.shell(
            "(trap '' TERM; sleep 1000; sleep 1000) & echo $! > \(directory.path)/pid; sleep 1000",
            deadline: .after(.milliseconds(300)),
            gracePeriod: .seconds(30)
        )
        #expect(ContinuousClock.now - started < .seconds(20))
        try directory.shell("for attempt in $(seq 100); do kill -0 $(cat pid) 2>&- || exit 0; sleep 0.05; done; exit 1")
    }

    @Test func `a grandchild that keeps the streams open is not waited for`() throws {
        let started = ContinuousClock.now
        let outcome = try Self.shell("sleep 30 & echo $!")
        #expect(outcome.termination == .exited(0))
        #expect(ContinuousClock.now - started < .seconds(15))
        _ = try Self.shell("kill \(outcome.output.text)")
    }

    @Test func `output without end is cut off at its limit`() throws {
        let outcome = try Self.shell("yes", outputLimit: 1000)
        #expect(outcome.termination == .outputTooLarge)
        #expect(outcome.output.count == 1000)
    }

    @Test func `errors without end are dropped beyond their limit and are no failure`() throws {
        let outcome = try Self.shell("head -c 3000000 /dev/zero >&2; echo done")
        #expect(outcome.termination == .exited(0))
        #expect(outcome.output.text == "done\n")
    }

    @Test func `a caller that has had enough ends the child`() throws {
        let pipe = try FileDescriptor.pipe()
        DispatchQueue.global().asyncAfter(deadline: .now() + 0.2) { _ = try? pipe.writeEnd.close() }
        let outcome = try Self.run("/bin/sleep", ["1000"], cancellation: pipe.readEnd)
        #expect(outcome.termination == .cancelled)
        try pipe.readEnd.close()
    }

    @Test(
        arguments: [
            ("/nonexistent/program", SystemError.Code.notFound), ("/etc/passwd", .permissionDenied),
            ("/tmp", .permissionDenied), ("relative", .invalidArgument),
        ]
    )
    func `a program that cannot be started is an error that names it`(path: String, code: SystemError.Code) {
        let error = #expect(throws: SystemError.self) { try Self.run(FilePath(path)) }
        #expect(error?.code == code)
        #expect(error?.description.contains(path) == true)
    }

    @Test func `an argument with a NUL in it is refused and not cut`() {
        #expect(throws: SystemError.self) { try Self.run("/bin/true", ["a\u{0}b"]) }
    }

    @Test func `the child gets the variables that it is given and no others`() throws {
        let outcome = try ChildProcess.run(
            program: "/usr/bin/env",
            environment: ProcessEnvironment(["ONE": "1", "EMPTY": ""]),
            deadline: .never,
            outputLimit: 1000
        )
        #expect(Set(outcome.output.text.split(separator: "\n")) == ["ONE=1", "EMPTY="])
    }

    @Test func `the child has no descriptor but its streams, and none is left open here`() throws {
        let before = try Self.openDescriptors()
        let outcome = try Self.shell("ls /proc/self/fd")
        // 3 is what ls reads the directory through.
        #expect(outcome.output.text == "0\n1\n2\n3\n")
        for _ in 0..<200 {
            _ = try Self.run("/bin/true", input: [1, 2, 3])
            _ = try? Self.run("/nonexistent")
        }
        // Other suites open files meanwhile, but not as many as two hundred runs would leave.
        #expect(try Self.openDescriptors() < before + 150)
    }

    @Test func `many threads may run children at once`() throws {
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let outcome = try? Self.shell("cat", input: Array("\(number)".utf8))
            if outcome?.output.text != "\(number)" { failures.withLock { $0 += 1 } }
        }
        #expect(failures.withLock(\.self) == 0)
    }

    private static func openDescriptors() throws -> Int {
        // Counted from outside, through the parent of the shell.
        try #require(Int(try shell("ls /proc/$PPID/fd | wc -l").output.text.filter { !$0.isWhitespace }))
    }

    private static func shell(
        _ script: String,
        input: [UInt8] = [],
        deadline: Deadline = .after(.seconds(60)),
        gracePeriod: Duration = .zero,
        outputLimit: Int = 1 << 20
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: "/bin/bash",
            arguments: ["-c", script],
            environment: .current,
            input: input,
            deadline: deadline,
            gracePeriod: gracePeriod,
            outputLimit: outputLimit
        )
    }

    @discardableResult
    private static func run(
        _ program: FilePath,
        _ arguments: [String] = [],
        input: [UInt8] = [],
        cancellation: FileDescriptor? = nil
    ) throws -> ChildProcess.Outcome {
        try ChildProcess.run(
            program: program,
            arguments: arguments,
            environment: ProcessEnvironment([:]),
            input: input,
            deadline: .after(.seconds(60)),
            outputLimit: 1 << 20,
            cancellation: cancellation
        )
    }
}
