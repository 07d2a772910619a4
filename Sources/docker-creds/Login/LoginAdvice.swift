internal import HelperProtocol
internal import RegistryCredentials
internal import RegistryLogin
internal import SystemSupport

/// Advice for a failed login: the library's advice with this program's options, and more about well-known registries
/// and mistyped passwords.
struct LoginAdvice {
    let server: ServerAddress
    let credential: Credential
    /// The path of the argument, which a login does not use; nil if it had none.
    let droppedPath: String?

    /// Returns advice, the most likely first.
    func after(_ error: LoginError) -> [Failure.Advice] {
        if error.code == .notFound, let droppedPath {
            let host = server.authority
            return [
                .text(
                    "Check that \(host) is a registry: a login is for the whole host, and the path \(droppedPath) is not used"
                )
            ]
        }
        return error.advice.map(inOwnWords) + (error.code == .rejected ? reasonsForRejection : [])
    }

    /// Names the option of this program for what the library lets its caller allow.
    private func inOwnWords(_ advice: String) -> Failure.Advice {
        switch advice {
        case LoginError.adviceToAllowPlainHTTP:
            let command = "login --plain-http \(server.argument)"
            return .command(purpose: "If this registry uses plain HTTP, run", arguments: command)
        case LoginError.adviceToTrustTokenServer:
            let command = "login --no-verify \(server.argument)"
            return .command(purpose: "If that is right, save the login without verification", arguments: command)
        default: return .text(advice)
        }
    }

    private var reasonsForRejection: [Failure.Advice] {
        credential.oddities.map { .text("Check the password: it \($0)") }
            + (Self.tokens[server.isDockerHub ? "docker.io" : server.authority].map { [.text($0)] } ?? [])
    }

    /// Registries that reject account passwords, and what they accept instead.
    private static let tokens = [
        "docker.io": """
        Use a personal access token as the password if the account has two-factor authentication or single sign-on: \
        https://app.docker.com/settings/personal-access-tokens
        """,
        "ghcr.io": """
        Use a personal access token (classic) with the scope read:packages or write:packages as the password: \
        https://github.com/settings/tokens
        """,
    ]
}
