#if SecretService && os(Linux)
import HelperProtocol

/// Who keeps secrets on this bus.
extension SecretServiceClient {
    /// The unique name of the provider, which the bus starts if it can.
    ///
    /// - Throws: ``SecretServiceError/noProvider(_:)`` if there is none. Nothing is started to find that out.
    static func findProvider(
        on bus: SessionBus,
        diagnostics: HelperDiagnostics
    ) throws(SecretServiceError) -> String {
        let question = SessionBus.call("GetNameOwner", .tuple(.string(name)))
        if let owner = try owner(bus.answer(to: question, awaiting: .bus)) { return owner }
        let listing = try bus.answer(to: SessionBus.call("ListActivatableNames"), awaiting: .bus)
        guard case .success(let names) = listing, names.members.first?.strings?.contains(name) == true else {
            throw .noProvider("nothing there owns or could start \(name)")
        }
        diagnostics.trace("starting \(name)")
        let start = SessionBus.call("StartServiceByName", .tuple(.string(name), .number(0)))
        if case .failure(let error) = try bus.answer(to: start, awaiting: .start) {
            guard !error.isTimeout else { throw .timedOut(.start, limit: bus.loop.timeout) }
            throw .noProvider("\(name) does not start: \(error.message)")
        }
        if let owner = try owner(bus.answer(to: question, awaiting: .bus)) { return owner }
        throw .noProvider("\(name) was started, and has ended")
    }

    private static func owner(_ answer: Result<Variant, GLibError>) -> String? {
        guard case .success(let reply) = answer else { return nil }
        return reply.members.first?.string
    }
}
#endif
