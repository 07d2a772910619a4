internal import HelperProtocol
internal import SystemSupport

extension NativeStore {
    /// A registry that cannot exist: RFC 2606 reserves `.invalid`.
    private static let nowhere = "docker-creds-podman.invalid"

    /// Whether podman is in `PATH`, and runs helpers in a user namespace: it does so for every user but root.
    var isInPodmanNamespace: Bool {
        CurrentProcess.effectiveUser != 0 && program.environment.hasProgram("podman")
    }

    /// Throws if the helper does not work in the user namespace of podman, which may not reach a keyring or an agent.
    ///
    /// The helper is asked for a registry that cannot exist. Nothing is stored, and nobody is prompted.
    func checkWorksInPodmanNamespace() async throws {
        do {
            _ = try await program.inPodmanNamespace.run(.get, key: Self.nowhere, input: Array(Self.nowhere.utf8))
        } catch let error as CredentialStoreError {
            // The kernel keeps an unlocked key for each user namespace.
            let further =
                switch (name, error.code) {
                case ("file", .locked): ["Unlock it for podman: podman unshare docker-creds unlock"]
                case ("file", _): [String]()
                default: ["Or move the logins to another helper first: docker creds migrate --from \(name) --to file"]
                }
            throw CredentialStoreError(
                error.code,
                "podman runs helpers in its user namespace, where \(error.message)",
                at: .init(helper: program.name),
                advice: ["See what it says: printf \(Self.nowhere) | podman unshare \(program.name) get"] + further
            )
        }
    }
}
