extension FallbackStore {
    /// Answers a kubelet's request, as an image credential provider does.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - limit: The time after which the lookup is given up. A kubelet waits for a minute.
    /// - Returns: The response, which may have no login.
    /// - Throws: ``CredentialStoreError`` if no location has a credential and one could not be read, or the time is
    ///   over; `CancellationError`.
    public func response(
        to request: KubeletCredentialRequest,
        within limit: Duration = .seconds(50)
    ) async throws -> KubeletCredentialResponse {
        try await withThrowingTaskGroup { group in
            group.addTask { () async throws -> KubeletCredentialResponse? in try await lookUp(request) }
            group.addTask { () async throws -> KubeletCredentialResponse? in
                try await Task.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let response = try await group.next() ?? nil else {
                throw CredentialStoreError(
                    .timedOut,
                    "the lookup took longer than \(limit)",
                    at: .init(key: request.image.server.text),
                    advice: ["Run it by hand to see which place is slow: docker creds explain \(request.host)"]
                )
            }
            return response
        }
    }

    private func lookUp(_ request: KubeletCredentialRequest) async throws -> KubeletCredentialResponse {
        let explanation = try await explain(request.image.server)
        let hasPaths = explanation.usedStep == nil ? true : try await listsPaths(on: request.image.registry)
        return try KubeletCredentialResponse(to: request, explanation, hasPaths: hasPaths)
    }

    /// Whether a location lists, or may have, a credential for a path of a registry.
    private func listsPaths(on registry: ServerAddress) async throws -> Bool {
        for (_, result) in try await listEverywhere() {
            guard case .success(let entries) = result else { return true }
            for entry in entries where entry.place.helper == nil {
                guard let pattern = HostPattern(entry.key), pattern.matches(registry) else { continue }
                if !pattern.path.isEmpty { return true }
            }
        }
        return false
    }
}
