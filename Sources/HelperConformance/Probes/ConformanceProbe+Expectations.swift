internal import HelperProtocol

/// Expectations, each of which throws a violation that describes the outcome by lengths and never by content.
extension ConformanceProbe {
    /// Expects that the call succeeded and printed nothing.
    func expectSilence(_ outcome: HelperOutcome, of action: String) throws(RuleInterruption) {
        try expectSuccess(outcome, of: action)
        guard outcome.output.isEmpty else { throw .violation("\(action) \(outcome.ending), not with nothing") }
    }

    /// Expects that the call succeeded, with any output.
    func expectSuccess(_ outcome: HelperOutcome, of action: String) throws(RuleInterruption) {
        guard outcome.exitStatus == 0 else { throw .violation("\(action) \(outcome.ending)") }
    }

    /// Expects that the call failed with one of the protocol's fixed texts.
    func expect(_ error: HelperError, from outcome: HelperOutcome, of action: String) throws(RuleInterruption) {
        guard outcome.exitStatus != 0, outcome.output.isOneLine, HelperError(output: outcome.output) == error else {
            throw .violation("\(action) \(outcome.ending), not with 1 and ‘\(error.message)’")
        }
    }

    /// Expects that the call failed and gave a reason.
    func expectRefusal(_ outcome: HelperOutcome, of what: String) throws(RuleInterruption) {
        guard outcome.exitStatus != 0 else { throw .violation("\(what) was accepted") }
        guard !outcome.output.isEmpty else { throw .violation("\(what) was refused without a word on standard output") }
    }

    /// Expects that `get` returns this entry.
    func expectEntry(_ entry: ConformanceEntry, askingFor server: String? = nil) throws(RuleInterruption) {
        try requireFoundations()
        let outcome = try get(server ?? entry.server)
        guard outcome.exitStatus == 0 else { throw .violation("get \(outcome.ending)") }
        guard let key = try? ServerURL(entry.server),
            let answer = try? HelperMessage.credentials(fromOutput: outcome.output, for: key)
        else { throw .violation("get \(outcome.ending), in which there are no credentials") }
        try expectSame(answer.username, entry.username, "the user name")
        try expectSame(answer.secret.revealed, entry.secret, "the secret")
    }

    /// Expects that `store` accepts the request, and that `get` then returns the entry.
    func expectStored(_ entry: ConformanceEntry, by request: some Sequence<UInt8>) throws(RuleInterruption) {
        try requireFoundations()
        try expectSuccess(try call(["store"], Array(request)), of: "store")
        try expectEntry(entry)
    }

    /// Skips the rule if the helper violates a foundation rule: its result would be meaningless.
    private func requireFoundations() throws(RuleInterruption) {
        for foundation in [FoundationRules.answer, FoundationRules.kept] where broken.contains(foundation.id) {
            throw .notRun("\(foundation.id) is broken")
        }
    }

    /// Expects that `get` finds nothing.
    ///
    /// How it reports that is the subject of another rule.
    func expectNothing(at server: String, _ why: String) throws(RuleInterruption) {
        let outcome = try get(server)
        guard outcome.exitStatus == 0, let key = try? ServerURL(address),
            let answer = try? HelperMessage.credentials(fromOutput: outcome.output, for: key)
        else { return }
        throw .violation("\(why): get \(outcome.ending), with a secret of \(answer.secret.withUTF8(\.count)) bytes")
    }

    private func expectSame(_ actual: String, _ expected: String, _ what: String) throws(RuleInterruption) {
        guard let offset = Array(actual.utf8).firstDifference(from: Array(expected.utf8)) else { return }
        throw .violation(
            "\(what) came back with \(actual.utf8.count) bytes and not \(expected.utf8.count), "
                + "different from byte \(offset) on"
        )
    }
}
