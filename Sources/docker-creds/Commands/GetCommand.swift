internal import ArgumentParser
internal import Codecs
internal import HelperProtocol
internal import RegistryCredentials
internal import Synchronization

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Show the user and the kind of credential for a registry.",
        discussion: "The secret itself is only shown with --show-secret. Exit status 3 if there is no credential."
    )

    @OptionGroup var stores: StoreOptions
    @OptionGroup var locations: SourceOptions
    @OptionGroup var output: FormatOptions

    @Flag(help: "Show the password or token, too.")
    var showSecret = false

    @Argument(help: "The registry, such as registry.example or docker.io.", completion: KnownServers.completion)
    var server: String

    func run() async throws {
        let server = try ServerAddress(argument: server)
        let errors = ErrorLog()
        let store = try stores.allLocations(in: locations.sources) { layer, error in errors.add(layer, error) }
        guard let credential = try await store.get(server) else {
            Console.current.warnOfConfigFile(stores)
            throw Failure(
                "no credential for \(server)",
                status: .notFound,
                advice: [.command(purpose: "Log in", arguments: "login \(server.shortName)")]
            )
        }
        for error in errors.entries { Console.current.report(error.asWarning) }
        for oddity in credential.oddities { Console.current.report("warning: the password \(oddity)") }
        let secrets = showSecret ? credential.secrets : []
        switch output.format {
        case .text:
            Console.current.print("\(server): \(credential)")
            for (kind, secret) in secrets { Console.current.print(secret: secret.revealed, named: kind) }
        case .json:
            let revealed = secrets.map { (name: $0.kind, value: JSONTree.string($0.secret.revealed)) }
            Console.current.print(.object([("server", .string(server.description))] + credential.members + revealed))
        }
    }
}

/// The errors of the places that a lookup skipped.
private final class ErrorLog: Sendable {
    private let kept = Mutex<[Failure]>([])

    var entries: [Failure] { kept.withLock { $0 } }

    func add(_ layer: String, _ error: CredentialStoreError) {
        let failure = Failure(error)
        kept.withLock { $0.append(failure.message.contains(layer) ? failure : failure.prefixed(layer)) }
    }
}
