/// A rule was named that there is not.
public struct UnknownRuleError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What was named.
    public let name: String

    /// What was named, and how to see the names that there are.
    public var description: String { "there is no rule ‘\(name)’; helper-conformance --list names them all" }
}
