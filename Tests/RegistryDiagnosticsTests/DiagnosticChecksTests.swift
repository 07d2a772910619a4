import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

@Suite struct DiagnosticChecksTests {
    /// A fault of a machine, the check that finds it, and the beginning of its message.
    struct Case: Sendable, CustomTestStringConvertible {
        let check: String
        let summary: String
        let machine: @Sendable () throws -> MachineFacts
        var testDescription: String { "\(check): \(summary)" }

        init(_ check: String, _ summary: String, _ machine: @escaping @Sendable () throws -> MachineFacts) {
            self.check = check
            self.summary = summary
            self.machine = machine
        }

        /// A config file with this text.
        init(_ check: String, _ summary: String, config: String) {
            self.init(check, summary) { Machines.healthy(config) }
        }

        /// The machine of the file helper, with a change.
        init(_ check: String, _ summary: String, change: @escaping @Sendable (inout MachineFacts) throws -> Void) {
            self.init(check, summary) {
                var machine = Machines.healthy()
                try change(&machine)
                return machine
            }
        }
    }

    @Test(arguments: [
        Machines.healthy(), Machines.keyring(), Machines.passwordStore(), Machines.healthy("{}"),
        Machines.healthy(encryptedStore: Machines.encryptedStore),
    ])
    func `a healthy machine has no findings`(machine: MachineFacts) {
        #expect(DiagnosticChecks.findings(in: machine) == [])
    }

