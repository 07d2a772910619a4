import HelperProtocol
import RegistryCredentials

/// Operates on a file store in a separate process, for tests and benchmarks.
///
///     store-exerciser get PATH SERVER
///     store-exerciser put PATH SERVER USER PASSWORD [SETTLING-MILLISECONDS]
///     store-exerciser put-many PATH NAME COUNT [SETTLING-MILLISECONDS]
///     store-exerciser put-forever PATH SERVER
///     store-exerciser time get|put PATH SERVER COUNT
///     store-exerciser ask HELPER SERVER COUNT
///     store-exerciser detect
@main struct Main {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch (arguments.first, arguments.count) {
        case ("get", 3): try await get(arguments[1], arguments[2])
        case ("put", 5...6):
            let store = store(arguments[1], settling: arguments.dropFirst(5).first)
            try await store.put(
                .password(username: arguments[3], password: Secret(arguments[4])),
                for: ServerAddress(arguments[2])
            )
        case ("put-many", 4...5):
            try await putMany(store(arguments[1], settling: arguments.dropFirst(4).first), arguments[2], arguments[3])
        case ("put-forever", 3): try await putForever(store(arguments[1]), arguments[2])
        case ("time", 5): try await time(arguments[1], store(arguments[2]), arguments[3], arguments[4])
        case ("ask", 4): try await ask(arguments[1], arguments[2], arguments[3])
        case ("detect", 1): print(await detect())
        default: throw Usage()
        }
    }

    struct Usage: Error {}

    private static func store(_ path: String, settling: String? = nil) -> FileStore {
        var options = FileStore.Options()
        options.plaintext = .allow
        options.lockTimeout = .seconds(60)
        options.verificationDelay = .milliseconds(settling.flatMap { Int($0) } ?? 0)
        return FileStore(path: path, options: options)
    }

    /// Returns the name of the helper that is detected on this machine.
    private static func detect() async -> String {
        do {
            return try await NativeStore.detect().store?.name ?? "none"
        } catch {
            return "cancelled"
        }
    }

    private static func get(_ path: String, _ server: String) async throws {
        print(try await store(path).get(ServerAddress(server))?.password?.revealed ?? "nothing")
    }

    /// Puts NAME-1.example, NAME-2.example and so on, and prints those for which another program was in the way.
    private static func putMany(_ store: FileStore, _ name: String, _ count: String) async throws {
        for number in 1...(Int(count) ?? 1) {
            let server = "\(name)-\(number).example"
            do {
                try await store.put(
                    .password(username: "ann", password: Secret("secret of \(server)")),
                    for: ServerAddress(server)
                )
                print("saved \(server)")
            } catch let error as CredentialStoreError where error.code == .conflict {
                print("conflict \(server)")
            }
        }
    }

    /// Puts one number after another until it is killed.
    ///
    /// Their lengths differ, so that the file grows and shrinks.
    private static func putForever(_ store: FileStore, _ server: String) async throws {
        for number in 0... {
            let padding = String(repeating: "x", count: number % 7 * 1000)
            try await store.put(
                .password(username: "ann", password: Secret("\(number) \(padding)\(number)")),
                for: ServerAddress(server)
            )
        }
    }

    /// Prints the milliseconds of each of COUNT calls, one per line.
    private static func time(_ verb: String, _ store: FileStore, _ server: String, _ count: String) async throws {
        let server = try ServerAddress(server)
        let clock = ContinuousClock()
        for number in 1...(Int(count) ?? 1) {
            let credential = Credential.password(username: "someone", password: Secret("secret \(number)"))
            let elapsed = try await clock.measure {
                if verb == "put" {
                    try await store.put(credential, for: server)
                } else if try await store.get(server) == nil {
                    throw Usage()
                }
            }
            print(elapsed / .milliseconds(1))
        }
    }

    /// Prints the milliseconds of each of COUNT requests to a helper, one per line.
    private static func ask(_ helper: String, _ server: String, _ count: String) async throws {
        let store = NativeStore(helper)
        let server = try ServerAddress(server)
        let clock = ContinuousClock()
        for _ in 1...(Int(count) ?? 1) {
            let elapsed = try await clock.measure {
                if try await store.get(server) == nil { throw Usage() }
            }
            print(elapsed / .milliseconds(1))
        }
    }
}
