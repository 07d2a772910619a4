import HelperProtocol

/// Whether all backends have erased a server.
struct ErasePolicy: BackendPolicy {
    /// A backend that may still have the server.
    struct Remnant: Equatable {
        let failure: BackendFailure
        /// Whether credentials are likely to be there.
        ///
        /// A keyring or password store that does not exist has none, unless this program has stored some there, as in
        /// another session.
        let isLikely: Bool
    }

    let backends: [String]
    let server: ServerURL
    /// Whether a backend may prompt to be unlocked.
    let mayPrompt: Bool
    /// The backends that have stored credentials for this program.
    let usedBackends: [String]

    func next(after replies: BackendReplies) -> BackendStep<[Remnant]> {
        var remnants: [Remnant] = []
        for backend in backends {
            let call = BackendCall(backend: backend, action: .erase)
            guard let reply = replies[call] else { return .call(call) }
            // A backend without `erase` only supplies its own credentials.
            guard let failure = reply.failure, failure.code != .unsupported else { continue }
            guard failure.isRefusal, !failure.isAbsence else {
                let isLikely = !failure.isAbsence || usedBackends.contains(backend)
                remnants.append(Remnant(failure: failure, isLikely: isLikely))
                continue
            }
            let listing = BackendCall(backend: backend, action: .list)
            guard let listed = replies[listing] else { return .call(listing) }
            // A locked keyring may list nothing of what it has.
            if case .users(let users) = listed, users[server] == nil, failure.code != .locked { continue }
            guard mayPrompt, failure.mayNeedPrompt else {
                remnants.append(Remnant(failure: failure, isLikely: true))
                continue
            }
            let prompting = BackendCall(backend: backend, action: .erase, mayPrompt: true)
            guard let last = replies[prompting] else { return .call(prompting) }
            guard let failure = last.failure else { continue }
            remnants.append(Remnant(failure: failure, isLikely: true))
        }
        return .finish(remnants)
    }
}
