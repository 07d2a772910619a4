internal import SystemSupport

extension PodmanFiles {
    /// Whether podman and skopeo use the credential that docker uses for a registry.
    ///
    /// They ask the helpers in `registries.conf`, and read their own files and then Docker's config file, in the order that
    /// `credential-helpers` sets. In each file they use `credHelpers` for exactly the registry, which is `docker.io` for
    /// Docker Hub, then `auths`, and never `credsStore` (containers-auth.json(5)). Helpers are asked for their lists only.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - docker: The store of Docker's config file.
    /// - Returns: Whether they use the same credential, or the same helper.
    /// - Throws: ``CredentialStoreError`` if a file cannot be read; `CancellationError`.
    public func share(_ server: ServerAddress, with docker: DynamicStore) async throws -> Bool {
        let destination = try await docker.destination(for: server)
        for name in helpers {
            if name == RegistriesConf.authFiles {
                if let shares = try await filesShare(server, with: docker, destination) { return shares }
            } else if try await lists(server, docker.helper(name, .credentialsStore).store) {
                return destination == .helper(program: "docker-credential-\(name)")
            }
        }
        return false
    }

    /// Whether a helper of `registries.conf` lists the registry; podman goes on after one that fails.
    private func lists(_ server: ServerAddress, _ helper: NativeStore) async throws -> Bool {
        do {
            return try await helper.lists(exactly: server.podmanHelperKey)
        } catch is CredentialStoreError {
            return false
        }
    }

    /// Whether the files have the credential that docker uses; nil if they have none.
    private func filesShare(
        _ server: ServerAddress,
        with docker: DynamicStore,
        _ destination: DynamicStore.Destination
    ) async throws -> Bool? {
        for file in stores + [FileStore(path: docker.configPath)] {
            let snapshot = try await file.snapshot()
            let named = try snapshot.helperSettings().credentialHelpers
                .last { $0.key.utf8.elementsEqual(server.podmanKey.utf8) }
            if case .program(let name)? = named?.helper {
                guard destination == .helper(program: "docker-credential-\(name)") else { return false }
                guard server.isDockerHub else { return true }
                return try await docker.helper(name, .credentialsStore).store.lists(exactly: server.podmanHelperKey)
            }
            guard let own = try snapshot.candidates(for: server).best() else { continue }
            guard case .file = destination else { return false }
            return try await docker.get(server) == own
        }
        return nil
    }

    /// Whether podman asks the helper with which docker saves a registry's credential.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - docker: The store of Docker's config file.
    /// - Returns: Whether `registries.conf` names it, or the persistent file does for the registry.
    /// - Throws: ``CredentialStoreError`` if a file cannot be read; `CancellationError`.
    public func nameHelper(of server: ServerAddress, in docker: DynamicStore) async throws -> Bool {
        guard case .helper(let program) = try await docker.destination(for: server) else { return false }
        if helpers.contains(where: { "docker-credential-\($0)".utf8.elementsEqual(program.utf8) }) { return true }
        let named = try await store.helperSettings().credentialHelpers
        return named.contains { key, helper in
            guard case .program(let name) = helper else { return false }
            return key.utf8.elementsEqual(server.podmanKey.utf8) && program == "docker-credential-\(name)"
        }
    }

    /// Whether podman or skopeo is installed or has a file with credentials.
    ///
    /// - Parameter environment: The environment variables, whose `PATH` is searched.
    /// - Returns: Whether one of them may be in use.
    public func areInUse(environment: [String: String]) -> Bool {
        let search = ProcessEnvironment(environment)
        return ["podman", "skopeo"].contains(where: search.hasProgram)
            || stores.contains { $0.file.exists }
    }
}
