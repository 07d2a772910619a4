#if SecretService && os(Linux)
import CLibsecret

/// Names on the bus.
extension SessionBus {
    /// Who owns each name now, asked in one round trip; nil for a name that nobody owns.
    func owners(
        of names: String...,
        awaiting awaited: SecretServiceWait = .bus
    ) throws(SecretServiceError) -> [String?] {
        let questions = names.map { Self.call("GetNameOwner", .tuple(.string($0))) }
        return try answers(to: questions, awaiting: awaited).map { answer in
            guard case .success(let reply) = answer else { return nil }
            return reply.members.first?.string
        }
    }

    /// Says that a connection has ended.
    ///
    /// - Parameter connection: Its unique name.
    /// - Returns: The signal to listen for.
    static func departure(of connection: String) -> BusSignal {
        BusSignal(
            sender: name,
            interface: name,
            member: "NameOwnerChanged",
            path: path,
            firstArgument: connection
        )
    }
}
#endif
