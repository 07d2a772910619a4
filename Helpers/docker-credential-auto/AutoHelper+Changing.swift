import HelperProtocol
import SystemSupport

extension AutoHelper {
    func store(_ credentials: Credentials) throws(HelperError) {
        let request = try request()
        guard !request.names.isEmpty else { throw request.noBackend }
        let server = credentials.server
        let lock = try lock(request)
        var record = request.record.read()
        let policy = StorePolicy(backends: record.order(among: request.names))
        let payload = HelperMessage.storeRequest(credentials)
        let backend: String
        let failures: [BackendFailure]
        switch request.runner.follow(policy, server: server, request: payload) {
        case .failed(let failures): throw Self.notStored(failures)
        case .stored(let storing, let earlier): (backend, failures) = (storing, earlier)
        }
        let others = request.names.filter { $0 != backend }
        let isException = failures.contains { $0.backend == record.used.first && $0.code == .malformedRequest }
        record.stored(server, in: backend, insteadOf: others, isException: isException)
        // Before anything is erased: whatever happens next, `get` asks this backend first.
        write(record, lock, request)
        if !failures.isEmpty {
            let reasons = failures.map(\.message).joined(separator: "; ")
            diagnostics.note("stored by \(Backend.program(backend)), because \(reasons)")
        }
        erase(server, from: others, afterFailuresOf: failures, request, &record)
        write(record, lock, request)
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        let request = try request()
        guard try request.hasBackends() else { return }
        let lock = try lock(request)
        var record = request.record.read()
        let policy = ErasePolicy(
            backends: request.names,
            server: server,
            mayPrompt: true,
            usedBackends: record.used
        )
        let remnants = request.runner.follow(policy, server: server, request: Array(server.text.utf8))
        let kept = Set(remnants.map(\.failure.backend))
        let before = record
        for name in request.names where !kept.contains(name) { record.erased(server, in: name) }
        if record != before { write(record, lock, request) }
        for remnant in remnants where !remnant.isLikely { diagnostics.trace("skipped: \(remnant.failure.message)") }
        if let failure = remnants.first(where: \.isLikely)?.failure { throw HelperError(failure) }
    }

    /// Erases the older entries of a server after another backend has stored it, without a prompt.
    private func erase(
        _ server: ServerURL,
        from others: [String],
        afterFailuresOf failures: [BackendFailure],
        _ request: AutoRequest,
        _ record: inout LoginRecord
    ) {
        let policy = ErasePolicy(
            backends: others,
            server: server,
            mayPrompt: false,
            usedBackends: record.used
        )
        // A backend that hung when it was to store is not called again.
        var known = BackendReplies()
        for failure in failures where !failure.isRefusal {
            known[BackendCall(backend: failure.backend, action: .erase)] = .failed(failure)
        }
        let remnants = request.runner.follow(
            policy,
            server: server,
            request: Array(server.text.utf8),
            known: known
        )
        let kept = Set(remnants.map(\.failure.backend))
        for name in others where !kept.contains(name) { record.erased(server, in: name) }
        for remnant in remnants {
            let report =
                "an older login for this server may remain in \(Backend.program(remnant.failure.backend)), which is used only "
                + "if no other helper has one: \(remnant.failure.message)"
            if remnant.isLikely { diagnostics.note(report) } else { diagnostics.trace(report) }
        }
    }

    private func lock(_ request: AutoRequest) throws(HelperError) -> FileLock? {
        do throws(SystemError) {
            return try request.record.lock(until: request.runner.deadline)
        } catch {
            throw HelperError(system: error)
        }
    }

    private func write(_ record: LoginRecord, _ lock: borrowing FileLock?, _ request: AutoRequest) {
        switch lock {
        case .some(let lock): request.record.write(record, holding: lock)
        case .none: break
        }
    }

    private static func notStored(_ failures: [BackendFailure]) -> HelperError {
        guard failures.count > 1, let first = failures.first else {
            return failures.first.map { HelperError($0) } ?? HelperError(.failed, "no credential helper was called")
        }
        var advice: [String] = []
        for sentence in failures.flatMap(\.advice) where !advice.contains(sentence) { advice.append(sentence) }
        let reasons = failures.map(\.message).joined(separator: "; ")
        return HelperError(first.code, "no credential helper could store the credentials: \(reasons)", advice: advice)
    }
}
