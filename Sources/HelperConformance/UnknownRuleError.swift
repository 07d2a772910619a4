/// The error for a name that is neither a rule nor a category.
public struct UnknownRuleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The unknown name.
    public let name: String

    /// The unknown name, and the command that lists all rules.
    public var description: String { "there is no rule ‘\(name)’; helper-conformance --list names them all" }
}
