import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// The checks of the helpers that the config file names.
@Suite struct HelperChecksTests {
    private static let faults = [
        CheckExample(
            "C08",
            "credential helper docker-credential-file not found in PATH",
            change: { $0.helpers[0].path = nil }
        ),
        CheckExample(
            "C08",
            "docker-credential-auto does not find docker-credential-secretservice, docker-credential-pass"
        ) {
            Machines.auto(finding: ["file"])
        },
        CheckExample(
            "C08",
            "docker-credential-auto does not find docker-credential-secretservice, docker-credential-pass, "
        ) {
            Machines.auto(finding: [])
        },
        CheckExample("C08", "cannot execute /usr/bin/docker-credential-file: permission denied") {
            $0.helpers[0].path = nil
            $0.helpers[0].notExecutable = "/usr/bin/docker-credential-file"
        },
        CheckExample("C09", "docker-credential-file is in /home/ann/bin") {
            $0.helpers[0].path = "/home/ann/bin/docker-credential-file"
            $0.surroundings.servicePath = ["/usr/bin"]
        },
        CheckExample(
            "C10",
            "no helper is configured, so docker chooses secretservice, and there is no session bus: DBUS_SESSION"
        ) {
            $0 = Machines.healthy("{}")
            $0.defaultHelper = DefaultHelperFacts(name: "secretservice", isChosen: true)
            $0.keyring = KeyringFacts(bus: .none(lookedFor: nil))
        },
        CheckExample("C10", "pass is installed and docker-credential-pass is not") {
            $0 = Machines.healthy("{}")
            $0.defaultHelper = DefaultHelperFacts(lacksPassHelper: true)
        },
        CheckExample(
            "C11",
            "docker-credential-file get timed out after 3 seconds",
            change: { $0.helpers[0].get = .timedOut }
        ),
        CheckExample("C11", "docker-credential-file prints something else", change: { $0.helpers[0].get = .noise }),
        CheckExample(
            "C11",
            "docker-credential-file exits with 0 and no answer",
            change: { $0.helpers[0].get = .silence }
        ),
        CheckExample(
            "C11",
            "docker-credential-file fails with exit status 2",
            change: { $0.helpers[0].get = .failed(status: 2) }
        ),
        CheckExample(
            "C11",
            "docker-credential-file list timed out after 3 seconds",
            change: { $0.helpers[0].list = .timedOut }
        ),
        CheckExample(
            "C11",
            "docker-credential-file list prints something else than the protocol's JSON",
            change: { $0.helpers[0].list = .noise }
        ),
        CheckExample(
            "C11",
            "docker-credential-file list exits with 0 and no answer",
            change: { $0.helpers[0].list = .silence }
        ),
        CheckExample(
            "C11",
            "docker-credential-file list fails with exit status 2",
            change: { $0.helpers[0].list = .failed(status: 2) }
        ),
        CheckExample(
            "C12",
            "docker-credential-file cannot store a login: it is locked",
            change: { $0.helpers[0].roundTrip = .locked }
        ),
        CheckExample(
            "C13",
            "credsStore names ecr-login, which cannot store a login",
            config: #"{"credsStore": "ecr-login"}"#
        ),
    ]

    @Test(arguments: faults)
    func `each check of the helpers finds its own fault and gives a remedy`(example: CheckExample) throws {
        try example.verify()
    }

    /// Why a helper fails, and what it answers.
    private static let causes: [(name: String, cause: @Sendable (inout MachineFacts) -> Void, check: String)] = [
        ("secretservice", { $0.keyring = KeyringFacts(bus: .none(lookedFor: "/run/user/1/bus")) }, "C14"),
        ("secretservice", { $0.keyring = KeyringFacts(bus: .reachable("/b")) }, "C15"),
        ("pass", { $0.passwordStore = PasswordStoreFacts(hasGpg: false, directory: "/s") }, "C18"),
        ("pass", { $0.passwordStore = PasswordStoreFacts(directory: "/s") }, "C18"),
        (
            "file",
            {
                $0.encryptedStore = Machines.encryptedStore
                $0.encryptedStore?.fault = .init("no key in /k can decrypt the store")
            }, "C26"
        ),
    ]

    private static let failures: [(get: HelperFacts.Answer, list: HelperFacts.Answer)] = [
        (.failed(status: 1), .failed(status: 1)), (.good, .failed(status: 1)), (.good, .timedOut),
    ]

    @Test(arguments: causes, failures)
    func `one cause is one finding, of C10 if docker chose the helper by itself`(
        example: (name: String, cause: @Sendable (inout MachineFacts) -> Void, check: String),
        answers: (get: HelperFacts.Answer, list: HelperFacts.Answer)
    ) {
        for isNamed in [true, false] where isNamed || example.name != "file" {
            var machine = Machines.healthy(isNamed ? "{\"credsStore\": \"\(example.name)\"}" : "{}")
            machine.helpers = [Machines.working(example.name)]
            (machine.helpers[0].get, machine.helpers[0].list) = answers
            machine.defaultHelper = DefaultHelperFacts(name: example.name, isChosen: !isNamed)
            example.cause(&machine)
            let findings = DiagnosticChecks.findings(in: machine)
            #expect(findings.map(\.check) == [isNamed ? example.check : "C10"], "\(findings)")
        }
    }

    @Test(arguments: [
        (false, HelperFacts.Answer.good, ["C16"]), (false, .failed(status: 1), ["C11", "C16"]),
        (true, .failed(status: 1), ["C16"]),
    ])
    func `a locked keyring explains a list that fails, and a get where no window can unlock it`(
        isHeadless: Bool,
        get: HelperFacts.Answer,
        checks: [String]
    ) {
        var machine = Machines.keyring {
            $0.collection = .locked(label: "login")
            $0.isHeadless = isHeadless
        }
        (machine.helpers[0].get, machine.helpers[0].list) = (get, .failed(status: 1))
        #expect(DiagnosticChecks.findings(in: machine).map(\.check) == checks)
    }

    @Test func `a cause does not hide a helper that breaks the protocol`() {
        var machine = Machines.keyring { $0 = KeyringFacts(bus: .none(lookedFor: nil)) }
        for answer in [HelperFacts.Answer.noise, .silence] {
            (machine.helpers[0].get, machine.helpers[0].list) = (.good, answer)
            #expect(DiagnosticChecks.findings(in: machine).map(\.check) == ["C11", "C14"])
        }
        machine.helpers[0].get = .timedOut
        #expect(DiagnosticChecks.findings(in: machine).map(\.check) == ["C11", "C14"])
    }

    @Test(arguments: [HelperFacts.Answer.locked, .notImplemented, .good, .notAsked])
    func `a list that is locked or not implemented is no fault`(answer: HelperFacts.Answer) {
        var machine = Machines.healthy()
        machine.helpers[0].list = answer
        #expect(DiagnosticChecks.findings(in: machine) == [])
    }

    @Test func `a list that fails is a note for a helper that docker never lists, and silent after a get that fails`() {
        var machine = Machines.healthy(#"{"credHelpers": {"ghcr.io": "file"}}"#)
        machine.helpers[0].list = .failed(status: 1)
        #expect(DiagnosticChecks.findings(in: machine).map(\.severity) == [.note])
        machine.helpers[0].get = .failed(status: 1)
        #expect(
            DiagnosticChecks.findings(in: machine).map(\.summary) == [
                "docker-credential-file fails with exit status 1"
            ]
        )
    }
}
