internal import HelperProtocol
internal import RegistryCredentials
internal import RegistryLogin
internal import SystemSupport

/// Advice for a failed login, about well-known registries and mistyped passwords.
enum LoginAdvice {
    /// Returns advice, the most likely first.
    static func after(_ error: LoginError, server: ServerAddress, credential: Credential) -> [Failure.Advice] {
        if [.noTLS, .plainHTTPNotAllowed].contains(error.code) {
            return [
                .command(purpose: "Use plain HTTP", arguments: "login --plain-http \(server.authority.shellQuoted)")
            ]
        }
        if error.code == .unreachable, error.advice.contains(where: { $0.contains("plain HTTP") }) {
            return [
                .command(purpose: "Use plain HTTP", arguments: "login --plain-http \(server.authority.shellQuoted)")
            ]
        }
        guard error.code == .refused else { return [] }
        return credential.oddities.map { .text("Check the password: it \($0)") }
            + (tokens[server.isDockerHub ? "docker.io" : server.authority].map { [.text($0)] } ?? [])
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

extension Credential {
    /// Likely mistakes in the password, without showing any of it.
    var oddities: [String] {
        guard let password else { return [] }
        return password.withUTF8 { bytes in
            var found: [String] = []
            let blanks: [UInt8] = [0x20, 0x09]
            if bytes.last == 0x0A || bytes.last == 0x0D {
                found.append("ends with a line feed, which `echo` adds and `printf %s` does not")
            } else if let last = bytes.last, blanks.contains(last) {
                found.append("ends with a blank")
            }
            if let first = bytes.first, blanks.contains(first) { found.append("begins with a blank") }
            if bytes.count > 1, let first = bytes.first, first == bytes.last, [0x22, 0x27].contains(first) {
                found.append("is in quotes")
            }
            return found
        }
    }
}
