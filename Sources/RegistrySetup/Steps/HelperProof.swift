internal import HelperProtocol
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Proves that a helper works by storing, reading back and erasing a test entry.
struct HelperProof: Sendable {
    let helper: NativeStore
    let environment: ProcessEnvironment

    /// A registry that cannot exist: RFC 2606 reserves `.invalid`.
    static let server = "docker-creds-setup.invalid"

    /// The user of the test entry.
    static let user = "docker-creds"

    /// Runs the proof.
    ///
    /// The entry is erased even if the proof fails. Signals that would end this process wait until it is erased.
    ///
    /// - Parameter check: Called while the helper has the entry.
    /// - Throws: ``CredentialStoreError``; `CancellationError`; the errors of `check`.
    func run(check: () async throws -> Void = {}) async throws {
        guard let server = try? ServerAddress(Self.server) else { return }
        let lock = try self.lock()
        defer { withExtendedLifetime(lock) {} }
        // Not a secret, but different each time, so that an old entry is not mistaken for this one.
        let word = "test-\(UInt64.random(in: 0 ... .max))"
        let signals = SignalDeferral.begin()
        let result: Result<Void, any Error>
        do {
            let credential = Credential.password(username: Self.user, password: Secret(word))
            try await helper.put(credential, for: server)
            guard try await helper.get(server) == credential else {
                throw CredentialStoreError(
                    .failed,
                    "the helper does not return what was stored",
                    at: .init(key: Self.server, helper: "docker-credential-\(helper.name)")
                )
            }
            try await check()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        do {
            // A task of its own: a cancelled one would not start the helper.
            try await Task { [helper] in try await helper.erase(server) }.value
        } catch {
            signals?.end()
            // The first failure explains the second one.
            try result.get()
            throw error
        }
        signals?.end()
        try result.get()
    }

    /// Waits until no other setup of this user uses the test entry; nil where there is no place for the lock.
    private func lock() throws(CredentialStoreError) -> FileLock? {
        guard let directory = try? environment.stateHome.appending("docker-creds"),
            (try? AtomicFile.makeDirectories(directory)) != nil
        else { return nil }
        do throws(SystemError) {
            return try FileLock(at: directory.appending("setup.lock"), deadline: .after(.seconds(60)))
        } catch {
            guard error.code == .timedOut else { return nil }
            throw CredentialStoreError(
                .timedOut,
                "another setup is still testing a helper",
                advice: ["Wait for it, and run this again"]
            )
        }
    }
}
