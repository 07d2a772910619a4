internal import Dispatch
internal import HelperProtocol
internal import RegistryCredentials
internal import Synchronization
internal import SystemPackage
internal import SystemSupport

/// `docker-credential-creds`: this program as a credential helper, when a link of that name starts it.
struct CredsHelper: CredentialHelper {
    static let identity = HelperIdentity(
        name: "docker-credential-creds",
        package: "swift-docker-credentials",
        version: HelperIdentity.packageVersion
    )

    /// Whether this process was started by the helper's name.
    static var isCalled: Bool { CurrentProcess.name == identity.name }

    func store(_ credentials: Credentials) throws(HelperError) {
        try waiting { helper throws(HelperError) in try await helper.store(credentials) }
    }

    func get(_ server: ServerURL) throws(HelperError) -> Credentials {
        try waiting { helper throws(HelperError) in try await helper.get(server) }
    }

    func erase(_ server: ServerURL) throws(HelperError) {
        try waiting { helper throws(HelperError) in try await helper.erase(server) }
    }

    func list() throws(HelperError) -> [ServerURL: String] {
        try waiting { helper throws(HelperError) in try await helper.list() }
    }

    /// Runs an asynchronous request on another thread and waits for it: a helper handles one request and exits.
    private func waiting<Value: Sendable>(
        _ request: @escaping @Sendable (LayeredHelper) async throws(HelperError) -> Value
    ) throws(HelperError) -> Value {
        let diagnostics = HelperDiagnostics.standardError(of: Self.identity)
        let helper = try LayeredHelper(environment: .current) { diagnostics.note($0) }
        let answer = Answer<Value>()
        Task.detached {
            do throws(HelperError) {
                answer.give(.success(try await request(helper)))
            } catch {
                answer.give(.failure(error))
            }
        }
        return try answer.wait().get()
    }
}

/// The result of a request on another thread.
private final class Answer<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, HelperError>?>(nil)
    private let isGiven = DispatchSemaphore(value: 0)

    func give(_ result: Result<Value, HelperError>) {
        self.result.withLock { $0 = result }
        isGiven.signal()
    }

    func wait() -> Result<Value, HelperError> {
        isGiven.wait()
        return result.withLock { $0 } ?? .failure(HelperError(.failed, "the request was not answered"))
    }
}