    @Test func `identifiers are C01 to C26 without duplicates`() {
        let identifiers = DiagnosticChecks.all.map { $0.identifier }
        #expect(
            identifiers
                == (1...26).map { $0 < 10 ? "C0\($0)" : "C\($0)" }.sorted(by: { one, other in
                    // The order of the report: by subject, then by number.
                    (identifiers.firstIndex(of: one) ?? 0) < (identifiers.firstIndex(of: other) ?? 0)
                })
        )
        #expect(Set(identifiers).count == 26)
        #expect(DiagnosticChecks.all.allSatisfy { !$0.title.isEmpty })
    }

    private static let configFile = [
        Case("C01", "cannot locate the config file", change: { $0.config.origin = .unknown }),
        Case("C01", "DOCKER_CONFIG begins with a tilde") {
            $0.environment = ProcessEnvironment(["HOME": "/home/ann", "DOCKER_CONFIG": "~/.docker"])
            $0.config.origin = .dockerConfig
        },
        Case("C01", "DOCKER_CONFIG names a directory that does not exist: /none") {
            $0.environment = ProcessEnvironment(["DOCKER_CONFIG": "/none"])
            $0.config = ConfigFileFacts(path: "/none/config.json", origin: .dockerConfig, content: .missing)
        },
        Case("C01", "quay.io is in the config file of ann") {
            $0.user = UserFacts(number: 0, sudoUser: "ann")
            $0.otherConfigs = [
                ConfigFileFacts(
                    path: "/home/ann/.docker/config.json",
                    origin: .other("ann"),
                    content: .bytes(Array(#"{"auths": {"quay.io": {"auth": "YTpi"}}}"#.utf8))
                )
            ]
        },
        Case("C02", "the config file is a directory", change: { $0.config.content = .directory }),
        Case("C02", "cannot read the config file", change: { $0.config.content = .unreadable("permission denied") }),
        Case("C02", "the config file begins with a byte order mark", config: "\u{FEFF}{}"),
        Case("C02", "the config file is empty", config: " \n"),
        Case("C02", "the config file is not valid JSON", config: #"{"auths": {"#),
        Case("C03", "the config file belongs to user 0, not to user 1000") {
            $0.config.status = try Machines.status(mode: 0o600, owner: "0")
        },
        Case("C03", "the config file belongs to root in the home directory of user 1000") {
            $0.user.number = 0
            $0.config.status = try Machines.status(mode: 0o600, owner: "0")
        },
        Case("C03", "other users can write to the directory") {
            $0.config.directoryStatus = try Machines.status(mode: 0o777, directory: true)
        },
        Case("C04", "the config file is a link to a read-only file: /etc/docker/config.json") {
            $0.config.links = ["/etc/docker/config.json"]
            $0.config.isWritable = false
        },
        Case("C04", "the config file is mounted by itself", change: { $0.config.isMountPoint = true }),
        Case(
            "C04",
            "the config file is in a directory that you cannot write to",
            change: { $0.config.isReplaceable = false }
        ),
        Case("C04", "the config file is a link to a file that does not exist") {
            $0.config = ConfigFileFacts(path: Machines.path, content: .missing, links: ["/gone"])
        },
        Case(
            "C05",
            "the entry for ghcr.io has a password that ends with a line feed",
            config: #"{"auths": {"ghcr.io": {"auth": "YW5uOnBhc3MK"}}}"#
        ),
        Case(
            "C05",
            "the entry for ghcr.io cannot be read",
            config: #"{"auths": {"ghcr.io": {"auth": "YW5u"}}}"#
        ),
        Case(
            "C05",
            "the password of ghcr.io is stored in plain text",
            config: #"{"auths": {"ghcr.io": {"auth": "YTpi"}}}"#
        ),
        Case(
            "C05",
            "the passwords of a.example and b.example are",
            config: """
                {"credHelpers": {"c.example": "file"},
                 "auths": {"a.example": {"auth": "YTpi"}, "b.example": {"identitytoken": "t"}}}
                """
        ),
        Case(
            "C06",
            "credsStore is set, so docker does not use the saved password of ghcr.io",
            config:
                #"{"credsStore": "file", "auths": {"ghcr.io": {"auth": "YTpi"}}}"#
        ),
        Case(
            "C06",
            #"credHelpers["ghcr.io"] is set"#,
            config:
                #"{"credHelpers": {"ghcr.io": "file"}, "auths": {"ghcr.io": {"auth": "YTpi"}}}"#
        ),
        Case("C07", #""credStore" has no effect; the member is named "credsStore""#, config: #"{"credStore": "file"}"#),
        Case("C07", #""credsHelpers" has no effect"#, config: #"{"credsHelpers": {"a.example": "file"}}"#),
        Case("C07", #""auths" is not an object"#, config: #"{"auths": []}"#),
        Case(
            "C21",
            "index.docker.io and https://index.docker.io/v1/ mean the same registry",
            config: """
                {"credsStore": "file", "auths": {"index.docker.io": {}, "https://index.docker.io/v1/": {}}}
                """
        ),
        Case("C22", "DOCKER_AUTH_CONFIG is not valid JSON") {
            $0.environment = ProcessEnvironment(["DOCKER_AUTH_CONFIG": "{"])
        },
        Case("C22", #"DOCKER_AUTH_CONFIG has "credHelpers""#) {
            $0.environment = ProcessEnvironment(["DOCKER_AUTH_CONFIG": #"{"auths": {}, "credHelpers": {}}"#])
        },
        Case("C22", "DOCKER_AUTH_CONFIG takes precedence over the saved login of ghcr.io") {
            $0.environment = ProcessEnvironment(["DOCKER_AUTH_CONFIG": #"{"auths": {"ghcr.io": {"auth": "YTpi"}}}"#])
        },
    ]

    private static let helpers = [
        Case("C08", "credential helper docker-credential-file not found in PATH", change: { $0.helpers[0].path = nil }),
        Case("C08", "docker-credential-auto does not find docker-credential-secretservice, docker-credential-pass") {
            Machines.auto(finding: ["file"])
        },
        Case("C08", "docker-credential-auto does not find docker-credential-secretservice, docker-credential-pass, ") {
            Machines.auto(finding: [])
        },
        Case("C08", "cannot execute /usr/bin/docker-credential-file: permission denied") {
            $0.helpers[0].path = nil
            $0.helpers[0].notExecutable = "/usr/bin/docker-credential-file"
        },
        Case("C09", "docker-credential-file is in /home/ann/bin") {
            $0.helpers[0].path = "/home/ann/bin/docker-credential-file"
            $0.surroundings.servicePath = ["/usr/bin"]
        },
        Case("C10", "no helper is configured, so docker chooses secretservice, and there is no session bus") {
            $0 = Machines.healthy("{}")
            $0.defaultHelper = DefaultHelperFacts(name: "secretservice", isChosen: true)
            $0.keyring = KeyringFacts(bus: .none(lookedFor: nil))
        },
        Case("C10", "pass is installed and docker-credential-pass is not") {
            $0 = Machines.healthy("{}")
            $0.defaultHelper = DefaultHelperFacts(lacksPassHelper: true)
        },
        Case(
            "C11",
            "docker-credential-file get timed out after 3 seconds",
            change: { $0.helpers[0].get = .timedOut }
        ),
        Case("C11", "docker-credential-file prints something else", change: { $0.helpers[0].get = .noise }),
        Case("C11", "docker-credential-file exits with 0 and no answer", change: { $0.helpers[0].get = .silence }),
        Case(
            "C11",
            "docker-credential-file fails with exit status 2",
            change: { $0.helpers[0].get = .failed(status: 2) }
        ),
        Case(
            "C12",
            "docker-credential-file cannot store a login: it is locked",
            change: { $0.helpers[0].roundTrip = .locked }
        ),
        Case("C13", "credsStore names ecr-login, which cannot store a login", config: #"{"credsStore": "ecr-login"}"#),
    ]

    private static let backends = [
        Case("C14", "there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set and /run/user/1/bus does not exist") {
            Machines.keyring { $0 = KeyringFacts(bus: .none(lookedFor: "/run/user/1/bus")) }
        },
        Case("C14", "the session bus at /b does not answer") {
            Machines.keyring { $0 = KeyringFacts(bus: .unreachable("/b", because: "timed out after 2 seconds")) }
        },
        Case("C15", "no keyring is running") { Machines.keyring { $0 = KeyringFacts(bus: .reachable("/b")) } },
        Case("C16", #"the keyring "login" is locked"#) {
            Machines.keyring { $0.collection = .locked(label: "login") }
        },
        Case("C16", "there is no default keyring") { Machines.keyring { $0.collection = .none } },
        Case("C17", "the keyring has 2 items for ghcr.io: ann and bot") {
            Machines.keyring { $0.items.append(KeyringFacts.Item(server: "ghcr.io", username: "bot")) }
        },
        Case("C18", "gpg not found in PATH") { Machines.passwordStore { $0.hasGpg = false } },
        Case("C18", "the password store is not initialized") { Machines.passwordStore { $0.keys = nil } },
        Case("C18", "the secret key ann@example.org is not on this machine") {
            Machines.passwordStore { $0.keys = [.init(name: "ann@example.org", state: .usable, hasSecret: false)] }
        },
        Case("C19", "gpg-agent does not answer") { Machines.passwordStore { $0.agentAnswers = false } },
        Case("C19", "gpg-agent's prompt /usr/bin/pinentry does not exist") {
            Machines.passwordStore { $0.pinentryExists = false }
        },
        Case("C19", "gpg-agent's prompt /usr/bin/pinentry needs a display") {
            Machines.passwordStore { $0.pinentryNeedsDisplay = true }
        },
        Case("C20", "the folder notes of the password store is not named as docker's are") {
            Machines.passwordStore { $0.folders = [.init(name: "notes", server: nil, users: [])] }
        },
        Case("C20", "the password store has 2 users for ghcr.io: ann and bot") {
            Machines.passwordStore {
                $0.folders = [.init(name: "Z2hjci5pbw==", server: "ghcr.io", users: ["bot", "ann"])]
            }
        },
        Case("C23", "cannot read podman's auth.json") {
            $0.podman = PodmanFacts(isInstalled: true, authFiles: [.init(path: "/a", problem: "it is not valid JSON")])
        },
        Case("C23", #"podman does not read "credsStore" in auth.json"#) {
            $0.podman = PodmanFacts(isInstalled: true, authFiles: [.init(path: "/a", credsStoreLine: 1)])
        },
        Case("C23", "cannot read podman's registries.conf: the file is not valid: line 2: a string does not end") {
            $0.podman = PodmanFacts(
                isInstalled: true,
                registriesConf: "/etc/containers/registries.conf",
                registriesConfProblem: "the file is not valid: line 2: a string does not end"
            )
        },
        Case("C23", "credential helper docker-credential-gone not found in PATH") {
            $0.podman = PodmanFacts(isInstalled: true, credentialHelpers: ["gone"], registriesConf: "/a.conf")
            $0.helpers = [HelperFacts(name: "gone")]
        },
        Case("C23", "podman's login for quay.io is in a file that is gone after a restart") {
            $0.podman = PodmanFacts(
                isInstalled: true,
                authFiles: [.init(path: "/run/a", isTemporary: true, servers: ["quay.io"])]
            )
        },
        Case("C24", "docker is installed as a snap", change: { $0.surroundings.dockerIsSnap = true }),
        Case("C24", "docker-credential-devpod forwards to another machine", config: #"{"credsStore": "devpod"}"#),
        Case("C25", "ghcr.io rejects the saved login") {
            $0.verifications = [VerificationFacts(server: "ghcr.io", result: .rejected)]
        },
        Case("C25", "the saved login for ghcr.io has expired") {
            $0.verifications = [VerificationFacts(server: "ghcr.io", result: .expired)]
        },
        Case("C26", "no key in /k can decrypt the store") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.fault = .init("no key in /k can decrypt the store", advice: "Name the key")
        },
        Case("C26", "a passphrase protects the key, and it is locked") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.fault = .init("a passphrase protects the key, and it is locked", isLocked: true)
        },
        Case("C26", "the key is in a directory of Syncthing: /home/ann/Sync") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.synchronizer = .init(name: "Syncthing", directory: "/home/ann/Sync")
        },
        Case("C26", "the key is in the directory of the store that it opens") {
            $0.encryptedStore = Machines.encryptedStore
            $0.encryptedStore?.isBesideStore = true
        },
    ]

    @Test(.requiresRoot, arguments: configFile + helpers + backends)
    func `each check finds its own fault and gives a remedy`(example: Case) throws {
        let findings = try DiagnosticChecks.findings(in: example.machine())
        let found = try #require(findings.first { $0.check == example.check }, "\(findings)")
        #expect(found.summary.hasPrefix(example.summary), "\(found.summary)")
        #expect(found.summary.utf8.count < 200)
        #expect(found.remedy?.hasSuffix(".") != true)
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
