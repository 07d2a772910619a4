extension DynamicStore: ExplainingStore {
    /// Looks where the configuration says, and at what else the file holds.
    ///
    /// - Parameters:
    ///   - server: The registry, however it is spelt.
    ///   - runsHelpers: Whether the helper is run, if there is one.
    /// - Returns: The helper's finding, if there is one, and those of the file.
    /// - Throws: `CancellationError`.
    public func findings(for server: ServerAddress, runsHelpers: Bool) async throws -> [Finding] {
        let inFile = try await file.findings(for: server, runsHelpers: runsHelpers)
        let holder: Holder
        do {
            holder = try await self.holder(of: server)
        } catch let error as CredentialStoreError {
            guard error.place != inFile.first?.error?.place || inFile.isEmpty else { return inFile }
            return [Finding(at: error.place, rule: "", .failed(error))]
                + excluded(inFile, "the configuration of helpers cannot be read")
        }
        guard case .helper(let helper) = holder else { return inFile }
        var first = try await helper.store.finding(
            for: server,
            rule: "named by \(helper.origin)",
            runsHelper: runsHelpers
        )
        if let credential = first.credential {
            let stored = inFile.lazy.compactMap(\.credential).first
            first.content = .credential(credential.adding(registryTokenOf: stored))
        }
        if case .failed = first.content, options.fallThrough == .onFailure {
            first.standing = .excluded(because: "a helper that fails is passed over")
            return [first] + inFile
        }
        guard options.fallThrough != .final, first.error == nil else {
            return [first] + excluded(inFile, "\(helper.origin) names a helper for this server")
        }
        guard first.credential != nil else { return [first] + inFile }
        return [first]
            + inFile.map { finding in
                var finding = finding
                if finding.standing == .counts { finding.standing = .outranked(by: "the helper") }
                return finding
            }
    }

    private func excluded(_ findings: [Finding], _ reason: String) -> [Finding] {
        findings.filter { $0.content != .nothing }.map { finding in
            var finding = finding
            finding.standing = .excluded(because: reason)
            return finding
        }
    }
}
