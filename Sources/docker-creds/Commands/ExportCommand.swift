internal import ArgumentParser
internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write credentials with their secrets to a file for Kubernetes, podman or docker.",
        discussion: """
            Reads the credentials from where they are saved, and writes them as a document that needs no credential \
            helper. If a credential cannot be part of the document, nothing is written. Exit status 3 if there is no \
            credential for a registry.
            """
    )

    @OptionGroup var stores: StoreOptions

    @Option(help: "The format of the document.")
    var format = ExportFormat.dockerconfigjson

    @Flag(help: "Export the credentials of all registries that list shows.")
    var all = false

    @Option(
        help: ArgumentHelp("The file to write, with mode 0600. The default is standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Write to a terminal, too.")
    var force = false

    @Option(help: ArgumentHelp("Write a Kubernetes secret of this name, for kubectl create -f.", valueName: "name"))
    var secretName: String?

    @Option(help: ArgumentHelp("The namespace of the secret.", valueName: "namespace"))
    var namespace: String?

    @Argument(help: "Registries or images.", completion: KnownServers.completion)
    var servers: [String] = []

    func validate() throws {
        guard all != !servers.isEmpty else {
            throw ValidationError(all ? "--all takes no registries" : "name the registries to export, or pass --all")
        }
        guard secretName == nil || format == .dockerconfigjson else {
            throw ValidationError("--secret-name requires --format dockerconfigjson")
        }
        guard namespace == nil || secretName != nil else {
            throw ValidationError("--namespace requires --secret-name")
        }
        _ = try secret()
    }

    func run() async throws {
        if output == nil, Console.current.style.isTerminal, !force {
            throw Failure(
                "refusing to show secrets on a terminal",
                status: .usage,
                advice: [.text("Pass --output FILE, or --force to show them")]
            )
        }
        let store = try stores.allLocations()
        var document = CredentialExport(format.format)
        for server in try await targets(in: store) {
            guard let credential = try await store.get(server) else {
                throw Failure(
                    "no credential for \(server)",
                    status: .notFound,
                    advice: [.command(purpose: "Log in", arguments: "login \(server.shortName)")]
                )
            }
            try document.add(credential, for: server)
        }
        try write(try secret().map { try manifest($0, document) } ?? document.bytes)
    }

    /// Returns the registries to export; each once.
    private func targets(in store: FallbackStore) async throws -> [ServerAddress] {
        var targets: [ServerAddress] = []
        guard all else {
            for server in try servers.map({ try ServerAddress(argument: $0) }) where !targets.contains(server) {
                targets.append(server)
            }
            return targets
        }
        for (layer, result) in try await store.listEverywhere() {
            for entry in try result.get() {
                if let problem = entry.problem { throw Failure(problem).prefixed(layer) }
                // A helper that does not list a registry may still have a credential for it.
                guard let server = entry.server, !targets.contains(server) else { continue }
                targets.append(server)
            }
        }
        guard !targets.isEmpty else { throw Failure("there are no credentials to export", status: .notFound) }
        return targets
    }

    private func secret() throws -> KubernetesSecret? {
        do throws(KubernetesNameError) {
            return try secretName.map { name throws(KubernetesNameError) in
                try KubernetesSecret(name: name, namespace: namespace)
            }
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func manifest(_ secret: KubernetesSecret, _ document: CredentialExport) throws(Failure) -> [UInt8] {
        do {
            return try secret.manifest(of: document)
        } catch {
            throw Failure(error.description, advice: [.text("Export fewer registries")])
        }
    }

    private func write(_ bytes: [UInt8]) throws(Failure) {
        guard let output else { return Console.current.print(document: bytes) }
        do {
            try PrivateFile.write(bytes, to: FilePath(output))
        } catch {
            throw Failure("\(error)")
        }
        Console.current.report("wrote \(output), which contains secrets")
    }
}

/// The names of the formats on the command line.
enum ExportFormat: String, ExpressibleByArgument, CaseIterable {
    case dockerconfigjson
    case authJSON = "auth.json"
    case dockerConfig = "docker-config"

    var format: CredentialExport.Format {
        switch self {
        case .dockerconfigjson: .dockerConfigJSON
        case .authJSON: .authJSON
        case .dockerConfig: .dockerConfig
        }
    }
}
