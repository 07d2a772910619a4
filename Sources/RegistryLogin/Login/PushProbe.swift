internal import HTTPTypes
internal import HelperProtocol

/// Verifies a credential at a registry that is open for reading, by asking for the right to push.
///
/// The request cannot change anything. An empty body never has the digest in the address, so a registry that allows
/// anonymous pushes replies with 400.
struct PushProbe: Sendable {
    let probe: RegistryProbe
    /// The repository in the request; empty for any.
    let repository: String
    /// Whether a registry or token server that cannot be reached leaves the credential unverified instead of being an
    /// error.
    let mayFail: Bool

    typealias Verification = (by: LoginOutcome.Verifier, identityToken: Secret?)

    private var request: HTTPRequest {
        let name = repository.isEmpty ? "login-check" : repository
        return HTTPRequest(
            method: .put,
            scheme: probe.registry.scheme,
            authority: probe.registry.authority,
            path: "/v2/\(name)/manifests/sha256:\(String(repeating: "0", count: 64))"
        )
    }

    /// Asks for the right to push.
    ///
    /// - Returns: What verified the credential; nil if the registry does not challenge a push, or its response proves
    ///   nothing.
    /// - Throws: ``LoginError`` if the credential was rejected; `CancellationError`.
    func verify(with authenticator: RegistryAuthenticator) async throws -> Verification? {
        do {
            return try await ask(authenticator)
        } catch let error as LoginError {
            let isVerdict = [.rejected, .rateLimited, .forbidden].contains(error.code)
            guard mayFail || error.code == .unsupportedScheme, !isVerdict else { throw error }
            return nil
        }
    }

    private func ask(_ authenticator: RegistryAuthenticator) async throws -> Verification? {
        guard isRepository else { return nil }
        let challenge = try await send(nil)
        guard challenge.head.status == .unauthorized,
            let answer = try await authenticator.answer(challenge, to: request)
        else { return nil }
        let reply = try await send(answer.authorization)
        let filter = answer.token.map { ServerTextFilter(hiding: [$0.value]) }
        switch reply.head.status.code {
        case 401:
            throw probe.error(for: reply, hiding: filter)
        case 429, 500...:
            throw probe.error(for: reply, hiding: filter)
        default:
            // The token server verified the credential before it issued the token, whatever the user may push.
            if let server = answer.tokenServer {
                return (.tokenServer(server), answer.token?.identityToken)
            }
            // Without a token, only an error about the content shows that the registry accepted the credential.
            let isContentRejected = [400, 404, 413, 415, 422].contains(reply.head.status.code)
            return isContentRejected ? (.pushRequest, nil) : nil
        }
    }

    private func send(_ authorization: Authorization?) async throws -> HTTPReply {
        var request = request
        request.headerFields[.contentType] = "application/vnd.oci.image.manifest.v1+json"
        authorization?.add(to: &request)
        return try await probe.runner.send(
            request,
            maximumBodySize: RegistryProbe.maximumBodySize,
            to: .registry(probe.registry)
        )
    }

    /// Whether the path of the login can be part of a request, because users may type anything.
    private var isRepository: Bool {
        repository.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "._-/".utf8.contains(byte)
            }
        } && !repository.split(separator: "/").contains { $0 == "." || $0 == ".." }
    }
}
