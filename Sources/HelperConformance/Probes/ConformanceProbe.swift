/// What a rule works with: one helper, keys of the rule's own, and a memory of what must be erased again.
///
/// Every key has one random name in it, and nothing is stored, erased or asked for under another, so that a user's own
/// store comes to no harm.
final class ConformanceProbe {
    let caller: any HelperCaller

    /// The random name, which is in every key.
    let token: String

    /// What the rule's keys begin with.
    let address: String

    /// The identifiers of rules that are known to be broken by now.
    let broken: Set<String>

    /// Under what something may have been stored.
    private var keys: [String] = []

    private var hasStored = false

    init(_ caller: some HelperCaller, token: String, rule id: String, broken: Set<String>) {
        self.caller = caller
        self.token = token
        self.broken = broken
        address = "https://\(token).example/\(id)"
    }

    /// A key of this rule, which is erased when the rule is done.
    func key(_ name: String = "a") -> String {
        let key = "\(address)/\(name)"
        eraseLater(key)
        return key
    }

    /// Says that something may have been stored under `key`, which a rule has put together from one of its own.
    func eraseLater(_ key: String) {
        if !keys.contains(where: { $0.utf8.elementsEqual(key.utf8) }) { keys.append(key) }
    }

    func call(_ arguments: [String], _ input: [UInt8] = []) throws(RuleInterruption) -> HelperOutcome {
        hasStored = hasStored || arguments == ["store"]
        do {
            return try caller.call(arguments, input: input)
        } catch {
            throw .program(error)
        }
    }

    func store(_ entry: ConformanceEntry) throws(RuleInterruption) -> HelperOutcome {
        try call(["store"], entry.request)
    }

    func get(_ server: String) throws(RuleInterruption) -> HelperOutcome { try call(["get"], Array(server.utf8)) }

    func erase(_ server: String) throws(RuleInterruption) -> HelperOutcome { try call(["erase"], Array(server.utf8)) }

    /// Stores what the rule builds on; that it fails is another rule's finding.
    func prepare(_ entry: ConformanceEntry) throws(RuleInterruption) {
        let outcome = try store(entry)
        guard outcome.exitStatus == 0 else { throw .notRun("nothing could be stored: store \(outcome.ending)") }
    }

    /// Erases all that the rule may have left behind; what goes wrong here shows in the report's leftovers.
    func cleanUp() {
        guard hasStored else { return }
        for key in keys { _ = try? erase(key) }
    }
}
