#if SecretService && os(Linux)
import CLibsecret

/// Names on the bus.
extension SessionBus {
    /// Returns the owner of each name, in one round trip; nil for a name without an owner.
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

    /// Returns the signal of the end of a connection, given its unique name.
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
