import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// The checks of keyrings, password stores and the encrypted file, of podman, of the machine and of saved logins.
@Suite struct BackendChecksTests {
    private static let faults = [
        CheckExample(
            "C14",
            "there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set and /run/user/1/bus does not exist"
        ) {
            Machines.keyring { $0 = KeyringFacts(bus: .none(lookedFor: "/run/user/1/bus")) }
        },
        CheckExample("C14", "the session bus at /b does not answer") {
            Machines.keyring { $0 = KeyringFacts(bus: .unreachable("/b", because: "timed out after 2 seconds")) }
        },
        CheckExample("C15", "no keyring is running") { Machines.keyring { $0 = KeyringFacts(bus: .reachable("/b")) } },
        CheckExample("C16", #"the keyring "login" is locked"#) {
            Machines.keyring { $0.collection = .locked(label: "login") }
        },
        CheckExample("C16", "there is no default keyring") { Machines.keyring { $0.collection = .none } },
        CheckExample("C17", "the keyring has 2 items for ghcr.io: ann and bot") {
            Machines.keyring { $0.items += [Machines.item("ghcr.io", "bot", number: 2)].compactMap(\.self) }
        },
        CheckExample("C18", "gpg not found in PATH") { Machines.passwordStore { $0.hasGpg = false } },
        CheckExample("C18", "the password store is not initialized") { Machines.passwordStore { $0.keys = nil } },
        CheckExample("C18", "the secret key ann@example.org is not on this machine") {
            Machines.passwordStore { $0.keys = [.init(name: "ann@example.org", state: .usable, hasSecret: false)] }
        },
        CheckExample("C19", "gpg-agent does not answer") { Machines.passwordStore { $0.agentAnswers = false } },
        CheckExample("C19", "gpg-agent's prompt /usr/bin/pinentry does not exist") {
            Machines.passwordStore { $0.pinentryExists = false }
        },
        CheckExample("C19", "gpg-agent's prompt /usr/bin/pinentry needs a display") {
            Machines.passwordStore { $0.pinentryNeedsDisplay = true }
        },
        CheckExample("C20", "the folder notes of the password store is not named as docker's are") {
            Machines.passwordStore { $0.folders = [.init(name: "notes", server: nil, entries: [])] }
        },
        CheckExample("C20", "the password store has 2 users for ghcr.io: ann and bot") {
            Machines.passwordStore {
                $0.folders = [.init(name: "Z2hjci5pbw==", server: "ghcr.io", entries: Machines.entries("bot", "ann"))]
            }
        },
        CheckExample("C23", "cannot read podman's auth.json") {
            $0.podman = PodmanFacts(isInstalled: true, authFiles: [.init(path: "/a", problem: "it is not valid JSON")])
        },
        CheckExample("C23", #"podman does not read "credsStore" in auth.json"#) {
            $0.podman = PodmanFacts(isInstalled: true, authFiles: [.init(path: "/a", credsStoreLine: 1)])
        },
        CheckExample(
            "C23",
            "cannot read podman's registries.conf: the file is not valid: line 2: a string is not closed"
        ) {
            $0.podman = PodmanFacts(
                isInstalled: true,
                registriesConf: "/etc/containers/registries.conf",
                registriesConfProblem: "the file is not valid: line 2: a string is not closed"
            )
        },
        CheckExample("C23", "credential helper docker-credential-gone not found in PATH") {
            $0.podman = PodmanFacts(isInstalled: true, credentialHelpers: ["gone"], registriesConf: "/a.conf")
            $0.helpers = [HelperFacts(name: "gone")]
        },
        CheckExample("C23", "podman's login for quay.io is in a file that is gone after a restart") {
            $0.podman = PodmanFacts(
                isInstalled: true,
                authFiles: [.init(path: "/run/a", isTemporary: true, servers: ["quay.io"])]
            )
        },
        CheckExample("C24", "docker is installed as a snap", change: { $0.surroundings.dockerIsSnap = true }),
        CheckExample(
            "C24",
            "docker-credential-devpod forwards to another machine",
            config: #"{"credsStore": "devpod"}"#
        ),
        CheckExample("C25", "ghcr.io rejects the saved login") {
            $0.verifications = [VerificationFacts(server: "ghcr.io", result: .rejected)]
        },
        CheckExample("C25", "the saved login for ghcr.io has expired") {
            $0.verifications = [VerificationFacts(server: "ghcr.io", result: .expired)]
        },
        CheckExample("C25", "the saved login for ghcr.io expires in 3 hours") {
            $0.verifications = [VerificationFacts(server: "ghcr.io", result: .valid, timeLeft: .seconds(4 * 3600 - 1))]
        },
        CheckExample("C25", "this machine's clock is 10 minutes behind that of a.example and b.example") {
            $0.verifications = ["a.example", "b.example"].map {
                VerificationFacts(server: $0, result: .rejected, clockDifference: .seconds(659))
            }
        },
        CheckExample("C25", "this machine's clock is 2 days ahead of that of a.example") {
            $0.verifications = [
                VerificationFacts(server: "a.example", result: .unreachable("x"), clockDifference: .seconds(-200_000))
            ]
        },
        CheckExample("C25", "the clock of b.example is 1 hour behind this machine's") {
            $0.verifications = [0, -3600].map {
                VerificationFacts(
                    server: $0 == 0 ? "a.example" : "b.example",
                    result: .valid,
                    clockDifference: .seconds($0)
                )
            }
        },
        CheckExample("C26", "no key in /k can decrypt the store") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.fault = .init("no key in /k can decrypt the store", advice: "Name the key")
        },
        CheckExample("C26", "a passphrase protects the key, and it is locked") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.fault = .init("a passphrase protects the key, and it is locked", isLocked: true)
        },
        CheckExample("C26", "the key is in a directory of Syncthing: /home/ann/Sync") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.synchronizer = .init(name: "Syncthing", directory: "/home/ann/Sync")
        },
        CheckExample("C26", "the key is in the directory of the store that it opens") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.isBesideStore = true
        },
    ]

    @Test(arguments: faults)
    func `each check of a backend or of the machine finds its own fault and gives a remedy`(example: CheckExample)
        throws
    { try example.verify() }

    @Test func `a login that is valid for long or that a helper renews, and a small clock difference, are no findings`()
    {
        var machine = Machines.healthy(
            #"{"credHelpers": {"public.ecr.aws": "ecr-login"}, "auths": {"ghcr.io": {}}, "credsStore": "file"}"#
        )
        machine.verifications = [
            VerificationFacts(
                server: "ghcr.io",
                result: .valid,
                timeLeft: .seconds(86_400),
                clockDifference: .seconds(300)
            ),
            VerificationFacts(
                server: "public.ecr.aws",
                result: .valid,
                timeLeft: .seconds(30),
                clockDifference: .seconds(-300)
            ),
        ]
        #expect(DiagnosticChecks.findings(in: machine) == [])
    }

    @Test func `a fault of the key is not reported by what the helper answers as well`() {
        var machine = Machines.healthy(encryptedStore: Machines.encryptedStore)
        machine.helpers[0].get = .failed(status: 1)
        #expect(DiagnosticChecks.findings(in: machine).map(\.check) == ["C11"])
        machine.encryptedStore?.fault = .init("no key in /k can decrypt the store")
        #expect(DiagnosticChecks.findings(in: machine).map(\.check) == ["C26"])
    }

    @Test(arguments: PasswordStoreFacts.Key.State.faults)
    func `each state of the store's key has its own finding`(state: PasswordStoreFacts.Key.State, summary: String) {
        let machine = Machines.passwordStore { $0.keys = [.init(name: "K", state: state, hasSecret: true)] }
        #expect(DiagnosticChecks.findings(in: machine).map(\.summary) == [summary])
    }

    @Test(arguments: [
        (SurroundingsFacts.WindowsInterop.notWSL, "is a Windows program, and this is not WSL"),
        (.disabled, "is a Windows program, and WSL's interop is off"), (.enabled, "is not in PATH"),
    ])
    func `each failure of a Windows helper has its own finding`(
        interop: SurroundingsFacts.WindowsInterop,
        fault: String
    ) {
        var machine = Machines.healthy(#"{"credsStore": "desktop.exe"}"#)
        machine.helpers[0].path = nil
        machine.surroundings.windowsInterop = interop
        #expect(DiagnosticChecks.findings(in: machine).contains { $0.check == "C24" && $0.summary.hasSuffix(fault) })
    }
}

extension PasswordStoreFacts.Key.State {
    static let faults: [(Self, String)] = [
        (.unknown, "the store's key K is not in the gpg keyring"), (.revoked, "the store's key K is revoked"),
        (.disabled, "the store's key K is disabled"), (.expired, "the store's key K has expired"),
        (.signsOnly, "the store's key K cannot encrypt"), (.untrusted, "the store's key K is not trusted"),
    ]
}
