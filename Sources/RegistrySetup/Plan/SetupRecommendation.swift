internal import RegistryDiagnostics

/// The helper that suits a machine, and why.
struct SetupRecommendation {
    let helper: String
    /// Words that follow "because".
    let reason: String

    init(_ helper: String, _ reason: String) {
        self.helper = helper
        self.reason = reason
    }

    /// Returns the recommendation: the configured helper if it works, an unlocked keyring, a password store that needs
    /// no prompt, or else the encrypted file, which works everywhere.
    static func suiting(_ facts: SetupFacts, _ client: SetupClient = .docker) -> SetupRecommendation {
        let machine = facts.machine
        if client == .podman, let configured = facts.podman.firstHelper, facts.helper(configured).keepsLogins {
            return Self(configured, "podman asks it already, and it works")
        }
        if let configured = machine.config.text?.credsStore?.name, facts.helper(configured).keepsLogins {
            let place = "\(client == .docker ? "the" : "Docker's") config file names it already"
            return Self(configured, hasLockedKeyring(configured, facts) ? place : "\(place), and it works")
        }
        let surroundings = machine.surroundings
        let isUnattended = surroundings.isContinuousIntegration || surroundings.isContainer
        if !isUnattended, !surroundings.isSSH, surroundings.isDesktop, hasOpenKeyring(facts) {
            return Self("secretservice", "this is a desktop session, and its keyring is unlocked")
        }
        if hasReadyPasswordStore(facts) {
            return Self("pass", "there is a password store, and gpg opens it without a prompt")
        }
        return Self("file", reasonForFile(facts))
    }

    private static func reasonForFile(_ facts: SetupFacts) -> String {
        let (machine, surroundings) = (facts.machine, facts.machine.surroundings)
        if surroundings.isContinuousIntegration { return "this is a build service, where nobody can unlock a keyring" }
        if surroundings.isContainer { return "this is a container, which has no keyring" }
        if surroundings.isSSH { return "this is a session over SSH, where no window can unlock a keyring" }
        if surroundings.isDesktop, case .locked = machine.keyring?.collection {
            return "the keyring of this desktop session is locked, so docker would have to wait for its password"
        }
        if surroundings.isDesktop { return "this desktop session has no keyring that docker can use" }
        if machine.user.number == 0 { return "root has no desktop session, and so no keyring" }
        return "it works without a desktop session and without a prompt"
    }

    private static func hasLockedKeyring(_ helper: String, _ facts: SetupFacts) -> Bool {
        guard helper == "secretservice", case .locked = facts.machine.keyring?.collection else { return false }
        return true
    }

    private static func hasOpenKeyring(_ facts: SetupFacts) -> Bool {
        guard facts.helper("secretservice").path != nil, let keyring = facts.machine.keyring,
            case .reachable = keyring.bus, case .unlocked = keyring.collection
        else { return false }
        return true
    }

    private static func hasReadyPasswordStore(_ facts: SetupFacts) -> Bool {
        guard facts.helper("pass").path != nil, let store = facts.machine.passwordStore, store.hasGpg,
            let keys = store.keys, !keys.isEmpty
        else { return false }
        return keys.allSatisfy { $0.state == .usable }
            && keys.contains { facts.decryptsWithoutPrompt[$0.name] == true }
    }
}

extension HelperFacts {
    /// Whether the helper was found and answered every harmless call.
    var works: Bool { path != nil && get == .good && list == .good }

    /// Whether it works and stores logins, unlike the helpers of cloud providers.
    fileprivate var keepsLogins: Bool { works && !onlySupplies }
}
