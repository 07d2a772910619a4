internal import HTTPTypes

/// Gets tokens from token servers, with every way round that they are known to need.
struct TokenExchange: Sendable {
    let runner: RequestRunner
    let options: AuthenticationOptions
    /// The time since 1970.
    let now: @Sendable () -> Duration

    /// Exchanges what there is for a token.
    ///
    /// - Parameters:
    ///   - purpose: What the token is for, and who gives it.
    ///   - proof: What to exchange.
    /// - Returns: The token.
    /// - Throws: ``LoginError``, or `CancellationError` if the task was cancelled.
    func token(for purpose: TokenRequest.Purpose, proof: LoginProof) async throws -> AccessToken {
        switch proof {
        case .registryToken(let token):
            // It is for the registry, and no token server needs to know it.
            return AccessToken(value: token, expiry: .zero, lifetime: .zero)
        case .anonymous:
            return try await ask(.get(purpose, password: nil), purpose)
        case .password(let password):
            return try await exchange(password, purpose)
        case .identityToken(let token, _, let fallback):
            do {
                return try await ask(.post(purpose, identityToken: token), purpose)
            } catch let error as LoginError where [.notFound, .methodNotAllowed].contains(error.code) {
                guard let fallback else {
                    throw LoginError(
                        .identityTokenUnsupported,
                        "the token server \(purpose.realm.origin) does not exchange identity tokens",
                        status: error.status,
                        advice: ["Log in with a user name and a password or access token"]
                    )
                }
                return try await exchange(fallback, purpose)
            }
        }
    }

    private func exchange(
        _ password: LoginProof.Password,
        _ purpose: TokenRequest.Purpose
    ) async throws -> AccessToken {
        if options.passwordGrant == .postThenGet {
            do {
                return try await ask(.post(purpose, password: password), purpose)
            } catch let error as LoginError where [400, 401, 404, 405].contains(error.status) {
                // Servers without OAuth answer so; what they say to the GET is what counts.
            }
        }
        return try await ask(.get(purpose, password: password), purpose)
    }

    private func ask(
        _ request: TokenRequest,
        _ purpose: TokenRequest.Purpose
    ) async throws -> AccessToken {
        let server = purpose.realm.origin
        let answer = try await runner.send(
            request.request,
            body: request.body,
            maximumBodySize: AccessToken.maximumAnswerSize
        )
        if let elsewhere = answer.elsewhere {
            throw LoginError(
                .untrustedRealm,
                "the token server \(server) redirects to \(elsewhere), where the credential does not go"
            )
        }
        let reply = answer.reply
        switch reply.head.status.code {
        case 200..<300:
            guard !reply.isTruncated else {
                throw LoginError(.malformedToken, "the answer of the token server \(server) is longer than 128 KiB")
            }
            return try AccessToken(reading: reply.body, from: server, now: now())
        case let status:
            throw refusal(status, server)
        }
    }

    /// Token servers have no error list, and what they write may repeat what they got: only the status is told.
    private func refusal(_ status: Int, _ server: HTTPOrigin) -> LoginError {
        let name = "the token server \(server)"
        return switch status {
        // OAuth answers 400 where a token is expired or revoked (RFC 6749, section 5.2).
        case 400, 401:
            LoginError(
                .refused,
                "\(name) does not accept the credential: status \(status)",
                status: status,
                advice: ["Check the user name and the password or token"]
            )
        case 403: LoginError(.forbidden, "\(name) gives this user no token: status \(status)", status: status)
        case 404: LoginError(.notFound, "\(name) is not at its address: status \(status)", status: status)
        case 405: LoginError(.methodNotAllowed, "\(name) takes no such request: status \(status)", status: status)
        case 429:
            LoginError(.rateLimited, "\(name) was asked too often", status: status, advice: ["Try again later"])
        case 500...:
            LoginError(
                .unavailable,
                "\(name) has a problem of its own: status \(status)",
                status: status,
                advice: ["Try again later"]
            )
        default: LoginError(.failed, "\(name) answers with status \(status)", status: status)
        }
    }
}
