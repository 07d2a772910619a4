import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct RegularFileTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private var file: FilePath { directory.path.appending("file") }

    @Test func `a file is read with the status of the same file`() throws {
        try directory.shell("printf content > file; chmod 604 file")
        let read = try RegularFile.read(file, limit: 7)
        #expect(read.bytes.text == "content")
        #expect(read.status.kind == .regular)
        #expect(read.status.permissions == FilePermissions(rawValue: 0o604))
        #expect(read.status.size == 7)
        #expect(read.status.owner == CurrentProcess.effectiveUser)
    }

    @Test func `a file over the limit is rejected`() throws {
        try directory.shell("printf content > file")
        let error = #expect(throws: SystemError.self) { try RegularFile.read(file, limit: 6) }
        #expect(error?.code == .tooLarge)
    }

    @Test(arguments: [("mkfifo file", SystemError.Code.notRegularFile), ("mkdir file", .isDirectory)])
    func `anything but a regular file is rejected without blocking`(make: String, code: SystemError.Code) throws {
        try directory.shell(make)
        let error = #expect(throws: SystemError.self) { try RegularFile.read(file, limit: 100) }
        #expect(error?.code == code)
    }

    @Test func `a missing file is nil or an error`() throws {
        #expect(try RegularFile.readIfPresent(file, limit: 1) == nil)
        let error = #expect(throws: SystemError.self) { try RegularFile.read(file, limit: 1) }
        #expect(error?.code == .notFound)
        #expect(error?.description.contains("\(file)") == true)
    }
}
