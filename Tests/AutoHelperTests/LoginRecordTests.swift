import HelperProtocol
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@testable import docker_credential_auto

@Suite struct LoginRecordTests {
    private let order = ["secretservice", "pass", "file"]

    @Test func `the backend of the last login is asked first`() throws {
        var record = LoginRecord()
        #expect(record.order(among: order) == order)
        record.stored(Backends.server, in: "file", insteadOf: [])
        #expect(record.order(among: order) == ["file", "secretservice", "pass"])
        #expect(record.order(among: ["secretservice", "pass"]) == ["secretservice", "pass"])
    }

    @Test func `an entry that is older than that of another backend is out of date until it is erased`() throws {
        var record = LoginRecord()
        record.stored(Backends.server, in: "secretservice", insteadOf: [])
        record.stored(Backends.server, in: "pass", insteadOf: ["secretservice", "file"])
        record.stored(try ServerURL("other.example"), in: "secretservice", insteadOf: [])
        // The keyring is the remembered one, and what it has for this server is older.
        #expect(record.order(among: order) == order)
        #expect(order.filter { record.isOutdated(Backends.server, in: $0) } == ["secretservice", "file"])
        record.erased(Backends.server, in: "secretservice")
        #expect(order.filter { record.isOutdated(Backends.server, in: $0) } == ["file"])
    }

    @Test func `a backend that cannot keep one login is remembered for the next`() throws {
        var record = LoginRecord()
        record.stored(Backends.server, in: "file", insteadOf: [])
        record.stored(Backends.server, in: "pass", insteadOf: [])
        record.stored(Backends.server, in: "file", insteadOf: ["secretservice", "pass"], isException: true)
        #expect(record.used == ["pass", "file"])
        #expect(record.isOutdated(Backends.server, in: "pass") && !record.isOutdated(Backends.server, in: "file"))
    }

    @Test func `a backend that is not installed here is remembered to be out of date`() throws {
        var record = LoginRecord()
        record.stored(Backends.server, in: "secretservice", insteadOf: [])
        record.stored(Backends.server, in: "file", insteadOf: [])
        #expect(record.isOutdated(Backends.server, in: "secretservice"))
        record.stored(Backends.server, in: "secretservice", insteadOf: ["file"])
        #expect(!record.isOutdated(Backends.server, in: "secretservice"))
        #expect(record.isOutdated(Backends.server, in: "file"))
    }

    @Test func `a record is read as it was written`() throws {
        var record = LoginRecord()
        record.stored(try ServerURL(#"https://"quoted"/é"#), in: "file", insteadOf: ["pass"])
        #expect(LoginRecord(parsing: record.bytes) == record)
        #expect(LoginRecord(parsing: LoginRecord().bytes) == LoginRecord())
    }

    @Test(arguments: [
        "", "null", "[]", "{", #"{"used":"file"}"#, #"{"used":[1]}"#, #"{"used":["../x"]}"#, #"{"used":[""]}"#,
        #"{"outdated":[]}"#, #"{"outdated":{"a b":[]}}"#, #"{"outdated":{"pass":[{}]}}"#, #"{"later":true}"#,
    ])
    func `anything else is not a record`(text: String) {
        #expect(LoginRecord(parsing: Array(text.utf8)) == nil)
    }

    @Test func `the file and its directory belong to the user alone, and a damaged file is ignored`() throws {
        let home = try TemporaryDirectory()
        let traces = Lines()
        let file = LoginRecordFile(
            environment: ProcessEnvironment(["XDG_STATE_HOME": "\(home.path)/state"]),
            diagnostics: HelperDiagnostics(isTracing: true) { traces.add($0) }
        )
        #expect(file.read() == LoginRecord())
        var record = LoginRecord()
        record.stored(Backends.server, in: "file", insteadOf: [])
        guard let lock = try file.lock(until: .after(.seconds(5))) else {
            Issue.record("there is no place for the lock")
            return
        }
        file.write(record, holding: lock)
        #expect(file.read() == record)
        let directory = home.path.appending("state/docker-credential-auto")
        #expect(try FileStatus(of: directory).permissions.octal == "0700")
        #expect(try FileStatus(of: directory.appending("logins.json")).permissions.octal == "0600")
        #expect(traces.all.isEmpty)
        try AtomicFile(directory.appending("logins.json")).replace(with: Array("{".utf8), holding: lock)
        #expect(file.read() == LoginRecord())
        #expect(traces.all.count == 1)
    }

    @Test func `without a home directory nothing is remembered`() throws {
        let file = LoginRecordFile(environment: ProcessEnvironment([:]), diagnostics: .silent)
        let lock = try file.lock(until: .after(.seconds(5)))
        switch lock {
        case .none: break
        case .some: Issue.record("there is a lock without a place for it")
        }
        #expect(file.read() == LoginRecord())
    }
}
