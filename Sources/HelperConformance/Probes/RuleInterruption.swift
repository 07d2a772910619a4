/// The reason why a rule stopped early, without output of the helper, which might contain a secret.
enum RuleInterruption: Error, Equatable {
    /// The helper violated the rule.
    case violation(String)
    /// A step that the rule depends on failed, so the rule has no result.
    case notRun(String)
    /// A call could not be completed.
    case program(HelperProgramError)
}
