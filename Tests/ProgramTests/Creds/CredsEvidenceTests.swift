#if HTTPClient
import SystemSupport
import TestSupport
import Testing

/// What verified a login, and what a rejected one is told.
@Suite(.serialized, .requires("python3")) struct CredsEvidenceTests {
    private static func login(_ arguments: String, password: String = "pass:w0rd") -> String {
        "printf '\(password)' | docker-creds login -u alice --password-stdin \(arguments)"
    }

    @Test func `the right to push verifies a login at a registry that is open for reading`() throws {
        let home = try CredsLoginTests.home()
        let registry = try ScriptedRegistry("push", in: home)
        let said = try home.succeed(Self.login(registry.address))
        #expect(said.hasPrefix("Login succeeded, verified by asking for the right to push. The password for "))
        let wrong = try home.shell(Self.login(registry.address, password: "hunter2"))
        #expect(wrong.termination == .exited(2) && !wrong.errorOutput.text.contains("hunter2"))
    }

    @Test func `the token server that verified a login is named`() throws {
        let home = try CredsLoginTests.home()
        let registry = try ScriptedRegistry("token", in: home)
        let said = try home.succeed(Self.login(registry.address))
        #expect(said.hasPrefix("Login succeeded, verified by the token server http://\(registry.address). "), "\(said)")
    }

    @Test func `the registry's own interface verifies a login without a note`() throws {
        let home = try CredsLoginTests.home()
        let registry = try ScriptedRegistry("closed", in: home)
        #expect(try home.succeed(Self.login(registry.address)).hasPrefix("Login succeeded. The password for "))
    }

    @Test(
        arguments: [
            ("docker.io", "https://app.docker.com/settings/personal-access-tokens"),
            ("ghcr.io", "https://github.com/settings/tokens"), ("registry.example", nil),
        ]
    )
    func `a password that Docker Hub or GHCR rejects leads to the page for tokens`(server: String, page: String?) throws
    {
        let home = try CredsLoginTests.home()
        // A proxy on loopback answers for the registry.
        let proxy = try ScriptedRegistry("closed", in: home)
        let outcome = try home.shell(
            Self.login("--plain-http \(server)", password: "hunter2 "),
            ["HTTP_PROXY": "http://\(proxy.address)", "http_proxy": "http://\(proxy.address)"]
        )
        #expect(outcome.termination == .exited(2), "\(outcome.errorOutput.text)")
        let advice = outcome.errorOutput.text.split(separator: "\n").dropFirst()
        #expect(advice.contains { $0.contains("Check the password: it ends with a blank") }, "\(advice)")
        #expect(advice.contains { $0.contains("personal access token") && $0.contains(page ?? "") } == (page != nil))
        #expect(!outcome.errorOutput.text.contains("hunter2"))
    }

    @Test func `a token whose time is over is expired, by its own claim or by the registry's word`() throws {
        let home = try CredsLoginTests.home()
        let registry = try ScriptedRegistry("expired", in: home)
        try home.store(registry.address, "alice", "hunter2")
        // A JSON Web Token with `"exp": 1`; no request is made for it.
        try home.store("t.invalid", "<token>", "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.aHVudGVy")
        try home.store("u.invalid", "alice", "eyJhbGciOiJub25lIn0.eyJleHAiOjF9.aHVudGVy")
        let outcome = try home.shell("docker-creds verify")
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.output.text
                == "\(registry.address)\texpired\t\nt.invalid\texpired\t\nu.invalid\texpired\t\n",
            "\(outcome.output.text)"
        )
    }

    /// A JSON Web Token, a password of Amazon ECR, and a password without an expiry.
    @Test(
        arguments: [
            ("'h.' + text({'exp': end}, base64.urlsafe_b64encode) + '.s'", "3 hours"),
            ("text({'payload': 'p', 'expiration': end}, base64.b64encode)", "3 hours"), ("'hunter2'", nil),
        ]
    )
    func `doctor says when a token expires, and the machine stays healthy`(token: String, time: String?) throws {
        let home = try CredsLoginTests.home()
        let registry = try ScriptedRegistry("any", in: home)
        let password = try home.succeed(
            """
            python3 -c "import base64, json, time; end = int(time.time()) + 3 * 3600 + 1800
            text = lambda value, coding: coding(json.dumps(value).encode()).decode().rstrip('=')
            print(\(token))"
            """
        ).trimmed
        try home.store(registry.address, "alice", password)
        let report = try home.succeed("docker-creds doctor --online")
        let expiry = time.map { ", which expires in \($0)" } ?? ""
        #expect(report.contains("· \(registry.address) accepts the saved login\(expiry)\n"), "\(report)")
        let note = "C25 note: the saved login for \(registry.address) expires in 3 hours"
        #expect(report.contains(note) == (time != nil))
        #expect(!report.contains(password))
    }

    @Test(arguments: ["pass:w0rd", "hunter2"])
    func `doctor finds a clock that is wrong, whether the registry accepts the login or not`(password: String) throws {
        let home = try CredsLoginTests.home()
        let registry = try ScriptedRegistry("ahead", in: home)
        try home.store(registry.address, "alice", password)
        let outcome = try home.shell("docker-creds doctor --online")
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.output.text.contains(
                "C25 problem: this machine's clock is 2 hours behind that of \(registry.address)\n"
            ),
            "\(outcome.output.text)"
        )
        #expect(outcome.output.text.contains("sudo timedatectl set-ntp true"))
    }

    @Test(.requires("expect"))
    func `verify shows its progress on a terminal, and ends with 0 only if all logins are valid`() throws {
        let home = try CredsLoginTests.home()
        let registries = try (0..<2).map { _ in try ScriptedRegistry("closed", in: home) }
        for registry in registries { try home.store(registry.address, "alice", "pass:w0rd") }
        #expect(try home.succeed("docker-creds verify 2>&1").split(separator: "\n").count == 2)
        let shown = try home.succeed("expect -c 'set timeout 60; spawn -noecho docker-creds verify; expect eof'")
        #expect(shown.contains("verified 1 of 2") && shown.contains("REGISTRY"), "\(shown)")
        try home.store(registries[1].address, "alice", "hunter2")
        #expect(try home.shell("docker-creds verify").termination == .exited(1))
    }
}
#endif
