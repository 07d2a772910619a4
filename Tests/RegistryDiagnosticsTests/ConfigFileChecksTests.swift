import RegistryCredentials
import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// The checks of the config file and of DOCKER_AUTH_CONFIG.
@Suite struct ConfigFileChecksTests {
    private static let faults = [
        CheckExample("C01", "cannot locate the config file", change: { $0.config.origin = .unknown }),
        CheckExample("C01", "DOCKER_CONFIG begins with a tilde") {
            $0.environment = ProcessEnvironment(["HOME": "/home/ann", "DOCKER_CONFIG": "~/.docker"])
            $0.config.origin = .dockerConfig
        },
        CheckExample("C01", "DOCKER_CONFIG names a directory that does not exist: /none") {
            $0.environment = ProcessEnvironment(["DOCKER_CONFIG": "/none"])
            $0.config = ConfigFileFacts(path: "/none/config.json", origin: .dockerConfig, content: .missing)
        },
        CheckExample("C01", "quay.io is in the config file of ann") {
            $0.user = UserFacts(number: 0, sudoUser: "ann")
            $0.otherConfigs = [
                ConfigFileFacts(
                    path: "/home/ann/.docker/config.json",
                    origin: .other("ann"),
                    content: .bytes(Array(#"{"auths": {"quay.io": {"auth": "YTpi"}}}"#.utf8))
                )
            ]
        },
        CheckExample("C02", "the config file is a directory", change: { $0.config.content = .directory }),
        CheckExample(
            "C02",
            "cannot read the config file",
            change: { $0.config.content = .unreadable("permission denied") }
        ),
        CheckExample("C02", "the config file begins with a byte order mark", config: "\u{FEFF}{}"),
        CheckExample("C02", "the config file is empty", config: " \n"),
        CheckExample("C02", "the config file is not valid JSON", config: #"{"auths": {"#),
        CheckExample("C03", "the config file belongs to user 0, not to user 1000") {
            $0.config.status = try Machines.status(mode: 0o600, owner: "0")
        },
        CheckExample("C03", "the config file belongs to root in the home directory of user 1000") {
            $0.user.number = 0
            $0.config.status = try Machines.status(mode: 0o600, owner: "0")
        },
        CheckExample("C03", "other users can write to the directory") {
            $0.config.directoryStatus = try Machines.status(mode: 0o777, directory: true)
        },
        CheckExample("C04", "the config file is a link to a read-only file: /etc/docker/config.json") {
            $0.config.links = ["/etc/docker/config.json"]
            $0.config.isWritable = false
        },
        CheckExample("C04", "the config file is mounted as a single file", change: { $0.config.isMountPoint = true }),
        CheckExample(
            "C04",
            "the config file is in a directory that you cannot write to",
            change: { $0.config.isReplaceable = false }
        ),
        CheckExample("C04", "the config file is a link to a file that does not exist") {
            $0.config = ConfigFileFacts(path: Machines.path, content: .missing, links: ["/gone"])
        },
        CheckExample(
            "C05",
            "the entry for ghcr.io has a password that ends with a line feed",
            config: #"{"auths": {"ghcr.io": {"auth": "YW5uOnBhc3MK"}}}"#
        ),
        CheckExample(
            "C05",
            "the entry for ghcr.io cannot be read",
            config: #"{"auths": {"ghcr.io": {"auth": "YW5u"}}}"#
        ),
        CheckExample(
            "C05",
            "the password of ghcr.io is stored in plain text",
            config: #"{"auths": {"ghcr.io": {"auth": "YTpi"}}}"#
        ),
        CheckExample(
            "C05",
            "the passwords of a.example and b.example are",
            config: """
                {"credHelpers": {"c.example": "file"},
                 "auths": {"a.example": {"auth": "YTpi"}, "b.example": {"identitytoken": "t"}}}
                """
        ),
        CheckExample(
            "C06",
            "credsStore is set, so docker does not use the saved password of ghcr.io",
            config:
                #"{"credsStore": "file", "auths": {"ghcr.io": {"auth": "YTpi"}}}"#
        ),
        CheckExample(
            "C06",
            #"credHelpers["ghcr.io"] is set"#,
            config:
                #"{"credHelpers": {"ghcr.io": "file"}, "auths": {"ghcr.io": {"auth": "YTpi"}}}"#
        ),
        CheckExample(
            "C07",
            #""credStore" has no effect; the member is named "credsStore""#,
            config: #"{"credStore": "file"}"#
        ),
        CheckExample("C07", #""credsHelpers" has no effect"#, config: #"{"credsHelpers": {"a.example": "file"}}"#),
        CheckExample("C07", #""auths" is not an object"#, config: #"{"auths": []}"#),
        CheckExample(
            "C21",
            "index.docker.io and https://index.docker.io/v1/ mean the same registry",
            config: """
                {"credsStore": "file", "auths": {"index.docker.io": {}, "https://index.docker.io/v1/": {}}}
                """
        ),
        CheckExample("C22", "DOCKER_AUTH_CONFIG is not valid JSON") {
            $0.environment = ProcessEnvironment(["DOCKER_AUTH_CONFIG": "{"])
        },
        CheckExample("C22", #"DOCKER_AUTH_CONFIG has "credHelpers""#) {
            $0.environment = ProcessEnvironment(["DOCKER_AUTH_CONFIG": #"{"auths": {}, "credHelpers": {}}"#])
        },
        CheckExample("C22", "DOCKER_AUTH_CONFIG takes precedence over the saved login of ghcr.io") {
            $0.environment = ProcessEnvironment(["DOCKER_AUTH_CONFIG": #"{"auths": {"ghcr.io": {"auth": "YTpi"}}}"#])
        },
    ]

    @Test(.requiresRoot, arguments: faults)
    func `each check of the config file finds its own fault and gives a remedy`(example: CheckExample) throws {
        try example.verify()
    }

    /// Without its first quotation mark, every text of the line seems to be outside of strings.
    @Test(arguments: ["{auth\": \"YTpzZWNyZXQ=\"", ""])
    func `a damaged or empty file is replaced by the copy of a migration, and no secret is shown`(text: String) throws {
        var machine = Machines.healthy(text)
        machine.config.backup = MigrationBackup(
            path: "/s/1.backup-of-config.json",
            date: "2026-11-26",
            bytes: Array("{\n  \"auths\": {\"ghcr.io\": {\"auth\": \"YTpzZWNyZXQ=\"}}\n}".utf8)
        )
        let finding = try #require(DiagnosticChecks.findings(in: machine).first { $0.check == "C02" })
        #expect(finding.remedy?.contains("migration of 2026-11-26, with its passwords: /s/1.backup-of-") == true)
        let diff = try #require(finding.fix?.diff)
        #expect(diff.contains(#"+  "auths": {"ghcr.io": {"auth": "…"}}"#), "\(diff)")
        #expect(!diff.joined().contains("YTpz"))
        #expect(diff.contains("cp '\(Machines.path)' '\(Machines.path).damaged'") == !text.isEmpty, "\(diff)")
    }
}
