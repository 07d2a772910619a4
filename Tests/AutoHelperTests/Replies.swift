import HelperProtocol
import Testing

@testable import docker_credential_auto

/// What the backends of one test reply, and which calls a policy makes of them.
struct Backends {
    static let server = example()

    /// The replies, by call: `file get`, or `file get!` for a call that may prompt.
    let replies: [String: BackendReply]

    private static func example() -> ServerURL {
        do { return try ServerURL("registry.example") } catch { preconditionFailure("\(error)") }
    }

    /// Follows a policy, and returns the calls in order and the outcome.
    func follow<Policy: BackendPolicy>(_ policy: Policy) throws -> (calls: [String], outcome: Policy.Outcome) {
        var known = BackendReplies()
        var calls: [String] = []
        while true {
            switch policy.next(after: known) {
            case .finish(let outcome): return (calls, outcome)
            case .call(let call):
                let name = "\(call.backend) \(call.action.rawValue)\(call.mayPrompt ? "!" : "")"
                calls.append(name)
                let reply: BackendReply = try #require(replies[name], "unexpected call: \(name)")
                known[call] = reply
            }
        }
    }
}

extension BackendReply {
    static func found(_ user: String) -> BackendReply {
        .credentials(Credentials(server: Backends.server, username: user, secret: Secret("secret of \(user)")))
    }

    /// A list with the server of the tests.
    static let holding = BackendReply.users([Backends.server: "someone"])
    static let empty = BackendReply.users([:])

    /// A backend that replied with an error.
    static func refused(_ backend: String, _ code: HelperError.Code) -> BackendReply {
        .failed(BackendFailure(backend: backend, code: code, message: "\(backend): \(code)", isRefusal: true))
    }

    /// A backend whose keyring or password store does not exist.
    static func absent(_ backend: String) -> BackendReply {
        .failed(
            BackendFailure(
                backend: backend,
                code: .unavailable,
                message: "\(backend): absent",
                isAbsence: true,
                isRefusal: true
            )
        )
    }

    /// A backend that did not reply in time.
    static func hung(_ backend: String) -> BackendReply {
        .failed(BackendFailure(backend: backend, code: .timedOut, message: "\(backend): hung", isRefusal: false))
    }
}
