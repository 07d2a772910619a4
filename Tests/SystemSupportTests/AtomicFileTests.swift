import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct AtomicFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private var file: FilePath { directory.path.appending("file") }

    private func lock() throws -> FileLock {
        try FileLock(at: directory.path.appending("lock"), deadline: .after(.seconds(10)))
    }

    private func contents(_ path: FilePath) throws -> String {
        try RegularFile.read(path, limit: 1 << 20).bytes.text
    }

    @Test func `a new file is private whatever the umask, and no other file remains`() throws {
        try AtomicFile(file).replace(with: Array("new".utf8), holding: try lock())
        #expect(try contents(file) == "new")
        #expect(try FileStatus(of: file).permissions == .ownerReadWrite)
        #expect(try directory.shell("ls -A") == "file\nlock")
        #expect(try directory.shell("stat -c %a lock") == "600")
    }

    @Test func `replacing a file keeps its mode`() throws {
        try directory.shell("echo old > file; chmod 640 file")
        try AtomicFile(file).replace(with: Array("new".utf8), holding: try lock())
        #expect(try directory.shell("stat -c %a file; cat file") == "640\nnew")
    }

    @Test func `the temporary file of a killed writer is removed`() throws {
        try directory.shell("echo torn > .file.new; chmod 644 .file.new")
        try AtomicFile(file).replace(with: Array("new".utf8), holding: try lock())
        #expect(try directory.shell("ls -A; stat -c %a file") == "file\nlock\n600")
    }

    @Test func `a link in place of the temporary file is not followed`() throws {
        try directory.shell("echo precious > other; ln -s other .file.new")
        try AtomicFile(file).replace(with: Array("new".utf8), holding: try lock())
        #expect(try directory.shell("cat other; cat file") == "precious\nnew")
    }

    @Test(arguments: ["real", "sub/real", "/dev/shm/swift-docker-credentials-\(CurrentProcess.secondsSince1970)"])
    func `a link is kept and its target is replaced`(target: String) throws {
        try directory.shell("mkdir -p sub; echo old > '\(target)'; ln -s '\(target)' file")
        defer { _ = try? directory.shell("rm -f '\(target)'") }
        try AtomicFile(file).replace(with: Array("new".utf8), holding: try lock())
        #expect(try directory.shell("readlink file; cat '\(target)'") == "\(target)\nnew")
    }

    @Test func `a link is replaced where that is asked for, and its target is unchanged`() throws {
        try directory.shell("mkdir entries above; echo old > target; ln -s ../target entries/file")
        let file = directory.path.appending("entries/file")
        try AtomicFile(file, symbolicLinks: .replaced, writingTo: directory.path.appending("above/.new"))
            .replace(
                with: Array("new".utf8),
                permissions: .exactly([.ownerReadWrite, .groupRead]),
                holding: try lock()
            )
        #expect(try directory.shell("cat target; stat -c '%F %a' entries/file; ls -A above") == "old\nregular file 640")
        try directory.shell("ln -sf ../target entries/file; rm -f target")
        let refused = #expect(throws: SystemError.self) {
            try AtomicFile(file, symbolicLinks: .refused).replace(with: [], holding: try lock())
        }
        #expect(refused?.code == .notRegularFile)
        #expect(try directory.shell("readlink entries/file") == "../target")
    }

    @Test func `the file is created at the end of a chain of dangling relative links`() throws {
        try directory.shell("mkdir a b; ln -s a/second file; ln -s ../b/third a/second")
        #expect(try file.resolvingFinalLinks().string.hasSuffix("/b/third"))
        try AtomicFile(file).replace(with: Array("new".utf8), holding: try lock())
        #expect(try directory.shell("cat b/third; echo; readlink file a/second") == "new\na/second\n../b/third")
    }

    @Test func `a circle of links is an error`() throws {
        try directory.shell("ln -s two one; ln -s one two")
        let error = #expect(throws: SystemError.self) { try directory.path.appending("one").resolvingFinalLinks() }
        #expect(error?.code == .tooManyLinks)
    }

    @Test func `a file that has changed in the meantime is not replaced`() throws {
        try directory.shell("echo old > file")
        let seen = try FileStatus(of: file)
        try directory.shell("echo theirs > file2; mv file2 file")
        let error = #expect(throws: SystemError.self) {
            try AtomicFile(file).replace(with: Array("ours".utf8), expecting: .unchanged(seen), holding: try lock())
        }
        #expect(error?.code == .changedMeanwhile)
        #expect(try directory.shell("cat file; ls -A") == "theirs\nfile\nlock")
    }

    @Test func `creating a file never replaces it`() throws {
        #expect(try AtomicFile(file).create(with: Array("first".utf8), holding: try lock()))
        #expect(try !AtomicFile(file).create(with: Array("second".utf8), holding: try lock()))
        #expect(try directory.shell("cat file; echo; ls -A") == "first\nfile\nlock")
    }

    @Test func `removing a file returns whether it existed`() throws {
        try directory.shell("touch file")
        #expect(try AtomicFile(file).remove(holding: try lock()))
        #expect(try !AtomicFile(file).remove(holding: try lock()))
    }

    @Test(.requiresRoot) func `a full disk keeps the old file and nothing else`() throws {
        try directory.shell("mkdir small; mount -t tmpfs -o size=64k tmpfs small; echo old > small/file")
        defer { _ = try? directory.shell("umount small") }
        let large = [UInt8](repeating: 0, count: 1 << 20)
        let error = #expect(throws: SystemError.self) {
            try AtomicFile(directory.path.appending("small/file")).replace(with: large, holding: try lock())
        }
        #expect(error?.code == .noSpace)
        #expect(error?.description.contains("small/") == true)
        #expect(try directory.shell("cat small/file; ls -A small") == "old\nfile")
    }

    @Test(.requiresRoot) func `a read-only directory is an error that keeps the old file`() throws {
        try directory.shell("mkdir fixed; mount -t tmpfs tmpfs fixed; echo old > fixed/file; mount -o remount,ro fixed")
        defer { _ = try? directory.shell("umount fixed") }
        let error = #expect(throws: SystemError.self) {
            try AtomicFile(directory.path.appending("fixed/file")).replace(with: [1], holding: try lock())
        }
        #expect(error?.code == .readOnly)
        #expect(try directory.shell("cat fixed/file") == "old")
    }

    @Test(arguments: ["directory", "pipe"])
    func `anything but a regular file is not replaced`(kind: String) throws {
        try directory.shell(kind == "directory" ? "mkdir file" : "mkfifo file")
        #expect(throws: SystemError.self) {
            try AtomicFile(file).replace(with: [1], holding: try lock())
        }
        #expect(try FileStatus(of: file).kind != .regular)
    }

    @Test func `new directories are private and existing ones are unchanged`() throws {
        try directory.shell("mkdir -m 755 there")
        let deep = directory.path.appending("there/one/two")
        try AtomicFile.makeDirectories(deep)
        try AtomicFile.makeDirectories(deep)
        #expect(try directory.shell("stat -c %a there there/one there/one/two") == "755\n700\n700")
        try directory.shell("touch file")
        #expect(throws: SystemError.self) { try AtomicFile.makeDirectories(file.appending("below")) }
    }

    @Test(.requiresRoot) func `kept permissions can be limited, and the owner is kept`() throws {
        try directory.shell("echo old > file; chmod 654 file; chown 1234:1235 file")
        try AtomicFile(file).replace(
            with: [1],
            permissions: .keptWithin(.ownerReadWriteExecute),
            holding: try lock()
        )
        #expect(try directory.shell("stat -c '%a %u:%g' file") == "600 1234:1235")
    }

    @Test func `a file meets the expectation if it was rewritten with the same content only`() throws {
        try directory.shell("echo old > file")
        let read = try RegularFile.read(file, limit: 100)
        try directory.shell("echo old > copy; mv copy file")
        try AtomicFile(file).replace(with: read.bytes, expecting: .sameContent(as: read), holding: try lock())
        for script in ["echo new > copy; mv copy file", "echo longer > file", "rm file", "rm -f file; mkfifo file"] {
            try directory.shell(script)
            #expect(throws: SystemError.self) {
                try AtomicFile(file).replace(with: [1], expecting: .sameContent(as: read), holding: try lock())
            }
        }
    }

    @Test(.requiresRoot) func `directories that root creates belong to the owner of their parent`() throws {
        try directory.shell("mkdir home there; chown 65534:65533 home; chmod 755 there; chown 1234 there")
        try AtomicFile.makeDirectories(directory.path.appending("home/a/b"))
        try AtomicFile.makeDirectories(directory.path.appending("there"))
        #expect(
            try directory.shell("stat -c '%u:%g %a' home/a home/a/b; stat -c '%u %a' there")
                == "65534:65533 700\n65534:65533 700\n1234 755"
        )
    }

    @Test(.requiresRoot) func `a new file that root creates belongs to the owner of its directory`() throws {
        try directory.shell("mkdir home; chown 1234:4321 home")
        let home = directory.path.appending("home")
        try AtomicFile(home.appending("replaced")).replace(with: [1], holding: try lock())
        #expect(try AtomicFile(home.appending("created")).create(with: [1], holding: try lock()))
        #expect(
            try directory.shell("stat -c '%u:%g %a' home/replaced home/created") == "1234:4321 600\n1234:4321 600"
        )
    }

    @Test func `content over the limit is rejected before anything is written`() throws {
        try directory.shell("echo old > file")
        let error = #expect(throws: SystemError.self) {
            try AtomicFile(file).replace(with: [1, 2, 3, 4, 5], limit: 4, holding: try lock())
        }
        #expect(error?.code == .tooLarge)
        #expect(try directory.shell("cat file; ls -A") == "old\nfile\nlock")
    }

    @Test func `the temporary file can be in another directory`() throws {
        let missing = directory.path.appending("missing/new")
        #expect(throws: SystemError.self) {
            try AtomicFile(file, writingTo: missing).replace(with: [1], holding: try lock())
        }
        try AtomicFile(file, writingTo: directory.path.appending("next")).replace(with: [65], holding: try lock())
        #expect(try directory.shell("cat file; ls -A") == "Afile\nlock")
    }

    @Test func `names of files and directories that are not UTF-8 are kept`() throws {
        try directory.shell("mkdir $'d\\xff'")
        let name = Array(directory.path.bytes) + Array("/d".utf8) + [0xFF, UInt8(ascii: "/"), 0xFE]
        let path = try #require(FilePath(bytes: name))
        let lock = try FileLock(beside: path, deadline: .after(.seconds(10)))
        try AtomicFile(path).replace(with: Array("new".utf8), holding: lock)
        #expect(
            try directory.shell("ls -A | od -An -c | tr -d ' '; ls d* | od -An -tx1 | tr -d ' \\n'")
                == "d377\\n\nfe0afe2e6c6f636b0a"
        )
    }
}
