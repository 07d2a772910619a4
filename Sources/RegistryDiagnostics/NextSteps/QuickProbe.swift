internal import RegistryCredentials
internal import SystemPackage
internal import SystemSupport

/// Examines the machine briefly: reads the config file, searches for programs, and queries a running bus.
///
/// It runs no program, because a helper could prompt.
struct QuickProbe {
    let environment: ProcessEnvironment
    let user: UserFacts

    /// The timeout of the only wait, which is for the bus.
    private static let limit = Duration.milliseconds(150)

    func examine() -> QuickFacts {
        let probe = ConfigFileProbe(environment: environment, user: user)
        let config = probe.examine()
        let text = config.text
        let helper = text?.credsStore?.name
        let names = (text?.helpers.map(\.name) ?? []).filter { !isInstalled($0) }
        let theirs = probe.others().filter { $0.origin == user.sudoUser.map { .other($0) } }
        return QuickFacts(
            helper: helper,
            missingHelpers: names,
            keyring: helper == "secretservice" ? keyring : .unknown,
            hasPasswordStore: helper == "pass" ? hasPasswordStore : nil,
            registries: registries(text),
            sudoUser: user.number == 0 ? user.sudoUser : nil,
            sudoUserRegistries: registries(theirs.first?.text),
            hasAuthConfigVariable: environment.bytes(of: "DOCKER_AUTH_CONFIG") != nil,
            hasDamagedConfig: config.bytes.map { !$0.isEmpty } == true && text == nil
        )
    }

    private func isInstalled(_ helper: String) -> Bool {
        environment.hasProgram("docker-credential-\(helper)")
    }

    private func registries(_ text: ConfigText?) -> Set<String> {
        let own = (text?.entries ?? []).compactMap(\.server).filter(\.path.isEmpty).map(\.dockerKey)
        return Set(own + (text?.credHelpers ?? []).compactMap(\.key))
    }

    private var keyring: QuickFacts.Keyring {
        let facts = KeyringProbe(environment: environment, user: user.number, timeout: Self.limit).examine(items: false)
        switch facts.bus {
        case .none, .missing, .unreachable: return .noBus
        case .reachable: break
        }
        switch facts.collection {
        case .locked: return .locked
        case .unlocked: return .unlocked
        case .none, .unknown: return facts.hasOwner || facts.isActivatable ? .unknown : .noProvider
        }
    }

    private var hasPasswordStore: Bool {
        let directory =
            environment.path(of: "PASSWORD_STORE_DIR")
            ?? (try? environment.homeDirectory)?.appending(".password-store")
        return directory.flatMap { try? FileStatus(of: $0.appending(".gpg-id")) } != nil
    }
}

extension Doctor {
    /// Returns the next step after a failed docker command, as one or two lines; empty if there is nothing useful to
    /// say.
    ///
    /// It reads files and asks a running session bus, for 150 milliseconds at most. It runs no program and never
    /// prompts.
    public func nextSteps(after command: FailedCommand) -> [String] {
        guard !command.error.isEmpty else { return [] }
        return NextSteps(after: command, QuickProbe(environment: environment, user: currentUser).examine()).lines
    }
}
