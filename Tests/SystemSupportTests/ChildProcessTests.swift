import Dispatch
import Synchronization
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Serialized, since some tests count descriptors and processes.
@Suite(.serialized) struct ChildProcessTests {
    @Test func `a child gets its input and returns output, errors and status`() throws {
        let outcome = try Self.shell("tr a-z A-Z; echo advice >&2; exit 3", input: Array("hello".utf8))
        #expect(outcome.termination == .exited(3))
        #expect(outcome.output.text == "HELLO")
        #expect(outcome.errorOutput.text == "advice\n")
    }

    @Test func `a signal is distinguished from an exit status`() throws {
        #expect(try Self.shell("kill -TERM $$").termination == .signalled(15))
    }

    @Test func `a child that does not read its input causes no error or hang`() throws {
        let large = [UInt8](repeating: 7, count: 4 << 20)
        for _ in 0..<100 {
            #expect(try Self.run("/bin/true", input: large).termination == .exited(0))
            #expect(try Self.run("/bin/true", input: [1]).termination == .exited(0))
        }
    }

    @Test func `large input and output at the same time do not block`() throws {
        let large = [UInt8](repeating: 65, count: 10 << 20)
        let outcome = try Self.shell("tee /dev/stderr", input: large, outputLimit: 16 << 20)
        #expect(outcome.output == large)
        #expect(outcome.errorOutput.count == 64 * 1024)
    }

    @Test func `empty input is at its end at once`() throws {
        #expect(try Self.shell("cat; echo end").output.text == "end\n")
    }

    @Test func `a deadline kills the whole group of the child`() throws {
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

    @Test func `a child that outlives the grace period is killed with its whole group`() throws {
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

    @Test func `endless output is cut off at its limit`() throws {
        let outcome = try Self.shell("yes", outputLimit: 1000)
        #expect(outcome.termination == .outputTooLarge)
        #expect(outcome.output.count == 1000)
    }

    @Test func `endless standard error is cut off at its limit and is not an error`() throws {
        let outcome = try Self.shell("head -c 3000000 /dev/zero >&2; echo done")
        #expect(outcome.termination == .exited(0))
        #expect(outcome.output.text == "done\n")
    }

    @Test func `cancellation ends the child`() throws {
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

    @Test func `an argument with a NUL is rejected and not cut`() {
        #expect(throws: SystemError.self) { try Self.run("/bin/true", ["a\u{0}b"]) }
    }

    @Test func `the child gets exactly the given variables`() throws {
        let outcome = try ChildProcess.run(
            program: "/usr/bin/env",
            environment: ProcessEnvironment(["ONE": "1", "EMPTY": ""]),
            deadline: .never,
            outputLimit: 1000
        )
        #expect(Set(outcome.output.text.split(separator: "\n")) == ["ONE=1", "EMPTY="])
    }

    @Test func `the child inherits only its streams, and no descriptor is left open here`() throws {
        let before = try Self.openDescriptors()
        let outcome = try Self.shell("ls /proc/self/fd")
        // ls reads the directory through descriptor 3.
        #expect(outcome.output.text == "0\n1\n2\n3\n")
        for _ in 0..<200 {
            _ = try Self.run("/bin/true", input: [1, 2, 3])
            _ = try? Self.run("/nonexistent")
        }
        // Other suites open files at the same time, but far fewer than two hundred runs would leave open.
        #expect(try Self.openDescriptors() < before + 150)
    }

    @Test func `many threads can run children at the same time`() throws {
        let failures = Mutex(0)
        DispatchQueue.concurrentPerform(iterations: 200) { number in
            let outcome = try? Self.shell("cat", input: Array("\(number)".utf8))
            if outcome?.output.text != "\(number)" { failures.withLock { $0 += 1 } }
        }
        #expect(failures.withLock(\.self) == 0)
    }

    private static func openDescriptors() throws -> Int {
        // Counted by another process, which looks at the parent of the shell.
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
