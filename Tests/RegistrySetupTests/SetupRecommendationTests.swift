import PasswordStoreFormat
import RegistryDiagnostics
import RegistrySetup
import Testing

/// Which helper suits a machine.
@Suite struct SetupRecommendationTests {
    struct Recommendation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let facts: SetupFacts
        let helper: String
        let reason: String
    }

    private static func usable(_ name: String = SetupMachines.key.fingerprint) -> PasswordStoreFacts.Key {
        .init(name: name, state: .usable, hasSecret: true)
    }

    private static let recommendations = [
        Recommendation(
            testDescription: "a desktop session with an unlocked keyring",
            facts: SetupMachines.desktop(.unlocked(label: "login")),
            helper: "secretservice",
            reason: "this is a desktop session, and its keyring is unlocked"
        ),
        Recommendation(
            testDescription: "a desktop session with a locked keyring",
            facts: SetupMachines.desktop(.locked(label: "login")),
            helper: "file",
            reason: "the keyring of this desktop session is locked, so docker would have to wait for its password"
        ),
        Recommendation(
            testDescription: "a session over SSH, even if the keyring is unlocked",
            facts: {
                var facts = SetupMachines.desktop(.unlocked(label: "login"))
                facts.machine.surroundings.isSSH = true
                return facts
            }(),
            helper: "file",
            reason: "this is a session over SSH, where no window can unlock a keyring"
        ),
        Recommendation(
            testDescription: "a build service",
            facts: SetupMachines.bare { $0.surroundings.isContinuousIntegration = true },
            helper: "file",
            reason: "this is a build service, where nobody can unlock a keyring"
        ),
        Recommendation(
            testDescription: "a container",
            facts: SetupMachines.bare { $0.surroundings.isContainer = true },
            helper: "file",
            reason: "this is a container, which has no keyring"
        ),
        Recommendation(
            testDescription: "root",
            facts: SetupMachines.bare { $0.user.number = 0 },
            helper: "file",
            reason: "root has no desktop session, and so no keyring"
        ),
        Recommendation(
            testDescription: "a password store that opens without a prompt",
            facts: SetupMachines.passwordStore([usable()]),
            helper: "pass",
            reason: "there is a password store, and gpg opens it without a prompt"
        ),
        Recommendation(
            testDescription: "a password store whose key is locked",
            facts: SetupMachines.passwordStore([usable()], decrypts: false),
            helper: "file",
            reason: "it works without a desktop session and without a prompt"
        ),
        Recommendation(
            testDescription: "a helper that is configured and works, here a foreign one",
            facts: SetupMachines.bare(#"{"credsStore": "desktop"}"#) { machine in
                machine.helpers.append(HelperFacts(name: "desktop", path: "/bin/d", get: .good, list: .good))
            },
            helper: "desktop",
            reason: "the config file names it already, and it works"
        ),
        Recommendation(
            testDescription: "a configured helper that is not installed",
            facts: SetupMachines.bare(#"{"credsStore": "desktop"}"#),
            helper: "file",
            reason: "it works without a desktop session and without a prompt"
        ),
        Recommendation(
            testDescription: "nothing installed",
            facts: SetupMachines.bare(installed: []),
            helper: "file",
            reason: "it works without a desktop session and without a prompt"
        ),
    ]

    @Test(arguments: recommendations)
    func `the recommendation suits the machine and says why`(example: Recommendation) {
        let plan = example.facts.plan()
        #expect(plan.helper == example.helper)
        #expect(plan.reason == example.reason)
    }
}
