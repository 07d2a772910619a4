import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct JournaledFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private var path: FilePath { directory.path.appending("file") }
    private var file: JournaledFile { JournaledFile(path) }

    private func lock() throws -> FileLock {
        try FileLock(at: directory.path.appending("lock"), deadline: .after(.seconds(10)))
    }

    private func journal(_ old: String, _ new: String) throws {
        try directory.shell(
            "printf '%s\\n%s%s' 'credentials journal 1 \(old.utf8.count) \(new.utf8.count)' '\(old)' '\(new)' > .file.journal"
        )
    }

    @Test(.requiresRoot, arguments: [("old", "a longer one"), ("a longer one", "new"), ("old", ""), ("", "new")])
    func `a rewrite keeps the file, its owner and its mode, and leaves no journal`(old: String, new: String) throws {
        try directory.shell("printf '%s' '\(old)' > file; chmod 640 file; chown 1234:1235 file")
        let before = try directory.shell("stat -c '%i %a %u:%g' file")
        let read = try RegularFile.read(path, limit: 100)
        try file.rewrite(with: Array(new.utf8), insteadOf: read, holding: try lock())
        #expect(try directory.shell("cat file") == new)
        #expect(try directory.shell("stat -c '%i %a %u:%g' file") == before)
        #expect(try directory.shell("ls -A") == "file\nlock")
    }

    @Test func `a file that has changed since it was read is not rewritten`() throws {
        try directory.shell("echo old > file")
        let read = try RegularFile.read(path, limit: 100)
        try directory.shell("echo theirs > file")
        let error = #expect(throws: SystemError.self) {
            try file.rewrite(with: [1], insteadOf: read, holding: try lock())
        }
        #expect(error?.code == .changedMeanwhile)
        #expect(try directory.shell("cat file; ls -A") == "theirs\nfile\nlock")
    }

    @Test(.requiresRoot) func `a file that cannot grow gets its old content back`() throws {
        try directory.shell(
            """
            mkdir small; mount -t tmpfs -o size=64k tmpfs small; echo old > small/host; touch file
            mount --bind small/host file; head -c 1M /dev/zero > small/filler || true
            """
        )
        defer { _ = try? directory.shell("umount file small") }
        let read = try RegularFile.read(path, limit: 100)
        let error = #expect(throws: SystemError.self) {
            try file.rewrite(with: [UInt8](repeating: 7, count: 9000), insteadOf: read, holding: try lock())
        }
        #expect(error?.code == .noSpace)
        #expect(try directory.shell("cat file; ls -A") == "old\nfile\nlock\nsmall")
    }

    @Test(.requiresRoot)
    func `a file that cannot be opened for writing is unchanged, and its new content is not saved`() throws {
        try directory.shell("echo old > host; touch file; mount --bind host file; mount -o remount,bind,ro file")
        defer { _ = try? directory.shell("umount file") }
        let read = try RegularFile.read(path, limit: 100)
        let error = #expect(throws: SystemError.self) {
            try file.rewrite(with: Array("new".utf8), insteadOf: read, holding: try lock())
        }
        #expect(error?.code == .readOnly)
        #expect(error?.description.contains("journal") == false)
        #expect(try directory.shell("cat file; ls -A") == "old\nfile\nhost\nlock")
    }

    @Test func `every interrupted rewrite is detected and completed`() throws {
        for (old, new) in [("aaaabbbb", "aaaaXYZbbbb"), ("aaaaXYZbbbb", "aaaabbbb")] {
            let longer = max(old.utf8.count, new.utf8.count)
            for count in 0...longer {
                let content = String(new.prefix(count)) + old.dropFirst(count)
                try journal(old, new)
                try directory.shell("printf '%s' '\(content)' > file")
                let isWhole = content == old || content == new
                let expected: JournaledFile.Finding = isWhole ? .whole : .torn(intended: Array(new.utf8))
                #expect(try file.examine(Array(content.utf8)) == expected, "\(content)")
                #expect(try file.recover(holding: try lock()) == expected)
                #expect(try directory.shell("cat file; ls -A") == "\(isWhole ? content : new)file\nlock")
            }
        }
    }

    @Test func `zero blocks after a power failure are part of an interrupted rewrite`() throws {
        try journal("old", "a longer one")
        #expect(try file.examine(Array("old\0\0\0er one".utf8)) == .torn(intended: Array("a longer one".utf8)))
    }

    @Test(arguments: ["theirs", "", "oldest of all contents", "xld"])
    func `content that is not a mixture is from another program`(content: String) throws {
        try journal("old", "new one")
        try directory.shell("printf '%s' '\(content)' > file")
        #expect(try file.recover(holding: try lock()) == .outdated)
        #expect(try directory.shell("cat file; ls -A") == "\(content)file\nlock")
    }

    @Test func `an invalid journal is ignored`() throws {
        try directory.shell("echo old > file")
        #expect(try file.recover(holding: try lock()) == .none)
        try directory.shell("echo nonsense > .file.journal")
        #expect(try file.examine([1]) == .none)
        #expect(try file.recover(holding: try lock()) == .none)
        #expect(try directory.shell("ls -A") == "file\nlock")
    }

    @Test(
        .requiresRoot,
        arguments: [
            "chown 65534 .file.journal", "chmod 620 .file.journal", "chmod 602 .file.journal",
            "mv .file.journal elsewhere; ln -s elsewhere .file.journal", "rm .file.journal; mkdir .file.journal",
        ]
    )
    func `a journal that another user may have written is ignored`(planting: String) throws {
        try journal("old", "new")
        try directory.shell("printf nld > file; \(planting)")
        #expect(try file.examine(Array("nld".utf8)) == .none)
        #expect(try file.recover(holding: try lock()) == .none)
        #expect(try directory.shell("cat file; test ! -L .file.journal; test ! -f .file.journal") == "nld")
        if planting.contains("elsewhere") { try directory.shell("grep -q journal elsewhere") }
    }

    @Test(.requiresRoot) func `a journal of the file's owner is used by every reader`() throws {
        try journal("old", "new")
        try directory.shell("printf nld > file; chown 65534 file .file.journal; chmod 600 .file.journal")
        #expect(try file.recover(holding: try lock()) == .torn(intended: Array("new".utf8)))
        #expect(try directory.shell("cat file") == "new")
    }

    @Test func `a link in place of the journal is not followed`() throws {
        try directory.shell("printf old > file; printf theirs > elsewhere; ln -s elsewhere .file.journal")
        let read = try RegularFile.read(path, limit: 100)
        #expect(throws: SystemError.self) {
            try file.rewrite(with: Array("new".utf8), insteadOf: read, holding: try lock())
        }
        #expect(try directory.shell("cat file elsewhere") == "oldtheirs")
    }
}
