import PasswordStoreFormat
import RegistryDiagnostics
import RegistrySetup
import Testing

/// What is missing on a machine, and what to do.
@Suite struct SetupObstacleTests {
    private static func usable(_ name: String = SetupMachines.key.fingerprint) -> PasswordStoreFacts.Key {
        .init(name: name, state: .usable, hasSecret: true)
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
}
