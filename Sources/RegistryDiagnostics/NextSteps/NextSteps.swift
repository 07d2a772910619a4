internal import RegistryCredentials
internal import SystemSupport

/// The next step after a failed docker command: a function of the error text and of facts about the machine.
package struct NextSteps {
    private let command: FailedCommand
    private let facts: QuickFacts
    /// The error in lower case.
    private let error: String

    package init(after command: FailedCommand, _ facts: QuickFacts) {
        self.command = command
        self.facts = facts
        error = command.error.lowercased()
    }

    /// At most two lines, what is wrong and what to do; empty if there is nothing useful to say.
    ///
    /// Docker expands Go templates in the lines, so no text of the error or the machine with `{{` is passed on.
    package var lines: [String] {
        let lines = found ?? []
        return lines.contains { $0.contains("{{") } ? [] : lines
    }

    private var found: [String]? {
        guard !error.isEmpty else { return nil }
        // Docker reports only the exit status of a plugin command, such as compose.
        if isBare { return helperFault ?? otherUser }
        return helperError ?? certificate ?? rateLimit ?? rejected ?? refused
    }

    private var isBare: Bool {
        error.hasPrefix("exited with code ") || error.hasPrefix("exit status ") || error.hasPrefix("exit code ")
    }

    private func has(_ texts: String...) -> Bool { texts.contains { error.contains($0) } }

    // MARK: Helpers

    /// The faults of the machine that explain an error of a helper, or an error that docker does not tell.
    private var helperFault: [String]? {
        if let name = facts.missingHelpers.first { return missing("docker-credential-\(name)") }
        switch (facts.helper, facts.keyring, facts.hasPasswordStore) {
        case ("secretservice", .noBus, _): return noBus
        case ("secretservice", .noProvider, _): return noProvider
        case ("secretservice", .locked, _): return locked
        case ("pass", _, false): return noPasswordStore
        default: return nil
        }
    }

    private var helperError: [String]? {
        guard
            has(
                "error getting credentials",
                "error storing credentials",
                "error erasing credentials",
                "error listing credentials",
                "error saving credentials"
            )
        else { return nil }
        if let program = missingProgram { return missing(program) }
        if has(
            Diagnosis.Phrase.noSessionBus,
            "autolaunch d-bus",
            "could not connect: no such file",
            "spawn a message bus"
        ) {
            return noBus
        }
        if has(Diagnosis.Phrase.noKeyring, "org.freedesktop.secrets was not provided", "serviceunknown") {
            return noProvider
        }
        if has(
            "pass not initialized",
            "pass store is uninitialized",
            Diagnosis.Phrase.noPasswordStore,
            Diagnosis.Phrase.uninitializedPasswordStore,
            "try \"pass init\""
        ) {
            return noPasswordStore
        }
        if has("no secret key", "decryption failed", "passphrase", "secret key is locked") {
            return [
                "gpg cannot open the password store here.", "Unlock its key on a terminal: docker creds get REGISTRY",
            ]
        }
        if has(Diagnosis.Phrase.locked, "locked collection", "dismissed") { return locked }
        if has("not implemented") {
            return [
                "The credential helper for this registry supplies credentials and stores none.",
                "No login is needed. Check it with: docker creds verify",
            ]
        }
        return helperFault ?? ["Find out what the credential helper needs: docker creds doctor"]
    }

    /// The helper in `exec: "docker-credential-desktop": executable file not found in $PATH`.
    private var missingProgram: String? {
        guard has("executable file not found", "no such file or directory"),
            let start = command.error.ranges(of: "docker-credential-").first
        else { return nil }
        let name = command.error[start.upperBound...].prefix { character in
            character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        }
        return name.isEmpty ? nil : "docker-credential-\(name)"
    }

    private func missing(_ program: String) -> [String] {
        [
            "The config file names \(program), which is not installed.",
            "Set up another helper: docker creds setup",
        ]
    }

    private var noBus: [String] {
        [
            Diagnosis.noSessionBus().message.capitalizedSentence + ", and so no keyring.",
            "Keep logins in an encrypted file: docker creds setup file",
        ]
    }

    private var noProvider: [String] {
        [
            Diagnosis.noKeyring().message.capitalizedSentence + ".",
            "Keep logins in an encrypted file: docker creds setup file",
        ]
    }

    private var locked: [String] {
        [
            Diagnosis.lockedKeyring().message.capitalizedSentence + ".",
            "Unlock it in the desktop session, or keep logins in an encrypted file: docker creds setup file",
        ]
    }

    private var noPasswordStore: [String] {
        [
            Diagnosis.noPasswordStore().message.capitalizedSentence + ".",
            "Create one, and set up pass: docker creds setup pass",
        ]
    }

    // MARK: Registries

    private var certificate: [String]? {
        if has("certificate signed by unknown authority", "certificate is not trusted") {
            let place =
                registry.map { "/etc/docker/certs.d/\($0.host)/ca.crt" } ?? "/etc/docker/certs.d/REGISTRY/ca.crt"
            return ["The registry's certificate is not trusted.", "Save its authority's certificate as \(place)"]
        }
        if has("server gave http response to https client") {
            let name = registry?.host ?? "REGISTRY"
            return [
                "The registry does not use TLS.",
                "If that is intended, add \"\(name)\" to \"insecure-registries\" in /etc/docker/daemon.json",
            ]
        }
        return nil
    }

    private var rateLimit: [String]? {
        guard has("toomanyrequests", "pull rate limit") else { return nil }
        if has("docker.com", "docker.io") || registry.map({ $0.key == Self.dockerHub }) != false {
            guard !facts.registries.contains(Self.dockerHub) else {
                return [
                    "This is the rate limit of your Docker Hub account.", "Try again later, or use another account",
                ]
            }
            guard !facts.mayHaveOtherLogins || has("unauthenticated pull rate limit") else {
                return [
                    "Docker Hub allows more pulls after a login.",
                    "See whether there is one: docker creds get docker.io",
                ]
            }
            return [
                "Docker Hub allows more pulls after a login, and you are not logged in.",
                "Log in: docker creds login",
            ]
        }
        return nil
    }

    private var rejected: [String]? {
        if has("token is expired", "token has expired", "token expired", "expired token") {
            return ["The saved token has expired.", "Log in again with a new one: \(login)"]
        }
        guard
            has(
                "incorrect username or password",
                "unauthorized: http basic: access denied",
                "bad credentials",
                "invalid username/password",
                "authentication failed",
                "incorrect credentials"
            )
        else { return nil }
        if command.name == "login" {
            return [
                "The registry rejected the user name or the password.",
                "Many registries take a token in place of the password: see the registry's settings",
            ]
        }
        return variable ?? ["The registry rejects the saved login.", "Log in again: \(login)"]
    }

    private var variable: [String]? {
        facts.hasAuthConfigVariable
            ? [
                "DOCKER_AUTH_CONFIG is set, and docker uses it instead of saved logins.",
                "Run: unset DOCKER_AUTH_CONFIG",
            ]
            : nil
    }

    /// Access denied: for lack of a login, or to this repository.
    private var refused: [String]? {
        guard command.name != "login",
            has(
                "no basic auth credentials",
                "authentication required",
                "access denied",
                "denied: denied",
                "requested access to the resource is denied",
                "insufficient_scope",
                ": unauthorized",
                "denied: ",
                "authorization failed",
                "403 forbidden"
            )
        else { return nil }
        if facts.hasDamagedConfig {
            return [
                "The config file is not valid JSON, so docker uses no login.", "Find the line: docker creds doctor",
            ]
        }
        if let fault = helperFault { return fault }
        if let user = otherUser { return user }
        guard let registry else {
            return variable ?? [
                isPush
                    ? "docker is not allowed to push to this namespace." : "docker is not allowed to use this image.",
                "See which login it uses: docker creds list",
            ]
        }
        guard facts.registries.contains(registry.key) else {
            guard !facts.mayHaveOtherLogins else {
                return variable ?? [
                    "docker has no login for \(registry.name), or one that may not do this.",
                    "See which: docker creds get \(registry.argument)",
                ]
            }
            return variable ?? ["You are not logged in to \(registry.name).", "Log in: \(login)"]
        }
        return variable
            ?? [
                isPush
                    ? "The login for \(registry.name) may not push to this namespace."
                    : "The login for \(registry.name) may not read this image, or the image does not exist.",
                "See which user it is: docker creds get \(registry.argument)",
            ]
    }

    private var isPush: Bool { has("push access denied") || command.name.hasSuffix("push") }

    /// Root without a login, called by a user who has one.
    private var otherUser: [String]? {
        guard let user = facts.sudoUser else { return nil }
        let isOnlyTheirs =
            registry.map { facts.sudoUserRegistries.contains($0.key) && !facts.registries.contains($0.key) }
            ?? (!facts.sudoUserRegistries.isEmpty && facts.registries.isEmpty)
        guard isOnlyTheirs else { return nil }
        return [
            "docker runs as root and does not read the logins of \(user.escapedForDisplay).",
            "Run it without sudo, or log in as root: sudo \(login)",
        ]
    }

    private var login: String { "docker creds login" + (registry.flatMap(\.loginArgument).map { " \($0)" } ?? "") }

    private static let dockerHub = "https://index.docker.io/v1/"

    /// The registry that the error names.
    private var registry: NamedRegistry? { NamedRegistry(in: command.error) }
}
