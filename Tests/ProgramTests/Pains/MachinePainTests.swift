import SystemSupport
import TestSupport
import Testing

/// Frequent problems with users, files and helper programs, set up for real.
@Suite(.serialized) struct MachinePainTests {
    private static func home(_ configuration: String) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker bin; umask 077; printf '\(configuration)' > .docker/config.json")
        return home
    }

    @Test func `the helper named in config.json is not there: doctor names the member, the file and the line`() throws {
        let home = try Self.home(#"{\n  "auths": {},\n  "credsStore": "desktop"\n}\n"#)
        let report = try home.shell("docker-creds doctor").output.text
        #expect(
            report.contains("C08 problem: credential helper docker-credential-desktop not found in PATH"),
            "\(report)"
        )
        #expect(report.contains("at: \(home.root)/.docker/config.json:3"))
        try home.succeed("docker-creds setup --yes")
        #expect(try home.succeed("docker-creds doctor").hasSuffix("No problem found.\n"))
    }

    @Test(.requires("skopeo", "docker-registry", "curl", "htpasswd", "python3"))
    func `podman forgets on reboot: doctor names the login in the temporary file`() throws {
        let home = try Self.home("{}")
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 run")
        let runtime = ["XDG_RUNTIME_DIR": "\(home.root)/run"]
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | skopeo login --tls-verify=false -u alice --password-stdin \(registry.address)",
            runtime
        )
        let report = try home.shell("docker-creds doctor", runtime).output.text
        #expect(
            report.contains(
                "C23 note: podman's login for \(registry.address) is in a file that is gone after a restart"
            ),
            "\(report)"
        )
    }

    @Test(.requiresRoot, .requires("unshare"))
    func `two configurations by sudo: doctor and the error hook name the user whose login is not read`() throws {
        let home = try Self.home("{}")
        // A user database of this test's own, seen only by these programs.
        let report = try home.shell(
            """
            mkdir -p ann/.docker; echo '{"auths": {"ghcr.io": {"auth": "YW5uOmh1bnRlcjI="}}}' > ann/.docker/config.json
            { cat /etc/passwd; echo "ann:x:4321:4321::$HOME/ann:/bin/sh"; } > passwd
            unshare --mount sh -c 'mount --bind passwd /etc/passwd
                docker-creds doctor
                docker-creds creds docker-cli-plugin-hooks "{\\"RootCmd\\":\\"pull\\",\\"CommandError\\":\\"Head \\\\\\"https://ghcr.io/v2/a/b/manifests/1\\\\\\": unauthorized\\"}"'
            """,
            ["SUDO_USER": "ann"]
        ).output.text
        #expect(
            report.contains("C01 problem: ghcr.io is in the config file of ann, which docker does not read here"),
            "\(report)"
        )
        #expect(report.contains("docker runs as root and does not read the logins of ann."), "\(report)")
        #expect(!report.contains("YW5uOmh1bnRlcjI="))
    }

    @Test func `a helper that hangs is not set up, and setup ends by itself`() throws {
        let home = try Self.home("{}")
        try home.succeed("printf '#!/bin/sh\\nexec sleep 60\\n' > bin/docker-credential-file; chmod +x bin/*")
        let path = try home.succeed("echo \"$HOME/bin:$PATH\"").trimmed
        let setup = try home.shell("docker-creds setup file --yes", ["PATH": path])
        #expect(setup.termination == .exited(1))
        #expect(setup.errorOutput.text.contains("docker-credential-file get timed out after 3 seconds"))
        #expect(try home.succeed("cat .docker/config.json") == "{}")
    }
}
