import HelperConformance
import HelperProtocol
import SystemPackage
import TestSupport
import Testing

@Suite struct ConformanceSuiteTests {
    private let identity = HelperIdentity(name: "docker-credential-example", package: "example.org/x", version: "1")

    @Test func `the in-memory helper follows every rule that needs no terminal`() throws {
        let report = try ConformanceSuite().run(over: InMemoryHelper(), as: identity)
        #expect(report.violations.isEmpty, "\(report)")
        #expect(
            Set(report.notRun.map(\.rule.id)) == ["version.input", "list.input", "terminal.get", "terminal.notice"]
        )
        #expect(report.leftovers.isEmpty)
    }

    @Test func `existing entries are not changed`() throws {
        let helper = InMemoryHelper()
        let foreign = Credentials(server: try ServerURL("registry.example"), username: "ann", secret: Secret("s"))
        try helper.store(foreign)
        let report = try ConformanceSuite().run(over: helper, as: identity)
        #expect(report.violations.isEmpty, "\(report)")
        #expect(try helper.list() == [foreign.server: "ann"])
        #expect(try helper.get(foreign.server) == foreign)
    }

    @Test func `every rule has a unique name, a category and a sentence`() {
        let rules = ConformanceSuite.allRules
        #expect(Set(rules.map(\.id)).count == rules.count)
        for rule in rules {
            #expect(rule.id.hasPrefix("\(rule.category)."))
            #expect(rule.sentence.hasSuffix("."))
        }
    }

    @Test func `every rule detects a fault`() {
        let found = Fault.all.reduce(into: Set<String>()) { $0.formUnion($1.rules) }
        let never = Set(ConformanceSuite.allRules.map(\.id)).subtracting(found)
        #expect(never == [])
    }

    @Test(arguments: [["get.absentt"], ["gets"], [""]])
    func `an unknown rule is an error`(rules: [String]) {
        #expect(throws: UnknownRuleError.self) { try ConformanceSuite(rules: rules) }
        #expect(throws: UnknownRuleError.self) { try ConformanceSuite(expectedViolations: rules) }
    }

    @Test func `a helper that hangs is abandoned after some calls`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.executable("docker-credential-hanging", "#!/bin/sh\n/bin/sleep 60\necho late\n")
        let program = HelperProgram(path: path, environment: [:], timeout: .milliseconds(100))
        let report = try ConformanceSuite().run(over: program)
        #expect(report.violations.count == 3)
        #expect(report.violations.allSatisfy { $0.detail == "the helper did not end in time" })
        #expect(report.notRun.count == report.results.count - 3)
        #expect(!report.conforms())
    }

    @Test func `a helper with endless output violates a rule`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.executable("docker-credential-endless", "#!/bin/sh\nwhile :; do echo \"$0\"; done\n")
        let program = HelperProgram(path: path, environment: [:])
        let report = try ConformanceSuite(rules: ["version.line"]).run(over: program)
        #expect(report.violations.map(\.detail) == ["the helper printed without end"])
    }

    @Test func `a helper that crashes violates rules`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.executable("docker-credential-crashing", "#!/bin/sh\nkill -SEGV $$\n")
        let report = try ConformanceSuite().run(over: HelperProgram(path: path, environment: [:]))
        #expect(report.description.contains("was ended by signal 11"))
        #expect(!report.conforms())
    }

    @Test func `a missing program is an error`() throws {
        let program = HelperProgram(path: "/no/such/docker-credential-helper", environment: [:])
        let error = #expect(throws: HelperProgramError.self) { try ConformanceSuite().run(over: program) }
        #expect(error?.code == .cannotStart)
    }

    @Test func `a report contains no secret`() throws {
        struct Changing: CredentialHelper {
            let helper = InMemoryHelper()
            func store(_ credentials: Credentials) throws(HelperError) { try helper.store(credentials) }
            func get(_ server: ServerURL) throws(HelperError) -> Credentials {
                var found = try helper.get(server)
                found.secret = Secret("hunter2" + found.secret.revealed)
                return found
            }
            func erase(_ server: ServerURL) throws(HelperError) {}
            func list() throws(HelperError) -> [ServerURL: String] { try helper.list() }
        }
        let report = try ConformanceSuite().run(over: Changing(), as: identity)
        #expect(report.violations.count > 2)
        #expect(!"\(report)".contains("hunter2"))
        #expect(!"\(report)".contains("conformance-secret"))
    }
}
