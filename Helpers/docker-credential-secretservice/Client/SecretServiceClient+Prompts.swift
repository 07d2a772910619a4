#if SecretService && os(Linux)
import HelperProtocol

/// Calls that may prompt the user.
extension SecretServiceClient {
    func unlock(_ items: [SecretItem], _ collections: [String]) throws(SecretServiceError) {
        try unlock(paths: items.map(\.path) + collections)
    }

    /// Unlocks items and collections alike.
    func unlock(paths: [String]) throws(SecretServiceError) {
        diagnostics.trace("unlocking \(paths.count) objects")
        let reply = try call(Self.path, "Service", "Unlock", .tuple(try .paths(paths))).members
        guard reply.count == 2, var unlocked = reply[0].objectPaths, let prompt = reply[1].objectPath else {
            throw Self.unexpected("Unlock")
        }
        if prompt != Self.noPath {
            guard let more = try answerPrompt(prompt, .unlocking).objectPaths else { throw Self.unexpected("Unlock") }
            unlocked += more
        }
        guard Set(unlocked).isSuperset(of: paths) else { throw .locked }
    }

    /// Shows a prompt and waits for the user's answer.
    ///
    /// - Parameters:
    ///   - prompt: Its object path.
    ///   - awaited: Its purpose, for messages.
    /// - Returns: Its result.
    /// - Throws: ``SecretServiceError`` if it was dismissed, or not answered in time.
    func answerPrompt(_ prompt: String, _ awaited: SecretServiceWait) throws(SecretServiceError) -> Variant {
        guard prompt != Self.noPath else { throw Self.unexpected("Prompt") }
        // The provider removes a prompt that was never shown when this connection ends.
        guard mayPrompt else { throw .locked }
        let interface = "\(Self.prefix)Prompt"
        let completed = BusSignal(sender: provider.name, interface: interface, member: "Completed", path: prompt)
        let departure = SessionBus.departure(of: provider.name)
        return try bus.listening(for: completed) { received throws(SecretServiceError) in
            try bus.listening(for: departure) { departed throws(SecretServiceError) in
                if hasDisplay { diagnostics.note("waiting for \(awaited.rawValue)") }
                _ = try call(prompt, "Prompt", "Prompt", .tuple(.string("")))
                // After a timeout the provider removes the prompt when this connection ends. If it is told to dismiss
                // the prompt, gnome-keyring 42.1 crashes at the next one (gkd-secret-unlock.c, "assertion failed:
                // (!self->current)").
                try bus.loop.wait(for: awaited) {
                    received.parameters != nil || departed.parameters != nil || bus.isClosed
                }
            }
            guard let parameters = received.parameters else {
                throw .failed("it went away while it waited for \(awaited.rawValue)")
            }
            return try answer(of: parameters.members, awaited)
        }
    }

    private func answer(of parameters: [Variant], _ awaited: SecretServiceWait) throws(SecretServiceError) -> Variant {
        guard parameters.count == 2, let dismissed = parameters[0].boolean, let result = parameters[1].unboxed else {
            throw Self.unexpected("Prompt")
        }
        guard !dismissed else { throw hasDisplay || awaited == .prompt ? .dismissed(awaited) : .locked }
        return result
    }
}
#endif
