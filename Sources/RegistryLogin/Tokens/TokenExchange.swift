internal import HTTPTypes

/// Requests tokens from token servers, with the fallbacks that some of them need.
struct TokenExchange: Sendable {
    let runner: RequestRunner
    let options: AuthenticationOptions
    /// The registry that names the token server.
    let registry: HTTPOrigin
    /// Whether to request an identity token in addition to the access token.
    var wantsIdentityToken = false
    /// The time since 1970.
    let now: @Sendable () -> Duration

    private static let maximumRedirects = 5

    /// Exchanges a credential for a token.
    ///
    /// - Throws: ``LoginError``; `CancellationError`.
    func token(for purpose: TokenRequest.Purpose, proof: LoginProof) async throws -> AccessToken {
        switch proof {
        case .registryToken(let token):
            // It is sent to the registry itself, so no token server is needed.
            return AccessToken(value: token, expiry: .zero, lifetime: .zero)
        case .anonymous:
            return try await ask(.get(purpose, password: nil), purpose, proof)
        case .password(let password):
            return try await exchange(password, purpose, proof)
        case .identityToken(let token, _, let fallback):
            do {
                return try await ask(.post(purpose, identityToken: token), purpose, proof)
            } catch let error as LoginError where [.notFound, .methodNotAllowed].contains(error.code) {
                guard let fallback else {
                    throw LoginError(
                        .identityTokenUnsupported,
                        "\(name(of: purpose, proof)) does not exchange identity tokens",
                        status: error.status,
                        advice: ["Log in with a user name and a password or access token"]
                    )
                }
                return try await exchange(fallback, purpose, proof)
            }
        }
    }

    private func exchange(
        _ password: LoginProof.Password,
        _ purpose: TokenRequest.Purpose,
        _ proof: LoginProof
    ) async throws -> AccessToken {
        if options.passwordGrant == .postThenGet {
            do {
                return try await ask(.post(purpose, password: password), purpose, proof)
            } catch let error as LoginError
                where [400, 401, 404, 405].contains(error.status) && error.code != .rateLimited
            {
                // These are the statuses of servers without OAuth. Their response to the GET is decisive.
            }
        }
        return try await ask(.get(purpose, password: password), purpose, proof)
    }

    private func ask(
        _ question: TokenRequest,
        _ purpose: TokenRequest.Purpose,
        _ proof: LoginProof
    ) async throws -> AccessToken {
        let reply = try await followingRedirects(question, purpose, proof)
        let server = name(of: purpose, proof)
        guard (200..<300).contains(reply.head.status.code) else {
            throw LoginError.status(of: reply, from: server, isTokenServer: true, proof.filter())
        }
        guard !reply.isTruncated else {
            throw LoginError(.malformedToken, "\(server) sent a response of more than 128 KiB")
        }
        return try AccessToken(reading: reply.body, from: server, now: now())
    }

    /// Sends a request, and follows redirects that keep its method and body.
    ///
    /// The credential is not sent to another page, such as a sign-in page, because a token from there would prove
    /// nothing.
    private func followingRedirects(
        _ question: TokenRequest,
        _ purpose: TokenRequest.Purpose,
        _ proof: LoginProof
    ) async throws -> HTTPReply {
        let filter = proof.filter()
        let server = RequestRunner.Server.tokens(purpose.realm.origin, namedBy: registry, filter)
        let name = name(of: purpose, proof)
        var request = question.request
        for _ in 0...Self.maximumRedirects {
            let reply = try await runner.send(
                request,
                body: question.body,
                maximumBodySize: AccessToken.maximumAnswerSize,
                to: server
            )
            guard let redirect = try HTTPRedirect(of: reply.head, to: request) else { return reply }
            if redirect.leavesOrigin {
                let target = HTTPOrigin(redirect.request).map(filter.shown) ?? "another server"
                throw LoginError(.untrustedRealm, "\(name) redirects to \(target), which must not get the credentials")
            }
            guard redirect.keepsBody, !question.hasCredential || ![302, 303].contains(reply.head.status.code) else {
                throw LoginError(.failed, "\(name) redirects to another page, which cannot verify the credentials")
            }
            request = redirect.request
        }
        throw LoginError(.failed, "\(name) redirects more than \(Self.maximumRedirects) times")
    }

    private func name(of purpose: TokenRequest.Purpose, _ proof: LoginProof) -> String {
        "the token server \(proof.filter().shown(purpose.realm.origin))"
    }
}
