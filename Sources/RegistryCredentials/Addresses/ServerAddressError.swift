/// The error for text that is not the address of a registry.
public struct ServerAddressError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, without the text itself, which may hold a password.
    public let description: String

    init(_ problem: String) {
        description = problem.printable
    }

    init(_ problem: HostAndPort.Problem) {
        switch problem {
        case .noClosingBracket: self.init("the IPv6 address of the registry has no closing bracket")
        case .noPortAfterBracket:
            self.init("the IPv6 address of the registry is followed by text that is not a port")
        case .noIPv6AddressInBrackets:
            self.init("the brackets in the address of the registry do not contain an IPv6 address")
        case .severalColons:
            self.init("the address of the registry has several colons and is not an IPv6 address")
        case .invalidPort: self.init("the port of the registry is not a number from 1 to 65535")
        }
    }
}
