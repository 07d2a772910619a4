import SystemSupport
import TestSupport
import Testing

/// `docker-creds setup --for podman`, and logins that podman keeps with a helper of registries.conf.
@Suite(.serialized, .requires("podman", "skopeo", "docker-registry", "htpasswd"))
struct CredsPodmanHelpersTests {
    private static let dropIn = ".config/containers/registries.conf.d/90-credential-helpers.conf"
    /// All files but those of gpg, and the helpers' own records of when they last showed their advice.
    private static let files =
        "find . -path ./.gnupg -prune -o -name '*.notice' -o -type f -printf '%p %s %T@\\n' | sort"

    private static func home() throws -> Sandbox { try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"]) }

    @Test(.requires("curl", "python3"))
    func `podman and skopeo use the helper that setup names, and docker-creds sees their logins`() throws {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        let said = try home.succeed("docker-creds setup file --for podman --yes")
        #expect(said.contains("and podman and skopeo found a test entry with it.\n"), "\(said)")
        #expect(said.hasSuffix("docker-credential-file is set up. Log in: podman login REGISTRY\n"), "\(said)")
        #expect(try home.helper("list").output.text == "{}\n")
        #expect(try !home.shell("test -e .docker/config.json").succeeded)

        try home.succeed(
            "printf %s '\(LoopbackRegistry.password)' | podman login --tls-verify=false -u alice --password-stdin \(registry.address)"
        )
        #expect(try home.helper("list").output.text.contains(registry.address))
        #expect(try !home.shell("test -e .config/containers/auth.json").succeeded)
        try home.succeed("skopeo inspect --tls-verify=false docker://\(registry.address)/demo:1 > /dev/null")

        let image = "\(registry.address)/demo:1"
        #expect(try home.succeed("docker-creds get \(image) --source podman-helpers").contains("alice"))
        #expect(try home.succeed("docker-creds list").contains("podman's credential helpers"))
        let explanation = try home.succeed("docker-creds explain \(image)")
        #expect(
            explanation.contains("named by credential-helpers") && explanation.contains(Self.dropIn),
            "\(explanation)"
        )
        #expect(try home.succeed("docker-creds verify --source podman \(registry.address)").contains("valid"))

        let removed = try home.succeed("docker-creds logout \(registry.address)")
        #expect(removed.contains("docker-credential-file"), "\(removed)")
        #expect(try !home.shell("podman login --get-login \(registry.address)").succeeded)
    }

    @Test(arguments: ["registry.example", "docker.io"])
    func `podman finds what docker-creds saves in podman's helper`(server: String) throws {
        let home = try Self.home()
        try home.succeed("docker-creds setup file --for podman --yes; docker-creds setup file --yes")
        try home.succeed("echo secret | docker-creds login --no-verify -u ann --password-stdin --also podman \(server)")
        for program in ["podman", "skopeo"] {
            #expect(try home.succeed("\(program) login --get-login \(server)") == "ann\n")
        }
        let outcome = try home.shell("echo newer | docker-creds login --no-verify -u bob --password-stdin \(server)")
        #expect(outcome.succeeded && outcome.errorOutput.text.isEmpty, "\(outcome.errorOutput.text)")
        #expect(try home.succeed("podman login --get-login \(server)") == "bob\n")
    }

