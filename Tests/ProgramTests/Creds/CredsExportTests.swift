import SystemSupport
import TestSupport
import Testing

/// `export`: where it writes, and what podman, skopeo and docker read from it.
@Suite(.serialized) struct CredsExportTests {
    /// A home directory with two logins in the encrypted store.
    private static func home() throws -> Sandbox {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.succeed("umask 077; mkdir .docker; echo '{\"credsStore\":\"file\"}' > .docker/config.json")
        try home.store("h.example:5000", "ann", "hunter2")
        try home.store("https://index.docker.io/v1/", "bob", "hunter3")
        return home
    }

    @Test func `a file is written with mode 0600 and replaced atomically, through links of the user`() throws {
        let home = try Self.home()
        let said = try home.shell("umask 0; docker-creds export docker.io --output out.json")
        #expect(said.output.text.isEmpty && said.errorOutput.text.contains("wrote out.json, which contains secrets"))
        #expect(try home.succeed("stat -c %a out.json; ls -A") == "600\n.docker\n.local\nout.json\n")
        try home.succeed("mkdir d; echo old > d/target; chmod 644 d/target; ln -s d/target link")
        try home.succeed("docker-creds export docker.io --output link")
        #expect(
            try home.succeed("readlink link; cmp d/target out.json; stat -c %a d/target; ls d")
                == "d/target\n600\ntarget\n"
        )
    }

    @Test(.requiresRoot)
    func `a link that another user has put in place of the file is not followed`() throws {
        let home = try Self.home()
        try home.succeed(
            "mkdir -m 1777 shared; echo kept > target; ln -s ../target shared/out; chown -h 65534 shared/out"
        )
        let outcome = try home.shell("docker-creds export docker.io --output shared/out")
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.errorOutput.text.contains("is a symbolic link of another user"),
            "\(outcome.errorOutput.text)"
        )
        #expect(try home.succeed("cat target; ls shared") == "kept\nout\n")
        #expect(!outcome.errorOutput.text.contains("hunter"))
    }

    @Test(.requires("expect"))
    func `a terminal is refused without --force`() throws {
        let home = try Self.home()
        func dialogue(_ arguments: String) throws -> String {
            try home.succeed("expect -c 'set timeout 60; spawn -noecho docker-creds export \(arguments); expect eof'")
        }
        let refused = try dialogue("docker.io")
        #expect(refused.contains("refusing to show secrets on a terminal") && !refused.contains("auth\""))
        #expect(try dialogue("--force docker.io").contains("\"auth\": \"Ym9iOmh1bnRlcjM=\""))
    }

    @Test(.requires("podman", "skopeo"))
    func `podman and skopeo log in with an exported auth.json, and docker with a docker-config`() throws {
        let home = try Self.home()
        try home.store("t.example", "<token>", "t0ken")
        try home.succeed("docker-creds export --all --format auth.json --output auth.json; mv .docker away")
        for (server, user) in [("docker.io", "bob"), ("h.example:5000", "ann")] {
            for program in ["podman", "skopeo"] {
                let seen = try home.succeed("\(program) login --authfile auth.json --get-login \(server)")
                #expect(seen.trimmed == user, "\(program) \(server)")
            }
        }
        // Both read the token beside this user.
        let token = try home.succeed("podman login --authfile auth.json --get-login t.example").trimmed
        #expect(token == "<token>")
        try home.succeed(
            "mv away .docker; mkdir -m 700 d; docker-creds export --all --format docker-config > d/config.json"
        )
        #expect(try home.succeed("DOCKER_CONFIG=$HOME/d docker-creds get --show-secret docker.io").contains("hunter3"))
        #expect(try home.succeed("DOCKER_CONFIG=$HOME/d docker-creds get --show-secret t.example").contains("t0ken"))
    }

    @Test(.requires("python3")) func `a secret for kubectl is a valid manifest that holds the document`() throws {
        let home = try Self.home()
        let read = """
            python3 -c 'import base64, json, sys; s = json.load(sys.stdin)
            d = json.loads(base64.b64decode(s["data"][".dockerconfigjson"]))
            print(s["apiVersion"], s["kind"], s["type"], s["metadata"], {k: base64.b64decode(v["auth"]) for k, v in d["auths"].items()})'
            """
        let said = try home.succeed(
            "docker-creds export --secret-name regcred --namespace team h.example:5000 | \(read)"
        )
        #expect(
            said == """
                v1 Secret kubernetes.io/dockerconfigjson {'name': 'regcred', 'namespace': 'team'} \
                {'h.example:5000': b'ann:hunter2'}

                """
        )
        try home.store("t.example", "<token>", "t0ken")
        let refused = try home.shell("docker-creds export --secret-name regcred --all")
        #expect(refused.termination == .exited(1) && refused.output.text.isEmpty)
        #expect(refused.errorOutput.text.contains("the kubelet reads only passwords; this is an identity token"))
    }

    @Test func `a missing credential and a wrong command line write nothing`() throws {
        let home = try Self.home()
        let missing = try home.shell("docker-creds export docker.io other.example --output out")
        #expect(
            missing.termination == .exited(3) && missing.errorOutput.text.contains("no credential for other.example")
        )
        for arguments in [
            "", "--all docker.io", "--secret-name Bad --all", "--namespace n --all",
            "--secret-name n --format auth.json --all",
        ] {
            #expect(
                try home.shell("docker-creds export --output out \(arguments)").termination == .exited(64),
                "\(arguments)"
            )
        }
        #expect(try home.succeed("ls") == "")
        let unwritable = try home.shell("docker-creds export docker.io --output missing/out")
        #expect(unwritable.termination == .exited(1) && !unwritable.errorOutput.text.contains("hunter"))
        #expect(unwritable.errorOutput.text.contains("cannot write missing/out: there is no directory missing"))
    }
}
