internal import RegistryCredentials

/// Makes a login available to podman and skopeo.
struct PodmanLogin {
    let server: ServerAddress
    let docker: DynamicStore
    let environment: [String: String]
    let options: DynamicStore.Options
    let allowsPlaintext: Bool

    /// Makes a saved login visible to podman and skopeo, and returns the path of their file.
    ///
    /// - Throws: ``Failure`` if they cannot use it; docker still does.
    func share() async throws -> String {
        do {
            return try await update()
        } catch let error as CredentialStoreError {
            throw Failure(error).prefixed(Self.consequence)
        }
    }

    private static let consequence = "the login was saved, but podman and skopeo cannot use it"

    private func update() async throws -> String {
        var migration = CredentialMigration.Options()
        migration.servers = [server]
        migration.keepsSource = true
        migration.allowsPlaintext = allowsPlaintext
        migration.replacesPodmanLogins = true
        migration.stores = options
        let sharing = try CredentialMigration(.dockerToPodman, environment: environment, options: migration)
        let report = try await sharing.run()
        let remaining = report.remaining
        let own = remaining.first { $0.item.key.withoutUserInformation == server.dockerKey } ?? remaining.first
        if let own, report.moved.isEmpty {
            throw Failure(own.error).prefixed(Self.consequence)
        }
        return try PodmanFiles(environment: environment).persistent
    }

    /// Updates podman's copy of a login to Docker Hub, or says that podman and skopeo do not see the login.
    ///
    /// A failure is not reported: the login itself was saved.
    func updateOrNote() async throws {
        guard let files = try? PodmanFiles(environment: environment) else { return }
        do {
            // Podman's key for Docker Hub is not docker's, so the helper has a copy for podman.
            if server.isDockerHub, try await files.nameHelper(of: server, in: docker) { _ = try await update() }
            guard files.areInUse(environment: environment), try await !files.share(server, with: docker) else { return }
        } catch is CredentialStoreError {
            return
        }
        let command = Console.current.invocation.command("migrate --to podman \(server.argument)")
        Console.current.report("note: podman and skopeo do not use this login; share it: \(command)")
    }
}
