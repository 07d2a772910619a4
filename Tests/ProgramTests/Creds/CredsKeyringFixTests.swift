#if SecretService
import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// `doctor --fix` for several items of one server (C17), in real keyrings.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "docker-credential-secretservice"))
struct CredsKeyringFixTests {
    private static let fix = "docker-creds doctor --fix --yes"

    private static func session(_ keyring: KeyringSession.Keyring = .unlocked) throws -> KeyringSession {
        let home = try Sandbox()
        try home.succeed(
            #"mkdir -m 700 .docker; umask 077; echo '{"credsStore": "secretservice"}' > .docker/config.json"#
        )
        return try KeyringSession(in: home, keyring)
    }

    private static func doctor(_ session: KeyringSession) -> Doctor {
        Doctor(environment: session.home.environment.merging(session.variables) { $1 })
    }

    /// The items of other servers and programs, which no fix may change.
    private static func addOthers(_ session: KeyringSession) throws {
        try session.store("GHCR.io", "ann", "s")
        try session.store("https://ghcr.io", "ann", "s", by: KeyringSession.go)
        try session.keyring("add", "foreign", #"{"xdg:schema":"org.example","server":"ghcr.io"}"#, "s")
        try session.keyring("add", "kind", #"{"xdg:schema":"org.example","docker_cli":"1","server":"ghcr.io"}"#, "s")
    }

    @Test func `the item that get returns is kept, and nothing else changes`() throws {
        let session = try Self.session()
        try Self.addOthers(session)
        let others = try session.items()
        try session.addReference("https://ghcr.io", "ghcr.io", "old", "s0", hasLabel: false)
        for user in ["ann", "bot", "zoe"] { try session.store("ghcr.io", user, "s-\(user)", by: KeyringSession.go) }
        // Changed in a later second, it is the newest, although others have higher numbers.
        try session.home.succeed("sleep 1.1")
        try session.store("ghcr.io", "bot", "s-new", by: KeyringSession.go)
        let all = try session.items()
        let answer = #"{"ServerURL":"ghcr.io","Username":"bot","Secret":"s-new"}"# + "\n"
        #expect(try session.run("get", "ghcr.io").output.text == answer)

        let refused = try session.home.shell("docker-creds doctor --fix < /dev/null", session.variables)
        #expect(refused.termination == .exited(2))
        #expect(refused.errorOutput.text.contains("cannot ask for confirmation: there is no terminal"))
        #expect(try session.items() == all)

        let fixed = try session.home.shell(Self.fix, session.variables)
        #expect(fixed.succeeded && fixed.output.text.hasSuffix("No problem found.\n"), "\(fixed.output.text)")
        let shown = fixed.errorOutput.text.split(separator: "\n").map { $0.prefix { $0 != "," } }.dropFirst()
        let lines = [" ghcr.io: bot", "-ghcr.io: old", "-ghcr.io: ann", "-ghcr.io: zoe"]
        #expect(shown.map(String.init) == lines.map { "docker-creds:   \($0)" })
        #expect(!fixed.errorOutput.text.contains("s-"))
        for helper in [KeyringSession.ours, KeyringSession.go] {
            #expect(try session.run("get", "ghcr.io", by: helper).output.text == answer)
        }
        let left = try session.items()
        #expect(left.count == others.count + 1 && others.allSatisfy(left.contains))
    }

    @Test func `of items that changed in the same second the one that get returns is kept`() throws {
        let session = try Self.session()
        for number in 0..<12 { try session.addReference("h", "h", "user\(number)", "s\(number)", hasLabel: true) }
        let answer = try session.run("get", "h").output
        #expect(answer.text.contains(#""Username":"user11""#))
        let fixed = try session.home.shell("\(Self.fix) --format json", session.variables)
        #expect(fixed.succeeded && fixed.output.text.contains(#""findings": []"#), "\(fixed.output.text)")
        #expect(try session.items().count == 1)
        for helper in [KeyringSession.ours, KeyringSession.go] {
            #expect(try session.run("get", "h", by: helper).output == answer)
        }
    }

    @Test(arguments: [
        ("a newer item", "add:zoe", "the items for h have changed since they were examined"),
        ("a new secret for an item", "again:ann", "the items for h have changed since they were examined"),
        ("no item", "erase", "the items for h have changed since they were examined"),
        ("a locked keyring", "lock", "the keyring is locked"),
        ("a helper at work", "turn", "docker-credential-secretservice is changing the keyring"),
    ])
    func `a keyring that is not as it was examined is left alone`(
        _ name: String,
        change: String,
        message: String
    ) async throws {
        let session = try Self.session()
        for user in ["ann", "bot"] { try session.store("h", user, "s", by: KeyringSession.go) }
        let found = await Self.doctor(session).examine().findings.first { $0.check == "C17" }
        let fix = try #require(found?.fix)
        #expect(fix.subject == "the keyring's items for h" && fix.diff.count == 2)
        switch change.split(separator: ":").last {
        case "zoe": try session.store("h", "zoe", "s", by: KeyringSession.go)
        case "ann":
            try session.home.succeed("sleep 1.1")
            try session.store("h", "ann", "s2", by: KeyringSession.go)
        case "erase": #expect(try session.run("erase", "h").succeeded)
        case "lock": try session.keyring("lock")
        default: try session.home.succeed(Self.holdingTurn, session.variables)
        }
        let items = try session.items()
        let error = await #expect(throws: DiagnosticFixError.self) { try await fix.apply() }
        #expect(error?.description == message && error?.diagnosis.advice.isEmpty == false)
        #expect(try session.items() == items)
    }

    /// Owns the name that helpers own while they change the keyring, until the bus ends.
    private static let holdingTurn = """
        /usr/bin/python3 -c '
        import dbus, time
        dbus.SessionBus().request_name("io.docker.Credentials.Turn")
        open("turn", "w").close()
        time.sleep(300)' > turn.log 2>&1 < /dev/null &
        echo $! >> keyring.pids
        for attempt in $(seq 200); do [ -e turn ] && exit; sleep 0.05; done
        exit 1
        """

    @Test func `a locked keyring offers no fix, and nothing prompts`() async throws {
        let session = try Self.session()
        for user in ["ann", "bot"] { try session.store("h", user, "s", by: KeyringSession.go) }
        try session.keyring("lock")
        let findings = await Self.doctor(session).examine().findings
        #expect(findings.contains { $0.check == "C16" } && findings.allSatisfy { $0.fix == nil })
    }
}
#endif
