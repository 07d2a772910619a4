import Dispatch
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct FileLockTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private var path: FilePath { directory.path.appending("lock") }

    @Test(.requires("flock"))
    func `waiting for the lock of another process times out with an error that names it`() throws {
        try directory.shell("{ flock 9; sleep 1000 & echo $! > pid; } 9> lock > /dev/null 2>&1")
        defer { _ = try? directory.shell("kill $(cat pid)") }
        let error = #expect(throws: SystemError.self) {
            _ = try FileLock(at: path, deadline: .after(.milliseconds(200)))
        }
        #expect(error?.code == .timedOut)
        #expect(error?.description.contains("\(path)") == true)
    }

    @Test func `a released lock is free, and its file remains`() throws {
        for _ in 0..<3 {
            let lock = try FileLock(at: path, deadline: .after(.seconds(1)))
            #expect(lock.path == path)
        }
        #expect(try directory.shell("ls") == "lock")
    }

    @Test func `threads of one process keep each other out`() throws {
        let counter = directory.path.appending("counter")
        try directory.shell("printf 0 > counter")
        let path = path
        DispatchQueue.concurrentPerform(iterations: 50) { _ in
            guard let lock = try? FileLock(at: path, deadline: .after(.seconds(60))),
                let text = try? RegularFile.read(counter, limit: 100).bytes.text, let count = Int(text)
            else { return }
            try? AtomicFile(counter).replace(with: Array("\(count + 1)".utf8), holding: lock)
        }
        #expect(try directory.shell("cat counter") == "50")
    }

    @Test func `readers share a lock and keep a writer out`() throws {
        let first = try FileLock(at: path, .shared, deadline: .after(.seconds(1)))
        let second = try FileLock(at: path, .shared, deadline: .after(.seconds(1)))
        let error = #expect(throws: SystemError.self) {
            _ = try FileLock(at: path, deadline: .after(.milliseconds(50)))
        }
        #expect(error?.code == .timedOut)
        #expect(first.path == second.path)
    }

    @Test func `a link in place of the lock file is not followed`() throws {
        try directory.shell("ln -s elsewhere lock")
        #expect(throws: SystemError.self) { _ = try FileLock(at: path, deadline: .after(.seconds(1))) }
        #expect(try directory.shell("ls") == "lock")
    }

    @Test func `a holder's note replaces the previous one and is read by the next holder`() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path.appending("lock")
        for note in ["first, and longer", "second", ""] {
            let lock = try FileLock(at: path, deadline: .never)
            lock.leave(Array(note.utf8))
            #expect(lock.note() == Array(note.utf8))
        }
        do {
            let lock = try FileLock(at: path, deadline: .never)
            #expect(lock.note().isEmpty)
            lock.leave(Array("third".utf8))
        }
        let lock = try FileLock(at: path, .shared, deadline: .never)
        #expect(lock.note() == Array("third".utf8))
    }
}
