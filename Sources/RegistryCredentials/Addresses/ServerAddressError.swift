/// The error for text that is not the address of a registry.
public struct ServerAddressError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, without the text itself, which may hold a password.
    public let description: String

    init(_ problem: String) {
        description = problem.printable
    }
}
