/// Why a rule ended before its end. No text here holds output of a helper: it might be a secret.
enum RuleInterruption: Error, Equatable {
    /// The helper broke the rule.
    case violation(String)
    /// Something that the rule builds on did not work, so that it says nothing.
    case notRun(String)
    /// A call came to no outcome.
    case program(HelperProgramError)
}
