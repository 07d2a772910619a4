import PasswordStoreFormat
import RegistryDiagnostics
import RegistrySetup
import Testing

@Suite struct SetupPlannerTests {
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

    @Test func `a bare machine gets a proof and then credsStore, and nothing else`() {
        let plan = SetupMachines.bare().plan()
        #expect(plan.obstacles == [] && plan.questions == [])
        #expect(
            plan.steps == [
                .proveHelper(program: "docker-credential-file"),
                .setCredentialsStore(name: "file", replacing: nil, moving: []),
            ]
        )
    }

    @Test func `a machine that is set up has nothing to do`() {
        #expect(SetupMachines.bare(#"{"credsStore": "file"}"#).plan().isDone)
        #expect(SetupMachines.bare(#"{"credsStore": "file"}"#).plan { $0.backend = .file }.isDone)
        #expect(SetupMachines.passwordStore([Self.usable()], config: #"{"credsStore": "pass"}"#).plan().isDone)
    }

    struct Obstacle: Sendable, CustomTestStringConvertible {
        let backend: SetupBackend
        let part: String
        let detail: String
        let facts: SetupFacts
        var createsKey = SetupRequest.Decision.no
        var testDescription: String { "\(backend): \(part)" }
    }

    private static let obstacles = [
        Obstacle(
            backend: .file,
            part: "helper",
            detail: "credential helper docker-credential-file not found in PATH",
            facts: SetupMachines.bare(installed: [])
        ),
        Obstacle(
            backend: .auto,
            part: "helper",
            detail: "credential helper docker-credential-auto not found in PATH",
            facts: SetupMachines.bare()
        ),
        Obstacle(
            backend: .file,
            part: "helper",
            detail: "docker-credential-file prints something else than its answer on standard output",
            facts: SetupMachines.bare { $0.helpers[0].get = .noise }
        ),
        Obstacle(
            backend: .file,
            part: "config file",
            detail: "the config file is not valid JSON: the text ends in the middle of a value",
            facts: SetupMachines.bare("{")
        ),
        Obstacle(
            backend: .file,
            part: "config file",
            detail: "cannot locate the config file: neither HOME nor DOCKER_CONFIG is set",
            facts: SetupMachines.bare { $0.config.origin = .unknown }
        ),
        Obstacle(
            backend: .secretservice,
            part: "bus",
            detail: "there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set",
            facts: SetupMachines.bare(installed: ["secretservice"])
        ),
        Obstacle(
            backend: .secretservice,
            part: "keyring",
            detail: "no keyring is running: no program offers org.freedesktop.secrets on the session bus",
            facts: SetupMachines.bare(installed: ["secretservice"]) { $0.keyring = KeyringFacts(bus: .reachable("/b")) }
        ),
        Obstacle(
            backend: .secretservice,
            part: "keyring",
            detail: #"the keyring "login" is locked"#,
            facts: SetupMachines.bare(installed: ["secretservice"]) {
                $0.keyring = KeyringFacts(
                    bus: .reachable("/b"),
                    hasOwner: true,
                    collection: .locked(label: "login"),
                    isHeadless: true
                )
            }
        ),
        Obstacle(
            backend: .pass,
            part: "gpg",
            detail: "gpg not found in PATH",
            facts: SetupMachines.passwordStore(nil) { $0.passwordStore?.hasGpg = false }
        ),
        Obstacle(
            backend: .pass,
            part: "key",
            detail: "there is no gpg key for a password store",
            facts: SetupMachines.passwordStore(nil, own: [])
        ),
        Obstacle(
            backend: .pass,
            part: "key",
            detail: "the store's key K has expired",
            facts: SetupMachines.passwordStore([.init(name: "K", state: .expired, hasSecret: true)])
        ),
        Obstacle(
            backend: .pass,
            part: "trust",
            detail: "the store's key K is not trusted",
            facts: SetupMachines.passwordStore([.init(name: "K", state: .untrusted, hasSecret: false)], own: [])
        ),
        Obstacle(
            backend: .pass,
            part: "store",
            detail: "the password store is not initialized: /home/ann/.password-store has no .gpg-id",
            facts: SetupMachines.passwordStore(nil)
        ),
        Obstacle(
            backend: .pass,
            part: "secret key",
            detail: "the secret key K is not on this machine",
            facts: SetupMachines.passwordStore([.init(name: "K", state: .usable, hasSecret: false)])
        ),
        Obstacle(
            backend: .pass,
            part: "secret key",
            detail: "the secret key is locked, and there is no terminal to ask for its passphrase",
            facts: SetupMachines.passwordStore([usable()], decrypts: false)
        ),
        Obstacle(
            backend: .pass,
            part: "key",
            detail: "there are several keys: Ann <ann@example.org> (C2D3E4F5A6B7C8D9), 00112233445566FF",
            facts: SetupMachines.passwordStore(
                nil,
                own: [
                    SetupMachines.key,
                    .init(fingerprint: "0000000000000000000000000011223344556600112233445566FF", userID: ""),
                ]
            ),
            createsKey: .yes
        ),
    ]

    @Test(arguments: obstacles)
    func `each missing part has its own name, words and remedy`(example: Obstacle) throws {
        let plan = example.facts.plan {
            $0.backend = example.backend
            $0.createsKey = example.createsKey
        }
        let obstacle = try #require(plan.obstacles.first)
        #expect(obstacle.name == example.part)
        #expect(obstacle.detail == example.detail)
        #expect(obstacle.remedy?.isEmpty == false)
    }

    @Test func `a key and a store are only created when that is wanted`() {
        let facts = SetupMachines.passwordStore(nil, own: [])
        #expect(facts.plan { $0.backend = .pass }.questions == [.createKey(hasPassphrase: false)])
        let plan = facts.plan {
            $0.backend = .pass
            $0.createsKey = .yes
        }
        #expect(
            plan.steps.prefix(3) == [
                .createKey(hasPassphrase: false), .createStore(directory: "/home/ann/.password-store", key: nil),
                .proveHelper(program: "docker-credential-pass"),
            ]
        )
        #expect(plan.notes.contains { $0.hasPrefix("A key without a passphrase protects copies") })
        #expect(plan.parts.map(\.name) == ["helper", "gpg", "key", "trust", "store", "secret key"])
        let asked = facts.plan {
            $0.backend = .pass
            $0.createsKey = .yes
            $0.asksForPassphrase = true
        }
        #expect(asked.steps.first == .createKey(hasPassphrase: true) && asked.notes == [])
    }

    @Test func `a store for the user's own key needs no new key, and an own key is trusted first`() {
        let own = GpgOwnKeys.Key(fingerprint: SetupMachines.key.fingerprint, userID: "Ann", isTrusted: false)
        let plan = SetupMachines.passwordStore(nil, own: [own]).plan {
            $0.backend = .pass
            $0.createsKey = .yes
        }
        #expect(
            plan.steps.prefix(2) == [
                .trustKey(fingerprint: own.fingerprint),
                .createStore(directory: "/home/ann/.password-store", key: own.fingerprint),
            ]
        )
    }

    @Test func `--key chooses among several keys`() {
        let other = GpgOwnKeys.Key(fingerprint: "00FF", userID: "Bot")
        let plan = SetupMachines.passwordStore(nil, own: [SetupMachines.key, other]).plan {
            $0.backend = .pass
            $0.createsKey = .yes
            $0.key = "Bot"
        }
        #expect(plan.steps.first == .createStore(directory: "/home/ann/.password-store", key: "00FF"))
    }

    @Test func `another credsStore is replaced only on request, and the answer names it`() {
        let facts = SetupMachines.bare(#"{"credsStore": "desktop"}"#)
        #expect(facts.plan { $0.backend = .file }.questions == [.replaceHelper(name: "desktop")])
        let kept = facts.plan {
            $0.backend = .file
            $0.replacesHelper = .no
        }
        #expect(kept.obstacles.map(\.detail) == ["credsStore names another helper: desktop"])
        let replaced = facts.plan {
            $0.backend = .file
            $0.replacesHelper = .yes
        }
        #expect(replaced.steps.last == .setCredentialsStore(name: "file", replacing: "desktop", moving: []))
        #expect(replaced.notes == ["Logins that docker-credential-desktop has saved stay there."])
    }

    @Test func `passwords in plain text are moved, or it is said that docker no longer uses them`() {
        let config =
            #"{"auths": {"ghcr.io": {"auth": "YTpi"}, "quay.io": {}}, "credHelpers": {"a.example": "ecr-login"}}"#
        let facts = SetupMachines.bare(config)
        #expect(facts.plan().questions == [.migrate(registries: ["ghcr.io"])])
        let moved = facts.plan { $0.migrates = .yes }
        #expect(moved.steps.last == .setCredentialsStore(name: "file", replacing: nil, moving: ["ghcr.io"]))
        #expect(moved.notes == [#""credHelpers" is left alone: it names helpers for a.example."#])
        let left = facts.plan { $0.migrates = .no }
        #expect(left.notes.first?.hasPrefix("Docker will no longer use the plain-text passwords of ghcr.io") == true)
        let shadowed = SetupMachines.bare(#"{"credsStore": "file", "auths": {"ghcr.io": {"auth": "YTpi"}}}"#)
        #expect(shadowed.plan { $0.migrates = .yes }.steps.last == .migrate(registries: ["ghcr.io"]))
    }

    @Test func `the hook needs the plugin, and older clients need it for every command`() {
        var facts = SetupMachines.bare(#"{"credsStore": "file"}"#)
        #expect(facts.plan().isDone)
        #expect(facts.plan { $0.enablesHook = .yes }.obstacles.map(\.name) == ["docker plugin"])
        facts.isDockerPlugin = true
        #expect(facts.plan().questions == [.enableHook])
        #expect(facts.plan { $0.enablesHook = .yes }.steps == [.enableHook(isForEveryCommand: false)])
        facts.docker = DockerVersion(parsing: "Docker version 28.2.2, build e6534b4\n")
        #expect(facts.plan { $0.enablesHook = .yes }.steps == [.enableHook(isForEveryCommand: true)])
        #expect(facts.plan { $0.enablesHook = .no }.isDone)
    }

    @Test func `a hook that is on is not offered again`() {
        let on =
            #"{"credsStore": "file", "plugins": {"creds": {"error-hooks": "pull"}}, "features": {"hooks": "true"}}"#
        var facts = SetupMachines.bare(on)
        facts.isDockerPlugin = true
        #expect(facts.plan { $0.enablesHook = .yes }.isDone)
    }
}
