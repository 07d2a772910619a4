import SystemSupport
import TestSupport
import Testing

/// `migrate --to podman` and `login --also podman` for an ordinary user, whose podman runs helpers in a user namespace.
@Suite(.serialized, .requiresRoot, .requires("podman", "setpriv")) struct CredsPodmanNamespaceTests {
    private static let nobody = 65534
    private static let asNobody = "setpriv --reuid \(nobody) --regid \(nobody) --clear-groups"
    private static let authFile = ".config/containers/auth.json"

    /// A home directory of an ordinary user with a login that the file helper has.
    ///
    /// If `podman` is a script, it runs in place of podman, and the file `calls` gets its arguments and its input.
    private static func home(podman: String? = nil) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker bin; echo '{\"credsStore\":\"file\"}' > .docker/config.json")
        try home.store("h.example", "ann", "hunter2")
        if let podman {
            try home.succeed(
                """
                cat > bin/podman <<'END'
                #!/bin/bash
                echo "$@" >> ~/calls; \(podman)
                END
                chmod 755 bin/podman
                """
            )
        }
        try home.succeed("touch calls; chown -R \(nobody):\(nobody) \"$HOME\"")
        return home
    }

    private static func run(_ command: String, in home: Sandbox) throws -> ChildProcess.Outcome {
        try home.shell("PATH=$HOME/bin:$PATH XDG_RUNTIME_DIR=$HOME/run \(asNobody) \(command)")
    }

    @Test func `a helper that works in the namespace of podman itself is named`() throws {
        // A namespace that podman already has for this user may not see the mounts of this process.
        let home = try Self.home()
        try home.succeed("mkdir -m 700 run; chown \(Self.nobody) run")
        defer { _ = try? Self.run("podman system migrate", in: home) }
        let shared = try Self.run("docker-creds migrate --to podman --yes", in: home)
        #expect(shared.output.text.hasPrefix("Shared h.example in docker-credential-file\n"), "\(shared)")
        #expect(try Self.run("podman login --get-login h.example", in: home).output.text == "ann\n")
        let again = try Self.run("docker-creds migrate --to podman --yes", in: home)
        #expect(again.output.text == "Nothing to migrate\n")
    }

    @Test(arguments: ["--yes", "--dry-run", "--yes --format json"])
    func `a helper that fails in the namespace is not named, and nothing changes`(options: String) throws {
        let home = try Self.home(podman: "cat >> ~/calls; echo no newuidmap >&2; exit 125")
        let refused = try Self.run("docker-creds migrate --to podman \(options)", in: home)
        #expect(refused.termination == .exited(1))
        #expect(
            refused.errorOutput.text == """
                docker-creds: podman runs helpers in its user namespace, where docker-credential-file failed: exit status 125
                  See what it says: printf docker-creds-podman.invalid | podman unshare docker-credential-file get

                """
        )
        #expect(try home.succeed("cat calls") == "unshare docker-credential-file get\ndocker-creds-podman.invalid")
        #expect(try !home.shell("test -e \(Self.authFile)").succeeded)
    }

    @Test(arguments: [
        (
            "echo 'its key is locked by a passphrase; run `docker creds unlock` in a terminal'; exit 1", "file",
            "Unlock it for podman: podman unshare docker-creds unlock"
        ),
        ("exit 1", "other", "Or move the logins to another helper first: docker-creds migrate --from other --to file"),
        ("sleep 60", "file", "docker-credential-file get timed out after 1 second"),
    ])
    func `the reason is named with what to do`(podman: String, helper: String, advice: String) throws {
        let home = try Self.home(podman: podman)
        try home.succeed(
            """
            ln -s "$(command -v docker-credential-file)" bin/docker-credential-other
            sed -i 's/file/\(helper)/' .docker/config.json
            """
        )
        let refused = try Self.run("docker-creds migrate --to podman --yes --timeout 1", in: home)
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains(advice), "\(refused.errorOutput.text)")
    }

    @Test func `login --also podman says that the login was saved, and names no helper that fails`() throws {
        let home = try Self.home(podman: "exit 125")
        try home.succeed("echo secret > password")
        let login = "docker-creds login --no-verify -u bob --password-stdin --also podman i.example"
        let refused = try Self.run("\(login) < password", in: home)
        #expect(refused.termination == .exited(1))
        #expect(
            refused.errorOutput.text.hasPrefix(
                "docker-creds: the login was saved, but podman and skopeo cannot use it: podman runs helpers in its user"
            ),
            "\(refused.errorOutput.text)"
        )
        #expect(try !home.shell("test -e \(Self.authFile)").succeeded)
        #expect(try Self.run("docker-creds get i.example", in: home).output.text.contains("bob"))
    }

    @Test func `nothing is run for root, without podman, or for a helper that podman's file names already`() throws {
        let home = try Self.home(podman: "exit 125")
        try home.succeed("chown -R 0:0 \"$HOME\"; PATH=$HOME/bin:$PATH docker-creds migrate --to podman --yes")
        try home.succeed("chown -R \(Self.nobody):\(Self.nobody) \"$HOME\"")
        #expect(try Self.run("docker-creds migrate --to podman --yes", in: home).succeeded)
        #expect(try home.succeed("cat calls").isEmpty)
        try home.succeed("rm \(Self.authFile); mkdir only; ln -s $(command -v docker-credential-file) only")
        let shared = try home.shell(
            "creds=$(command -v docker-creds); \(Self.asNobody) env PATH=$HOME/only $creds migrate --to podman --yes"
        )
        #expect(shared.succeeded, "\(shared.errorOutput.text)")
    }
}
