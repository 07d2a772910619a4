import HelperProtocol

/// Which backend stores credentials: the first that can without a prompt, or else the first that can with one.
struct StorePolicy: BackendPolicy {
    /// The result of storing.
    enum Outcome: Equatable {
        /// One backend has the credentials; with the failures of those before it.
        case stored(by: String, after: [BackendFailure])
        /// No backend stored the credentials.
        case failed([BackendFailure])
    }

    let backends: [String]

    func next(after replies: BackendReplies) -> BackendStep<Outcome> {
        var refused: [String] = []
        var failures: [BackendFailure] = []
        for backend in backends {
            let call = BackendCall(backend: backend, action: .store)
            guard let reply = replies[call] else { return .call(call) }
            guard let failure = reply.failure else { return .finish(.stored(by: backend, after: failures)) }
            failures.append(failure)
            if failure.mayNeedPrompt { refused.append(backend) }
        }
        for backend in refused {
            let call = BackendCall(backend: backend, action: .store, mayPrompt: true)
            guard let reply = replies[call] else { return .call(call) }
            // Failures before the prompt are not reported: this backend is the preferred one of those that work.
            guard reply.failure != nil else { return .finish(.stored(by: backend, after: [])) }
        }
        return .finish(.failed(failures))
    }
}
