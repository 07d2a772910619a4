/// The context of one rule: the helper, the rule's own keys, and the entries to erase afterwards.
///
/// Every key contains a random name. Nothing is stored, erased or looked up under any other, so a user's own store is
/// not changed.
final class ConformanceProbe {
    let caller: any HelperCaller

    /// The random name that is part of every key.
    let token: String

    /// The beginning of all keys of this rule.
    let address: String

    /// The identifiers of the rules that have been violated so far.
    let broken: Set<String>

    /// The keys under which an entry may exist.
    private var keys: [String] = []

    private var hasStored = false

    init(_ caller: some HelperCaller, token: String, rule id: String, broken: Set<String>) {
        self.caller = caller
        self.token = token
        self.broken = broken
        address = "https://\(token).example/\(id)"
    }

    /// Returns a key of this rule, which is erased after the rule.
    func key(_ name: String = "a") -> String {
        let key = "\(address)/\(name)"
        eraseLater(key)
        return key
    }

    /// Registers a key that a rule has derived from one of its own, so that it is erased as well.
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

    /// Stores an entry that the rule needs.
    ///
    /// A failure is the subject of another rule.
    func prepare(_ entry: ConformanceEntry) throws(RuleInterruption) {
        let outcome = try store(entry)
        guard outcome.exitStatus == 0 else { throw .notRun("nothing could be stored: store \(outcome.ending)") }
    }

    /// Erases all entries of the rule.
    ///
    /// Those that cannot be erased are listed in the report's leftovers.
    func cleanUp() {
        guard hasStored else { return }
        for key in keys { _ = try? erase(key) }
    }
}
