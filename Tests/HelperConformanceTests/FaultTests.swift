import HelperConformance
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The rules detect faults: each faulty helper violates exactly the rules about its fault.
@Suite struct FaultTests {
    /// Whether to check every fault against every rule, which takes minutes: `CONFORMANCE_EXHAUSTIVE` is set.
    private static let isExhaustive = ProcessEnvironment.current["CONFORMANCE_EXHAUSTIVE"] != nil

    private func report(on script: String, rules: [String] = []) throws -> ConformanceReport {
        let directory = try TemporaryDirectory()
        let path = try directory.executable("docker-credential-example", script)
        let store = directory.path.appending("store.json").string
        let program = HelperProgram(path: path, environment: ["CONFORMANCE_STORE": store])
        return try ConformanceSuite(rules: rules).run(over: program)
    }

    @Test func `the example follows every rule and leaves no entries`() throws {
        let report = try report(on: ExampleHelper.script)
        #expect(report.violations.isEmpty, "\(report)")
        #expect(report.notRun.isEmpty, "\(report)")
        #expect(report.leftovers.isEmpty)
        #expect(report.conforms(strictly: true))
    }

    @Test(arguments: Fault.all)
    func `a fault violates the rules about it and no others`(fault: Fault) throws {
        let categories = Set(fault.rules.map { String($0.prefix { $0 != "." }) })
        let rules = ["get.answer", "store.kept", "list.object"] + categories
        let report = try report(on: try fault.script(), rules: Self.isExhaustive ? [] : rules)
        #expect(report.brokenRules == fault.rules, "\(report)")
    }
}

extension ConformanceReport {
    fileprivate var brokenRules: Set<String> { Set(violations.map(\.rule.id)) }
}
