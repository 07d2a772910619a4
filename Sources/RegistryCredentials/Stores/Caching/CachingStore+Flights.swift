/// Questions under way, each asked once however many wait for it.
extension CachingStore {
    /// One question to the store, from the first who asks it to the answer.
    ///
    /// It belongs to the actor; nobody else sees it.
    final class Flight {
        let question: Question
        var task: Task<Void, Never>?
        var waiting: [Int: CheckedContinuation<Credential?, any Error>] = [:]

        init(_ question: Question) {
            self.question = question
        }
    }

    func launch(_ question: Question) -> Flight {
        let flight = Flight(question)
        flights[question] = flight
        flight.task = Task {
            let result: Result<Credential?, any Error>
            do {
                result = .success(try await store.get(question.server))
            } catch {
                result = .failure(error)
            }
            land(flight, result)
        }
        return flight
    }

    private func land(_ flight: Flight, _ result: Result<Credential?, any Error>) {
        // One that was forgotten meanwhile has seen what was there before a put or a delete.
        if flights[flight.question] === flight {
            flights[flight.question] = nil
            if case .success(let credential) = result { keep(credential, for: flight.question) }
        }
        for (passenger, continuation) in flight.waiting {
            passengers[passenger] = nil
            continuation.resume(with: result)
        }
        flight.waiting = [:]
    }

    /// The answer, or the cancellation of this task and no other.
    func wait(for flight: Flight) async throws -> Credential? {
        let passenger = nextPassenger
        nextPassenger += 1
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                flight.waiting[passenger] = continuation
                passengers[passenger] = flight
                if Task.isCancelled { leave(passenger) }
            }
        } onCancel: {
            Task { await self.leave(passenger) }
        }
    }

    private func leave(_ passenger: Int) {
        guard let flight = passengers.removeValue(forKey: passenger),
            let continuation = flight.waiting.removeValue(forKey: passenger)
        else { return }
        continuation.resume(throwing: CancellationError())
        guard flight.waiting.isEmpty else { return }
        flight.task?.cancel()
        if flights[flight.question] === flight { flights[flight.question] = nil }
    }
}
