import RegistryCredentials
import RegistryDiagnostics
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct DiagnosticFixTests {
    private static let secret = "YW5uOmh1bnRlcjI="

    /// Examines a real config file.
    private func examine(_ directory: TemporaryDirectory) async -> DiagnosticReport {
        await Doctor(environment: ["HOME": "/nonexistent", "DOCKER_CONFIG": directory.path.string, "PATH": "/usr/bin"])
            .examine()
    }

    @Test(arguments: [
        ("C02", ""), ("C02", "\u{FEFF}{\"auths\": {}}"),
        ("C07", #"{"credStore": "osxkeychain", "HttpHeaders": {"a": "b"}}"#),
        ("C07", "{\n\t\"credsHelpers\": {\"ghcr.io\": \"x\"}\n}"),
        ("C08", "{\n\t\"auths\": {},\n\t\"credsStore\": \"missing-helper\",\n\t\"psFormat\": \"x\"\n}\n"),
        ("C08", #"{"credHelpers": {"a.example": "missing-helper", "b.example": ""}}"#),
    ])
    func `a fix removes its finding and changes nothing else`(check: String, text: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.shell("cat > config.json", input: Array(text.utf8))
        let found = try #require(await examine(directory).findings.first { $0.check == check })
        let fix = try #require(found.fix)
        #expect(!fix.diff.isEmpty)
        try await fix.apply()
        #expect(await examine(directory).findings.filter { $0.check == check } == [])
    }

    private static let entries = """
        {
        \t"auths": {
        \t\t"docker.io": {"auth": "cG9kbWFuOmE="},
        \t\t"https://index.docker.io/v1/": {"auth": "ZG9ja2VyOmI=", "email": "x"},
        \t\t"ghcr.io": {}
        \t}
        }
        """

    @Test(arguments: [
        (
            entries,
            "{\n\t\"auths\": {\n\t\t\"https://index.docker.io/v1/\": {\"auth\": \"ZG9ja2VyOmI=\", \"email\": \"x\"},\n"
                + "\t\t\"ghcr.io\": {}\n\t}\n}"
        ),
        (
            // An empty entry under docker's key does not hide the login of another one.
            #"{"auths": {"https://index.docker.io/v1/": {}, "docker.io": {"auth": "YTpi"}}}"#,
            #"{"auths": {"https://index.docker.io/v1/": {"auth": "YTpi"}}}"#
        ),
        (
            #"{"auths": {"docker.io": {"auth": "YTpi"}}}"#,
            #"{"auths": {"https://index.docker.io/v1/": {"auth": "YTpi"}}}"#
        ),
        (
            #"{"auths": {"https://GHCR.io/": {"auth": "YTpi"}, "ghcr.io": {"auth": "YTpj"}, "ghcr.io/team": {}}}"#,
            #"{"auths": {"ghcr.io": {"auth": "YTpj"}, "ghcr.io/team": {}}}"#
        ),
    ])
    func `entries of one registry are merged into the one that docker uses, under docker's key`(
        text: String,
        merged: String
    ) async throws {
        let directory = try TemporaryDirectory()
        try directory.shell("cat > config.json", input: Array(text.utf8))
        let fix = try #require(await examine(directory).findings.first { $0.check == "C21" }?.fix)
        try await fix.apply()
        #expect(try directory.shell("cat config.json") == merged)
        #expect(await examine(directory).findings.contains { $0.check == "C21" } == false)
    }

    @Test(arguments: [
        (
            // What the helper lists, and what is known of its registries.
            Machines.supplying(
                "ecr-login",
                listing: ["https://1.dkr.ecr.eu-west-1.amazonaws.com"],
                [
                    "ghcr.io", "public.ecr.aws", "1.dkr.ecr.eu-west-1.amazonaws.com",
                ]
            ),
            #"{"credsStore": "file", "auths": {"ghcr.io": {}, "public.ecr.aws": {}, "1.dkr.ecr.eu-west-1.amazonaws.com": {}}, "#
                + #""credHelpers": {"1.dkr.ecr.eu-west-1.amazonaws.com": "ecr-login", "public.ecr.aws": "ecr-login"}}"#
        ),
        (
            Machines.supplying("gcloud", listing: [], ["europe-docker.pkg.dev"]),
            #"{"credsStore": "file", "auths": {"europe-docker.pkg.dev": {}}, "#
                + #""credHelpers": {"europe-docker.pkg.dev": "gcloud"}}"#
        ),
        (Machines.supplying("gcloud", listing: [], ["ghcr.io"]), nil),
        (Machines.supplying("gcloud", listing: ["gcr.io"], [], replacement: nil), nil),
        (
            Machines.withWindowsProgram(),
            #"{"credsStore": "file", "credHelpers": {"ghcr.io": "file", "quay.io": "pass"}, "x": 1}"#
        ), (Machines.withWindowsProgram(replacement: nil), nil),
    ])
    func `a helper that does not fit is replaced if another one is installed`(machine: MachineFacts, text: String?)
        async throws
    {
        let directory = try TemporaryDirectory()
        var machine = machine
        machine.config.path = "\(directory.path)/config.json"
        try directory.shell("cat > config.json", input: try #require(machine.config.bytes))
        let finding = try #require(
            DiagnosticChecks.findings(in: machine).first { ["C13", "C24"].contains($0.check) }
        )
        #expect((finding.fix == nil) == (text == nil))
        guard let text, let fix = finding.fix else { return }
        try await fix.apply()
        #expect(try directory.shell("cat config.json") == text)
        machine.config.content = .bytes(Array(text.utf8))
        machine.helpers = machine.config.text?.helpers.map { Machines.working($0.name) } ?? []
        #expect(DiagnosticChecks.findings(in: machine).filter { $0.check == finding.check } == [])
    }

    @Test func `a fix restricts the mode of a file`() async throws {
        let directory = try TemporaryDirectory()
        try directory.shell(
            "cat > config.json; chmod 644 config.json",
            input: Array(#"{"auths": {"ghcr.io": {"auth": "\#(Self.secret)"}}}"#.utf8)
        )
        let found = try #require(await examine(directory).findings.first { $0.check == "C03" })
        let fix = try #require(found.fix)
        #expect(fix.diff == ["chmod 600 '\(directory.path)/config.json'"])
        try await fix.apply()
        #expect(await examine(directory).findings.contains { $0.check == "C03" } == false)
    }

    @Test func `a fix closes a directory that others can write to`() async throws {
        let directory = try TemporaryDirectory()
        try directory.shell("echo '{}' > config.json; chmod 777 .")
        let found = try #require(await examine(directory).findings.first { $0.check == "C03" })
        try await #require(found.fix).apply()
        #expect(await examine(directory).findings.contains { $0.check == "C03" } == false)
        #expect(try directory.shell("stat -c %a .") == "755")
    }

    @Test func `a fix keeps a link, and changes the file that it leads to`() async throws {
        let directory = try TemporaryDirectory()
        try directory.shell(#"mkdir real; echo '{"credStore": "x"}' > real/config.json; ln -s real/config.json ."#)
        let found = try #require(await examine(directory).findings.first { $0.check == "C07" })
        try await #require(found.fix).apply()
        #expect(
            try directory.shell("readlink config.json; cat real/config.json")
                == "real/config.json\n{\"credsStore\": \"x\"}"
        )
    }

    @Test func `a path that is not UTF-8 is examined and shown with escapes, and nothing there is changed`()
        async throws
    {
        let directory = try TemporaryDirectory()
        try directory.shell(#"cd "$(mkdir "$(printf 'x\377')"; echo x*)"; echo '{"credStore": "x"}' > config.json"#)
        let odd = try #require(FilePath(bytes: Array(directory.path.string.utf8) + Array("/x".utf8) + [0xFF]))
        let environment = ProcessEnvironment(["HOME": "/nonexistent", "PATH": "/usr/bin"])
            .replacing("DOCKER_CONFIG", with: odd)
        let facts = await Doctor(environment).facts()
        #expect(facts.config.path == "\(directory.path)/x\\xFF/config.json" && facts.config.bytes != nil)
        let found = try #require(DiagnosticChecks.findings(in: facts).first { $0.check == "C07" })
        #expect(found.file == facts.config.path && found.fix == nil && found.remedy != nil)
    }

    @Test func `a file that changed after the examination is not touched`() async throws {
        let directory = try TemporaryDirectory()
        try directory.shell("echo '{\"credStore\": \"x\"}' > config.json")
        let fix = try #require(await examine(directory).findings.first { $0.check == "C07" }?.fix)
        try directory.shell("echo '{\"credStore\": \"y\"}' > config.json")
        await #expect(throws: CredentialStoreError.self) { try await fix.apply() }
        #expect(try directory.shell("cat config.json") == #"{"credStore": "y"}"#)
    }

    @Test func `reports and diffs show no secret`() async throws {
        let directory = try TemporaryDirectory()
        let config = """
            {"auths": {"ghcr.io": {"auth": "\(Self.secret)", "identitytoken": "tok-en"},
              "user:pw@odd.example": {"password": "hunter2"}},
             "HttpHeaders": {"Authorization": "Basic aGVhZGVy"}, "credStore": "x"}
            """
        try directory.shell("cat > config.json; chmod 666 config.json", input: Array(config.utf8))
        let report = await examine(directory)
        #expect(report.findings.count > 2)
        for secret in [Self.secret, "tok-en", "hunter2", "aGVhZGVy", "user:pw"] {
            let shown =
                report.findings.map { "\($0.summary) \($0.remedy ?? "") \($0.consequence ?? "")" }.joined()
                + report.context.joined() + report.findings.compactMap(\.fix).flatMap(\.diff).joined()
            #expect(!shown.contains(secret))
        }
    }
}
