#if SecretService && os(Linux)
import HelperProtocol

/// What the user may be asked for.
extension SecretServiceClient {
    func unlock(_ items: [SecretItem]) throws(SecretServiceError) {
        try unlock(paths: items.map(\.path))
    }

    /// Unlocks items and collections alike.
    func unlock(paths: [String]) throws(SecretServiceError) {
        diagnostics.trace("unlocking \(paths.count) objects")
        let reply = try call(Self.path, "Service", "Unlock", .tuple(.paths(paths))).members
        guard reply.count == 2, var unlocked = reply[0].strings, let prompt = reply[1].string else {
            throw Self.unexpected("Unlock")
        }
        if prompt != Self.noPath {
            unlocked += try answerPrompt(prompt, .unlocking).strings ?? []
        }
        guard Set(unlocked).isSuperset(of: paths) else { throw .locked }
    }

    /// Lets a prompt be shown, and waits for what the user answers.
    ///
    /// - Parameters:
    ///   - prompt: Its object path.
    ///   - awaited: What it is for.
    /// - Returns: Its result.
    /// - Throws: ``SecretServiceError`` if it was dismissed, or not answered in time.
    func answerPrompt(_ prompt: String, _ awaited: SecretServiceWait) throws(SecretServiceError) -> Variant {
        let interface = "\(Self.prefix)Prompt"
        let completed = BusSignal(sender: provider, interface: interface, member: "Completed", path: prompt)
        return try bus.listening(for: completed) { received throws(SecretServiceError) in
            if hasDisplay { diagnostics.note("waiting for \(awaited.rawValue)") }
            _ = try call(prompt, "Prompt", "Prompt", .tuple(.string("")))
            // After the limit the prompt is left to the provider, which takes it from the screen when this connection
            // ends. Asked to dismiss it, gnome-keyring 42.1 ends itself at the next one (gkd-secret-unlock.c,
            // "assertion failed: (!self->current)").
            try bus.loop.wait(for: awaited) { received.parameters != nil }
            guard let answer = received.parameters?.members, answer.count == 2, let dismissed = answer[0].boolean else {
                throw Self.unexpected("Prompt")
            }
            guard !dismissed else { throw hasDisplay || awaited == .prompt ? .dismissed(awaited) : .locked }
            guard let result = answer[1].unboxed else { throw Self.unexpected("Prompt") }
            return result
        }
    }
}
#endif
