internal import ArgumentParser
internal import Codecs
internal import HelperProtocol
internal import RegistryCredentials
internal import Synchronization

struct GetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Say who is logged in to a registry, and with what kind of secret.",
        discussion:
            "The secret itself is shown with --show-secret only. Exit status 3 says that there is no credential."
    )

    @OptionGroup var places: PlaceOptions
    @OptionGroup var output: FormatOptions

    @Flag(help: "Show the password or token, too.")
    var showSecret = false

    @Argument(help: "The registry, such as registry.example or docker.io/library.")
    var server: String

    func run() async throws {
        let server = try ServerAddress(server)
        let problems = ErrorLog()
        let store = places.everywhere { layer, error in problems.add("\(layer): \(error)") }
        guard let credential = try await store.get(server) else {
            let advice = "To log in: docker-creds login \(server)"
            throw Failure("there is no credential for \(server). \(advice)", status: .notFound)
        }
        for problem in problems.lines { Console.report("warning: \(problem)") }
        let secrets = showSecret ? credential.secrets : []
        switch output.format {
        case .text:
            Console.print("\(server): \(credential)".printable)
            for (kind, secret) in secrets { Console.print("\(kind): \(secret.revealed)") }
        case .json:
            let revealed = secrets.map { (name: $0.kind, value: JSONTree.string($0.secret.revealed)) }
            Console.print(.object([("server", .string(server.description))] + credential.members + revealed))
        }
    }
}

/// The errors of places that were passed over.
private final class ErrorLog: Sendable {
    private let kept = Mutex<[String]>([])

    var lines: [String] { kept.withLock { $0 } }

    func add(_ line: String) { kept.withLock { $0.append(line) } }
}
