import SystemSupport
import TestSupport
import Testing

/// Logins that podman and skopeo use too, as these programs themselves see them.
@Suite(.serialized, .requires("podman", "skopeo")) struct CredsPodmanTests {
    private static func home(_ configuration: String = #"{"credsStore":"file"}"#) throws -> Sandbox {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.succeed("mkdir -m 700 .docker; umask 077; echo '\(configuration)' > .docker/config.json")
        return home
    }

    private static func login(_ arguments: String, password: String = "pass:w0rd") -> String {
        "printf '\(password)' | docker-creds login --no-verify -u alice --password-stdin \(arguments)"
    }

    /// The users that podman and skopeo see; "-" for none.
    private static func seen(_ server: String, _ home: Sandbox) throws -> [String] {
        try ["podman", "skopeo"].map { program in
            try home.succeed("\(program) login --get-login \(server) 2>/dev/null || echo -").trimmed
        }
    }

    @Test(arguments: ["registry.example:5000", "docker.io"])
    func `a login with --also podman is seen by podman and skopeo through the helper`(server: String) throws {
        let home = try Self.home()
        let said = try home.succeed(Self.login("--also podman \(server)"))
        #expect(said.hasSuffix("Podman and skopeo use it through \(home.root)/.config/containers/auth.json.\n"))
        #expect(try Self.seen(server, home) == ["alice", "alice"])
        #expect(try !home.succeed("cat .config/containers/auth.json").contains("auth\""))
        let key = server == "docker.io" ? "https://index.docker.io/v1/" : server
        #expect(try home.helper("get", key).output.text.contains("pass:w0rd"))

        #expect(try home.succeed("docker-creds logout \(server)").contains("docker-credential-file"))
        #expect(try Self.seen(server, home) == ["-", "-"])
        #expect(try home.helper("list").output.text == "{}\n")
    }

    @Test func `a later login without the option updates podman's copy of Docker Hub's login`() throws {
        let home = try Self.home()
        try home.succeed(Self.login("--also podman docker.io"))
        let outcome = try home.shell(Self.login("docker.io", password: "newer"))
        #expect(outcome.succeeded && outcome.errorOutput.text.isEmpty, "\(outcome.errorOutput.text)")
        #expect(try home.helper("get", "docker.io").output.text.contains("newer"))
    }

    @Test func `a plain login says once that podman and skopeo do not use it, and the command shares it`() throws {
        let home = try Self.home()
        let outcome = try home.shell(Self.login("registry.example"))
        #expect(
            outcome.errorOutput.text
                == "docker-creds: note: podman and skopeo do not use this login; share it: "
                + "docker-creds migrate --to podman registry.example\n"
        )
        #expect(try Self.seen("registry.example", home) == ["-", "-"])
        try home.succeed("docker-creds migrate --to podman --yes registry.example")
        #expect(try Self.seen("registry.example", home) == ["alice", "alice"])
        #expect(try home.shell(Self.login("registry.example")).errorOutput.text.isEmpty)
    }

    @Test func `without podman, skopeo and their files there is no note`() throws {
        let home = try Self.home()
        let path = try home.succeed(
            "mkdir bin; for p in bash printf; do ln -s $(type -P $p) bin/; done; echo $HOME/bin:\(BuiltPrograms.directory)"
        ).trimmed
        let outcome = try home.shell(Self.login("registry.example"), ["PATH": path])
        #expect(outcome.succeeded && outcome.errorOutput.text.isEmpty, "\(outcome.errorOutput.text)")
    }

    @Test func `plain text is written to podman's file only if it is allowed`() throws {
        let home = try Self.home(#"{"auths":{"other.example":{}}}"#)
        #expect(try home.shell(Self.login("--also podman docker.io")).termination == .exited(1))
        try home.succeed(Self.login("--also podman --allow-plaintext docker.io"))
        #expect(try home.succeed("stat -c %a .config/containers/auth.json") == "600\n")
        try home.succeed("mv .docker away")
        #expect(try Self.seen("docker.io", home) == ["alice", "alice"])
        try home.succeed("mv away .docker; docker-creds logout docker.io")
        #expect(try Self.seen("docker.io", home) == ["-", "-"])
        // Podman reads Docker's file, too, so a login in plain text needs no note.
        #expect(try home.shell(Self.login("--allow-plaintext registry.example")).errorOutput.text.isEmpty)
        #expect(try Self.seen("registry.example", home) == ["alice", "alice"])
    }

    @Test func `a login of podman's own is replaced, in each of its files`() throws {
        let home = try Sandbox()
        let variables = ["XDG_RUNTIME_DIR": "\(home.root)/run"]
        try home.succeed(
            #"""
            umask 077; mkdir -p .docker run/containers .config/containers; echo '{"credsStore":"file"}' > .docker/config.json
            for file in run .config; do
                echo '{"auths":{"registry.example":{"auth":"b2xkOm9sZA=="},"other.example":{"auth":"b2xkOm9sZA=="}}}' > $file/containers/auth.json
            done
            """#
        )
        let refused = try home.shell(
            "\(Self.login("registry.example")); docker-creds migrate --to podman registry.example",
            variables
        )
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("podman already has a login for this registry"))
        try home.succeed(Self.login("--also podman registry.example"), variables)
        for (server, user) in [("registry.example", "alice"), ("other.example", "old")] {
            #expect(try home.succeed("podman login --get-login \(server)", variables).trimmed == user)
        }
    }

    @Test func `JSON output names podman's file`() throws {
        let home = try Self.home()
        let shared = try home.succeed(Self.login("--format json --also podman registry.example"))
        #expect(shared.contains("\"podmanFile\": \"\(home.root)/.config/containers/auth.json\""), "\(shared)")
        #expect(!shared.contains("w0rd"))
    }
}
