internal import RegistryCredentials
internal import SystemSupport

/// C25: whether registries accept the saved credentials, and for how long, and whether this machine's clock is right;
/// only with `--online`.
package struct RegistryAnswerCheck: DiagnosticCheck {
    package static let identifier = "C25"
    package static let title = "whether registries accept saved logins"

    /// A token that expires sooner may fail in a job that is started now or tonight.
    private static let shortTime = Duration.seconds(86_400)

    /// AWS rejects requests whose time differs by more (SigV4); other services allow about as much.
    private static let allowedDifference = 300

    package init() {}

    package func findings(in machine: MachineFacts) -> [DiagnosticFinding] {
        clock(machine.verifications) + machine.verifications.compactMap { answer($0, machine) }
    }

    private func answer(_ verification: VerificationFacts, _ machine: MachineFacts) -> DiagnosticFinding? {
        let server = Phrases.names([verification.server])
        let login = "Log in again: docker creds login \(verification.server.shellQuoted)"
        switch verification.result {
        case .notNeeded, .noCredential: return nil
        case .valid:
            guard let left = verification.timeLeft, left < Self.shortTime,
                !Self.isRenewed(verification.server, machine)
            else { return nil }
            return finding(
                "the saved login for \(server) expires in \(Phrases.span(left))",
                .note,
                consequence: "pulls fail after that, even of public images",
                remedy: login
            )
        case .rejected:
            return finding(
                "\(server) rejects the saved login",
                consequence: "pulls fail, even of public images",
                remedy: login
            )
        case .expired: return finding("the saved login for \(server) has expired", remedy: login)
        case .unreachable(let why): return finding("cannot reach \(server): \(why)", .note)
        }
    }

    /// Whether a helper gets a new credential for every call, as those of cloud providers do.
    private static func isRenewed(_ server: String, _ machine: MachineFacts) -> Bool {
        guard let address = try? ServerAddress(server), let name = machine.config.text?.helper(for: address)?.name
        else { return false }
        return HelperTraits.onlySupplies(name) || HelperTraits.isForwarding(name)
    }

    /// Compares the clocks: if most registries differ from this machine in the same direction, its own clock is wrong.
    private func clock(_ verifications: [VerificationFacts]) -> [DiagnosticFinding] {
        let known = verifications.compactMap { verification in
            verification.clockDifference.map { (server: verification.server, seconds: $0.components.seconds) }
        }
        let wrong = known.filter { $0.seconds.magnitude > Self.allowedDifference }
        guard let first = wrong.first else { return [] }
        let consequence = "tokens and signed requests are rejected as expired or as not yet valid"
        guard wrong.count * 2 > known.count, wrong.allSatisfy({ $0.seconds.signum() == first.seconds.signum() }) else {
            return wrong.map { server, seconds in
                finding(
                    "the clock of \(Phrases.names([server])) is \(Self.text(seconds)) this machine's",
                    .note,
                    consequence: consequence,
                    remedy: "Check this machine's clock with: date -u, and tell the administrator of the registry"
                )
            }
        }
        return [
            finding(
                "this machine's clock is \(Self.text(-first.seconds)) that of \(Phrases.names(wrong.map(\.server)))",
                consequence: consequence,
                remedy: "Set the clock from the network: sudo timedatectl set-ntp true"
            )
        ]
    }

    /// `2 hours behind`, for a negative difference.
    private static func text(_ seconds: Int64) -> String {
        "\(Phrases.span(.seconds(seconds))) \(seconds < 0 ? "behind" : "ahead of")"
    }
}
