/// Why a rule ended before its end, without output of the helper, which might be a secret.
enum RuleInterruption: Error, Equatable {
    /// The helper broke the rule.
    case violation(String)
    /// Something that the rule builds on did not work, so that it says nothing.
    case notRun(String)
    /// A call came to no outcome.
    case program(HelperProgramError)
}
