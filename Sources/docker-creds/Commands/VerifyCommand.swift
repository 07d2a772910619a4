internal import ArgumentParser
internal import Codecs
internal import RegistryCredentials
internal import RegistryDiagnostics
internal import SystemPackage
internal import SystemSupport

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Ask registries whether saved credentials are still valid.",
        discussion: """
            Verifies the credentials of all registries, or of those named. Pulls nothing and saves nothing. Results: \
            valid, rejected, expired, unreachable, not needed, no login. Exit status 0 only if all are valid and every store could \
            be listed.
            """
    )

    /// The number of concurrent requests.
    private static let parallelism = 8

    @OptionGroup var stores: StoreOptions
    @OptionGroup var locations: SourceOptions
    @OptionGroup var output: FormatOptions

    @Argument(
        help: "Registries or images. The default is every registry that list shows.",
        completion: KnownServers.completion
    )
    var servers: [String] = []

    func run() async throws {
        let store = try stores.allLocations(in: locations.sources, prompting: .never)
        let (targets, isComplete) = try await targets(in: store)
        let verifier = RegistryVerifier(environment: stores.inherited, timeout: try stores.effectiveTimeout)
        let results = try await verify(targets, by: verifier, in: store)
        switch output.format {
        case .text:
            var table = Table(["REGISTRY", "RESULT", "REASON"])
            for (server, result) in zip(targets, results) { table.add(result.row(of: server)) }
            Console.current.print(table)
        case .json:
            Console.current.print(.array(zip(targets, results).map { $1.json(of: $0) }))
        }
        if !isComplete || results.contains(where: { $0 != .valid }) { throw Failure.reported }
    }

    /// Returns the registries to verify, and whether they are all: a store that cannot be listed is reported.
    private func targets(in store: FallbackStore) async throws -> (servers: [ServerAddress], isComplete: Bool) {
        guard servers.isEmpty else { return (try servers.map { try ServerAddress(registryOrImage: $0) }, true) }
        var targets: [ServerAddress] = []
        var isComplete = true
        for (layer, result) in try await store.listEverywhere() {
            do throws(CredentialStoreError) {
                for entry in try result.get() {
                    if let problem = entry.problem {
                        Console.current.report(Failure(problem).prefixed(layer))
                        isComplete = false
                    }
                    // A key that is not an address belongs to no registry; a helper without a list has no key.
                    guard let server = try? ServerAddress(entry.key), !targets.contains(server) else { continue }
                    targets.append(server)
                }
            } catch {
                Console.current.report(Failure(error).prefixed(layer))
                isComplete = false
            }
        }
        return (targets, isComplete)
    }

    /// Verifies registries concurrently; the results are in the order of the registries.
    private func verify(
        _ targets: [ServerAddress],
        by verifier: RegistryVerifier,
        in store: FallbackStore
    ) async throws -> [Doctor.Verification] {
        try await withThrowingTaskGroup(of: (Int, Doctor.Verification).self) { group in
            var results = [Doctor.Verification?](repeating: nil, count: targets.count)
            var next = 0
            var done = 0
            let progress = Progress(total: targets.count)
            while done < targets.count {
                while next < targets.count, next - done < Self.parallelism {
                    let (index, server) = (next, targets[next])
                    group.addTask { (index, try await verifier.verify(server, in: store).verification) }
                    next += 1
                }
                guard let (index, result) = try await group.next() else { break }
                results[index] = result
                done += 1
                progress.show(done)
            }
            progress.end()
            return results.compactMap(\.self)
        }
    }
}

extension Doctor.Verification {
    fileprivate var name: String {
        switch self {
        case .valid: "valid"
        case .rejected: "rejected"
        case .expired: "expired"
        case .unreachable: "unreachable"
        case .notNeeded: "not needed"
        case .noCredential: "no login"
        }
    }

    fileprivate var reason: String {
        switch self {
        case .unreachable(let reason): reason
        case .notNeeded: "the registry does not require authentication"
        case .noCredential: "there is no credential"
        case .valid, .rejected, .expired: ""
        }
    }

    fileprivate func row(of server: ServerAddress) -> [Table.Cell] {
        let attribute: TextStyle.Attribute =
            switch self {
            case .valid: .green
            case .rejected, .expired: .red
            case .unreachable, .notNeeded, .noCredential: .yellow
            }
        return [Table.Cell(server.description), Table.Cell(name, attribute), Table.Cell(reason)]
    }

    fileprivate func json(of server: ServerAddress) -> JSONTree {
        .object([
            ("server", .string(server.description)), ("result", .string(name.replacing(" ", with: "-"))),
            ("reason", reason.isEmpty ? .null : .string(reason)),
        ])
    }
}

/// A progress line on standard error, if that is a terminal.
private struct Progress {
    let total: Int
    private let isShown = Terminal.isTerminal(.standardError)

    init(total: Int) { self.total = total }

    func show(_ done: Int) { write("\rverified \(done) of \(total)") }

    func end() { write("\r\u{1B}[K") }

    private func write(_ text: String) {
        guard isShown, total > 1 else { return }
        // If the terminal is closed, the failure cannot be reported.
        try? StandardStreams.write(Array(text.utf8), to: .standardError)
    }
}
