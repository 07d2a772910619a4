internal import HelperProtocol
internal import RegistryCredentials
internal import RegistryLogin
internal import RegistryLoginHTTP

#if HTTPClient
internal import NIOCore
#endif

/// Logs in COUNT times in TASKS tasks and prints the number of logins a second: `login-exerciser COUNT TASKS`.
@main struct Main {
    static func main() async throws {
        #if HTTPClient
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ $0 > 0 }) else {
            print("usage: login-exerciser COUNT TASKS")
            return
        }
        let (port, channel) = try await FakeRegistry.start()
        // The scheme prevents an attempt with TLS.
        let server = try ServerAddress("http://127.0.0.1:\(port)")
        let rate = try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([])) { transport in
            _ = try await duration(of: 20, tasks: 1, at: server, transport)
            return Double(numbers[0]) / (try await duration(of: numbers[0], tasks: numbers[1], at: server, transport))
        }
        try await channel.close()
        print(Int(rate))
        #else
        print("built without the trait HTTPClient")
        #endif
    }

    #if HTTPClient
    /// Returns the seconds that a number of logins take in a number of tasks.
    private static func duration(
        of count: Int,
        tasks: Int,
        at server: ServerAddress,
        _ transport: HTTPClientTransport
    ) async throws -> Double {
        var options = LoginOptions()
        options.plainHTTP = .loopback
        let service = LoginService(transport: transport, options: options)
        let time = try await ContinuousClock().measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<tasks {
                    group.addTask {
                        let store = MemoryStore()
                        for _ in stride(from: task, to: count, by: tasks) {
                            let outcome = try await service.login(
                                to: server,
                                with: .password(username: "ann", password: Secret("s3cret")),
                                savingIn: store
                            )
                            precondition(outcome.isSaved)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return time / .seconds(1)
    }
    #endif
}