    @Test func `--dry-run changes nothing, a second run has nothing to do, and other text in the file stays`() throws {
        let home = try Self.home()
        try home.succeed("mkdir -p \"$(dirname \(Self.dropIn))\"; printf '# mine\\n[aliases]\\n' > \(Self.dropIn)")
        let before = try home.succeed(Self.files)
        let plan = try home.succeed("docker-creds setup file --for podman --dry-run")
        #expect(plan.contains("step 1: Set credential-helpers = [\"file\", \"containers-auth.json\"] in "), "\(plan)")
        #expect(plan.contains(Self.dropIn), "\(plan)")
        let json = try home.succeed("docker-creds setup file --for podman --dry-run --format json")
        #expect(json.contains(#""name":"nameForPodman""#) || json.contains(#""name": "nameForPodman""#), "\(json)")
        #expect(try home.succeed(Self.files) == before)

        try home.succeed("docker-creds setup file --for podman --yes")
        #expect(
            try home.succeed("cat \(Self.dropIn)")
                == "credential-helpers = [\"file\", \"containers-auth.json\"]\n# mine\n[aliases]\n"
        )
        let after = try home.succeed(Self.files)
        #expect(try home.succeed("docker-creds setup --for podman").hasSuffix("Nothing to do.\n"))
        #expect(try home.succeed(Self.files) == after)
    }

    @Test func `with XDG_CONFIG_HOME, the file of each podman version is written, and this podman finds its own`()
        throws
    {
        let home = try Self.home()
        let said = try home.succeed("XDG_CONFIG_HOME=$PWD/cfg docker-creds setup file --for podman --yes")
        #expect(said.contains("podman 6 reads the first file, and older versions read the second one"), "\(said)")
        try home.succeed("cmp \(Self.dropIn) cfg/\(Self.dropIn.dropFirst(".config/".count))")
    }

    @Test func `docker-credential-creds lets podman use docker's logins, and never runs itself`() throws {
        let home = try Self.home()
        try home.succeed(
            """
            mkdir -p bin .docker $(dirname \(Self.dropIn)); ln -s "$(command -v docker-creds)" bin/docker-credential-creds
            echo "credential-helpers = ['creds', 'containers-auth.json']" > \(Self.dropIn)
            echo '{"credsStore": "file"}' > .docker/config.json
            """
        )
        try home.store("registry.example", "ann", "secret")
        #expect(try home.succeed("PATH=$PWD/bin:$PATH podman login --get-login registry.example") == "ann\n")
        #expect(try !home.shell("PATH=$PWD/bin:$PATH podman login --get-login other.example").succeeded)
        let image = "registry.example/team/app:1"
        #expect(try home.succeed("PATH=$PWD/bin:$PATH docker-creds get \(image) --source podman").contains("ann"))
        #expect(try home.shell("PATH=$PWD/bin:$PATH docker-creds get other.example").termination == .exited(3))
    }

    @Test func `the change is undone if podman does not find the test entry, or another file comes after it`() throws {
        let home = try Self.home()
        try home.succeed(
            "mkdir bin; printf '#!/bin/sh\\necho not logged in >&2; exit 125\\n' > bin/skopeo; chmod +x bin/skopeo"
        )
        let failed = try home.shell("PATH=$PWD/bin:$PATH docker-creds setup file --for podman --yes")
        #expect(failed.termination == .exited(1))
        #expect(
            failed.errorOutput.text.contains("skopeo does not find a test entry of the helper"),
            "\(failed.errorOutput.text)"
        )
        #expect(try !home.shell("test -e \(Self.dropIn)").succeeded)
        #expect(try home.helper("list").output.text == "{}\n")

        try home.succeed("echo \"credential-helpers = ['pass']\" > $(dirname \(Self.dropIn))/zz.conf")
        let conflict = try home.shell("docker-creds setup file --for podman --yes")
        #expect(conflict.termination == .exited(1))
        #expect(conflict.errorOutput.text.contains("zz.conf"), "\(conflict.errorOutput.text)")
        #expect(try !home.shell("test -e \(Self.dropIn)").succeeded)
    }

    @Test func `a registries.conf that podman rejects, and options for docker, are errors`() throws {
        let home = try Self.home()
        #expect(try home.shell("docker-creds setup --for podman --hook").termination == .exited(64))
        #expect(try home.shell("docker-creds setup --for buildkit").termination == .exited(64))
        try home.succeed(
            "mkdir -p .config/containers; echo 'credential-helpers = 1' > .config/containers/registries.conf"
        )
        let refused = try home.shell("docker-creds setup file --for podman --yes")
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("credential-helpers is not an array"), "\(refused.errorOutput.text)")
        let doctor = try home.shell("docker-creds doctor")
        #expect(doctor.output.text.contains("cannot read podman's registries.conf"), "\(doctor.output.text)")
    }
}
