import HelperProtocol

/// The servers of all backends.
struct ListPolicy: BackendPolicy {
    /// What the backends listed, in order.
    struct Outcome: Equatable {
        var users: [(backend: String, users: [ServerURL: String])] = []
        var failures: [BackendFailure] = []

        static func == (one: Self, other: Self) -> Bool {
            one.failures == other.failures && one.users.map(\.backend) == other.users.map(\.backend)
                && one.users.map(\.users) == other.users.map(\.users)
        }
    }

    let backends: [String]

    func next(after replies: BackendReplies) -> BackendStep<Outcome> {
        var outcome = Outcome()
        for backend in backends {
            let call = BackendCall(backend: backend, action: .list)
            switch replies[call] {
            case nil: return .call(call)
            case .users(let users): outcome.users.append((backend, users))
            case .failed(let failure): outcome.failures.append(failure)
            case .credentials, .done, .notFound: continue
            }
        }
        return .finish(outcome)
    }
}
