import HelperProtocol

/// Which backend replies to `get`: the first that has the credentials.
///
/// No backend may prompt before it is known to have the server, or before all others have been asked. A backend that is
/// known to have the server and does not return it ends the search: what another backend has may be older.
struct GetPolicy: BackendPolicy {
    /// The result of the search.
    enum Outcome: Equatable {
        case found(Credentials, by: String)
        case notFound
        /// A backend has the credentials, or may have them, and did not return them.
        case failed(BackendFailure)
    }

    /// The backends whose entry is current, in order.
    let current: [String]
    /// The backends whose entry for this server is older than that of another, asked only if no other has one.
    let outdated: [String]
    let server: ServerURL
    /// The backends that have stored credentials for this program.
    let usedBackends: [String]

    var backends: [String] { current + outdated }

    func next(after replies: BackendReplies) -> BackendStep<Outcome> {
        let step = search(current, replies)
        if case .finish(.notFound) = step { return search(outdated, replies) }
        return step
    }

    private func search(_ backends: [String], _ replies: BackendReplies) -> BackendStep<Outcome> {
        var undecided: [BackendFailure] = []
        for backend in backends {
            let call = BackendCall(backend: backend, action: .get)
            guard let reply = replies[call] else { return .call(call) }
            if case .credentials(let credentials) = reply { return .finish(.found(credentials, by: backend)) }
            guard let failure = reply.failure else { continue }
            // A keyring or password store that does not exist here has nothing, unless something was stored in it, as in
            // another session.
            guard !failure.isAbsence || usedBackends.contains(backend) else { continue }
            switch holds(failure, replies) {
            case .unasked(let listing): return .call(listing)
            case .no: continue
            case .unknown: undecided.append(failure)
            case .yes:
                guard failure.mayNeedPrompt else { return .finish(.failed(failure)) }
                let prompting = BackendCall(backend: backend, action: .get, mayPrompt: true)
                switch replies[prompting] {
                case nil: return .call(prompting)
                case .credentials(let credentials): return .finish(.found(credentials, by: backend))
                case .failed(let failure): return .finish(.failed(failure))
                case .users, .done, .notFound: continue
                }
            }
        }
        return promptUndecided(undecided, replies)
    }

    private enum Holding {
        case yes
        case no
        case unknown
        /// The backend has yet to list its servers.
        case unasked(BackendCall)
    }

    /// Whether a backend that failed has the server, which it lists without a prompt.
    private func holds(_ failure: BackendFailure, _ replies: BackendReplies) -> Holding {
        // A backend that hung or crashed is not called again.
        guard failure.isRefusal else { return .unknown }
        let listing = BackendCall(backend: failure.backend, action: .list)
        switch replies[listing] {
        case nil: return .unasked(listing)
        case .users(let users):
            guard users[server] == nil else { return .yes }
            // A locked keyring may list nothing of what it has.
            return failure.code == .locked ? .unknown : .no
        case .credentials, .done, .notFound, .failed: return .unknown
        }
    }

    /// The end of a search in which no backend had the credentials and some could not tell: those may prompt now.
    private func promptUndecided(_ undecided: [BackendFailure], _ replies: BackendReplies) -> BackendStep<Outcome> {
        var failures: [BackendFailure] = []
        for failure in undecided {
            guard failure.mayNeedPrompt else {
                failures.append(failure)
                continue
            }
            let prompting = BackendCall(backend: failure.backend, action: .get, mayPrompt: true)
            switch replies[prompting] {
            case nil: return .call(prompting)
            case .credentials(let credentials): return .finish(.found(credentials, by: failure.backend))
            case .failed(let failure): failures.append(failure)
            case .users, .done, .notFound: continue
            }
        }
        return .finish(failures.first.map { .failed($0) } ?? .notFound)
    }
}
