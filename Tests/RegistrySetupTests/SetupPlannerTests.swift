import PasswordStoreFormat
import RegistryDiagnostics
import RegistrySetup
import Testing

/// The steps and questions of a plan.
@Suite struct SetupPlannerTests {
    private static func usable(_ name: String = SetupMachines.key.fingerprint) -> PasswordStoreFacts.Key {
        .init(name: name, state: .usable, hasSecret: true)
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

    @Test func `after an interrupted proof, whose test entry is left, the helper is proven again`() {
        let facts = SetupMachines.bare(#"{"credsStore": "file"}"#) { machine in
            machine.helpers[0].listed = ["docker-creds-setup.invalid"]
        }
        #expect(facts.plan().steps == [.proveHelper(program: "docker-credential-file")])
        let other = SetupMachines.bare(#"{"credsStore": "file"}"#) { machine in
            machine.helpers[0].listed = ["docker-creds-doctor.invalid"]
        }
        #expect(other.plan().isDone)
    }

    @Test func `an interrupted move of logins goes on`() {
        var facts = SetupMachines.passwordStore([Self.usable()], config: #"{"credsStore": "file"}"#) { machine in
            for index in machine.helpers.indices where machine.helpers[index].name == "pass" {
                machine.helpers[index].listed = ["h.example"]
            }
        }
        #expect(facts.plan().isDone)
        facts.interruptedMoves = ["pass"]
        #expect(facts.plan { $0.backend = .file }.questions == [.moveLogins(from: "pass", count: 1)])
        let moved = facts.plan {
            $0.backend = .file
            $0.movesLogins = .yes
        }
        #expect(
            moved.steps == [
                .proveHelper(program: "docker-credential-file"), .moveLogins(from: "pass", to: "file"),
            ]
        )
        facts.machine.helpers = facts.machine.helpers.map {
            HelperFacts(name: $0.name, path: $0.path, get: .good, list: .good)
        }
        #expect(facts.plan { $0.backend = .file }.isDone)
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
        #expect(
            replaced.notes == [
                "Logins that docker-credential-desktop has saved stay there, because it does not work here. "
                    + "Once it works, move them: docker creds migrate --from 'desktop' --to file"
            ]
        )
    }

    @Test func `a helper that supplies credentials is no recommendation, and stays for its own registries`() {
        func facts(listing listed: [String]) -> SetupFacts {
            SetupMachines.bare(#"{"credsStore": "ecr-login", "auths": {"public.ecr.aws": {}, "ghcr.io": {}}}"#) {
                $0.helpers.append(
                    HelperFacts(name: "ecr-login", path: "/usr/bin/x", get: .good, list: .good, listed: listed)
                )
            }
        }
        let replaced = facts(listing: ["https://1.dkr.ecr.eu-west-1.amazonaws.com"]).plan { $0.replacesHelper = .yes }
        #expect(
            replaced.steps == [
                .proveHelper(program: "docker-credential-file"),
                .keepHelper(name: "ecr-login", registries: ["1.dkr.ecr.eu-west-1.amazonaws.com", "public.ecr.aws"]),
                .setCredentialsStore(name: "file", replacing: "ecr-login", moving: []),
            ]
        )
        #expect(replaced.questions == [] && replaced.notes == [])
        let unknown = SetupMachines.bare(#"{"credsStore": "gcloud"}"#) {
            $0.helpers.append(HelperFacts(name: "gcloud", path: "/usr/bin/x", get: .failed(status: 1)))
        }
        #expect(
            unknown.plan { $0.replacesHelper = .yes }.notes == [
                "Docker will no longer call docker-credential-gcloud. Name it in \"credHelpers\" for its registries."
            ]
        )
    }

    @Test func `the logins of a helper that is replaced are moved, or it is said how`() {
        let facts = SetupMachines.passwordStore([Self.usable()], config: #"{"credsStore": "pass"}"#) { machine in
            for index in machine.helpers.indices where machine.helpers[index].name == "pass" {
                machine.helpers[index].listed = ["ghcr.io", "quay.io"]
            }
        }
        let replace = { (request: inout SetupRequest) in (request.backend, request.replacesHelper) = (.file, .yes) }
        let asked = facts.plan(replace)
        #expect(asked.questions == [.moveLogins(from: "pass", count: 2)])
        #expect(asked.questions.first?.text == "Move the 2 logins of docker-credential-pass to the helper")
        let moved = facts.plan {
            replace(&$0)
            $0.movesLogins = .yes
        }
        #expect(
            moved.steps == [
                .proveHelper(program: "docker-credential-file"), .moveLogins(from: "pass", to: "file"),
                .setCredentialsStore(name: "file", replacing: "pass", moving: []),
            ]
        )
        #expect(moved.notes == [])
        let left = facts.plan {
            replace(&$0)
            $0.movesLogins = .no
        }
        #expect(
            left.notes == [
                "Docker will no longer use the logins of docker-credential-pass. "
                    + "Move them: docker creds migrate --from 'pass' --to file"
            ]
        )
        // A helper without logins leaves none behind.
        let empty = SetupMachines.passwordStore([Self.usable()], config: #"{"credsStore": "pass"}"#)
        #expect(empty.plan(replace).questions == [] && empty.plan(replace).notes == [])
    }

    @Test func `auto needs one of its backends`() {
        func facts(_ installed: Set<String>) -> SetupFacts {
            SetupMachines.bare(installed: ["auto"]) { machine in
                for index in machine.helpers.indices where machine.helpers[index].name == "auto" {
                    machine.helpers[index].backends = ["pass", "file"].map {
                        .init(program: "docker-credential-\($0)", isInstalled: installed.contains($0))
                    }
                }
            }
        }
        let plan = facts(["file"]).plan { $0.backend = .auto }
        #expect(plan.obstacles == [] && plan.parts.map(\.detail).last == "docker-credential-file")
        #expect(
            plan.steps == [
                .proveHelper(program: "docker-credential-auto"),
                .setCredentialsStore(name: "auto", replacing: nil, moving: []),
            ]
        )
        #expect(facts([]).plan { $0.backend = .auto }.obstacles.map(\.name) == ["backends"])
    }

    @Test func `passwords in plain text are moved, or it is said that docker no longer uses them`() {
        let config =
            #"{"auths": {"ghcr.io": {"auth": "YTpi"}, "quay.io": {}}, "credHelpers": {"a.example": "ecr-login"}}"#
        let facts = SetupMachines.bare(config)
        #expect(facts.plan().questions == [.migrate(registries: ["ghcr.io"])])
        let moved = facts.plan { $0.migrates = .yes }
        #expect(moved.steps.last == .setCredentialsStore(name: "file", replacing: nil, moving: ["ghcr.io"]))
        #expect(moved.notes == [#""credHelpers" is not changed: it names helpers for a.example."#])
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
