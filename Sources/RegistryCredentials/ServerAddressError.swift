/// Why a text is no address of a registry.
public struct ServerAddressError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it, with the text itself and without the user information in it.
    public let description: String

    init(_ problem: String) {
        description = problem.printable
    }
}
