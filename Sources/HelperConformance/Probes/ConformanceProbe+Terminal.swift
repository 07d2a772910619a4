/// Calls with a terminal as standard input.
extension ConformanceProbe {
    func callAtTerminal(_ action: String, typing text: String) throws(RuleInterruption) -> HelperOutcome {
        let outcome: HelperOutcome?
        do {
            outcome = try caller.callAtTerminal(action, typing: Array(text.utf8))
        } catch {
            throw .program(error)
        }
        guard let outcome else { throw .notRun("a helper in this process has no terminal") }
        return outcome
    }

    /// Expects that the action ends although nothing is typed at the terminal.
    func expectNoReading(_ action: String) throws(RuleInterruption) {
        do {
            _ = try callAtTerminal(action, typing: "")
        } catch .program(let error) where error.code == .timedOut {
            throw .violation("\(action) waited for standard input, which clients may keep open")
        }
    }
}
