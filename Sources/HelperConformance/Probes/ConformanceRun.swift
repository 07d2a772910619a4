internal import HelperProtocol
internal import SystemSupport

/// One run of the rules against one helper.
struct ConformanceRun<Caller: HelperCaller> {
    /// The number of calls that may time out before the run skips the remaining rules.
    private static var patience: Int { 3 }

    let suite: ConformanceSuite
    let caller: Caller

    /// The error that ended the run, if the helper cannot be called at all.
    private(set) var failure: HelperProgramError?

    /// When the run stops.
    private let end: Deadline

    private var hangs = 0

    private var wasCutShort = false

    private var broken: Set<String> = []

    /// The random name that is part of every key of this run.
    private let token: String

    /// The time after the end of the run in which its entries are erased.
    private static var cleanupTime: Duration { .seconds(10) }

    init(suite: ConformanceSuite, caller: Caller, timeLimit: Duration? = nil) {
        self.suite = suite
        end = timeLimit.map { Deadline(after: $0) } ?? .never
        self.caller = caller.limited(to: end)
        let random = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        token = "conformance-" + String(repeating: "0", count: 16 - random.utf8.count) + random
    }

    mutating func report() -> ConformanceReport {
        let results = suite.rules.map { result(of: $0) }
        return ConformanceReport(
            helper: caller.name,
            results: results,
            leftovers: failure == nil && hangs < Self.patience ? sweep() : [],
            reachedTimeLimit: wasCutShort
        )
    }

    private mutating func result(of rule: ConformanceRule) -> ConformanceResult {
        let isExpected = suite.expectedViolations.contains(rule.id)
        func violation(_ detail: String) -> ConformanceResult {
            broken.insert(rule.id)
            return ConformanceResult(rule: rule, outcome: isExpected ? .violatedAsExpected : .violated, detail: detail)
        }
        if let failure { return ConformanceResult(rule: rule, outcome: .notRun, detail: failure.description) }
        guard !end.isExpired else { return cutShort(rule) }
        guard hangs < Self.patience else {
            return ConformanceResult(rule: rule, outcome: .notRun, detail: "the helper did not end in time too often")
        }
        let probe = ConformanceProbe(caller, token: token, rule: rule.id, broken: broken)
        defer { probe.cleanUp() }
        do {
            try rule.check(probe)
            return ConformanceResult(rule: rule, outcome: isExpected ? .passedUnexpectedly : .passed, detail: "")
        } catch {
            switch error {
            case .violation(let detail):
                return violation(detail)
            case .notRun(let reason):
                return ConformanceResult(rule: rule, outcome: .notRun, detail: reason)
            case .program(let error) where error.code == .timedOut && end.isExpired:
                return cutShort(rule)
            case .program(let error) where error.code == .timedOut:
                hangs += 1
                return violation("the helper did not end in time")
            case .program(let error) where error.code == .outputTooLarge:
                return violation("the helper printed without end")
            case .program(let error):
                failure = error
                return ConformanceResult(rule: rule, outcome: .notRun, detail: error.description)
            }
        }
    }

    private mutating func cutShort(_ rule: ConformanceRule) -> ConformanceResult {
        wasCutShort = true
        return ConformanceResult(rule: rule, outcome: .notRun, detail: "the time limit of the run was reached")
    }

    /// Erases entries that rules have left behind, such as keys that the helper has changed, and returns the rest.
    private func sweep() -> [String] {
        let caller = end == .never ? caller : caller.limited(to: .after(Self.cleanupTime + (end.remaining ?? .zero)))
        for key in ownKeys(caller) { _ = try? caller.call(["erase"], input: Array(key.utf8)) }
        return ownKeys(caller)
    }

    private func ownKeys(_ caller: Caller) -> [String] {
        guard let outcome = try? caller.call(["list"], input: []),
            let users = try? HelperMessage.users(fromOutput: outcome.output)
        else { return [] }
        return users.map(\.server).filter { $0.lowercased().contains(token) }
    }
}
