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
        CheckExample("C10", "no helper is configured, so docker chooses secretservice, and there is no session bus") {
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
}
