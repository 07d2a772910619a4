/// Why a text is no address of a registry.
public struct ServerAddressError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it, without the text itself, which may hold a password.
    public let description: String

    init(_ problem: String) {
        description = problem.printable
    }
}
