internal import SystemSupport

extension PodmanFiles {
    /// Whether podman and skopeo use the credential that docker uses for a registry.
    ///
    /// They read their own files, then Docker's config file. In each file they use `credHelpers` for exactly the
    /// registry, which is `docker.io` for Docker Hub, then `auths`, and never `credsStore` (containers-auth.json(5)).
    /// The helper is asked for its list only.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - docker: The store of Docker's config file.
    /// - Returns: Whether they use the same credential, or the same helper.
    /// - Throws: ``CredentialStoreError`` if a file cannot be read; `CancellationError`.
    public func share(_ server: ServerAddress, with docker: DynamicStore) async throws -> Bool {
        let destination = try await docker.destination(for: server)
        for file in stores + [FileStore(path: docker.configPath)] {
            let snapshot = try await file.snapshot()
            let named = try snapshot.helperSettings().credentialHelpers
                .last { $0.key.utf8.elementsEqual(server.podmanKey.utf8) }
            if case .program(let name)? = named?.helper {
                guard destination == .helper(program: "docker-credential-\(name)") else { return false }
                guard server.isDockerHub else { return true }
                let listed = try await docker.helper(name, .credentialsStore).store.listedIfPossible() ?? []
                return listed.contains { $0.key.utf8.elementsEqual(server.podmanKey.utf8) }
            }
            guard let own = try snapshot.candidates(for: server).best() else { continue }
            guard case .file = destination else { return false }
            return try await docker.get(server) == own
        }
        return false
    }

    /// Whether podman's file names the helper with which docker saves a registry's credential.
    ///
    /// - Parameters:
    ///   - server: The registry.
    ///   - docker: The store of Docker's config file.
    /// - Returns: Whether the persistent file names it for the registry.
    /// - Throws: ``CredentialStoreError`` if a file cannot be read; `CancellationError`.
    public func nameHelper(of server: ServerAddress, in docker: DynamicStore) async throws -> Bool {
        guard case .helper(let program) = try await docker.destination(for: server) else { return false }
        let helpers = try await store.helperSettings().credentialHelpers
        return helpers.contains { key, helper in
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
        return ["podman", "skopeo"].contains { (try? ExecutableSearch.find($0, in: search)) != nil }
            || stores.contains { $0.file.exists }
    }
}
