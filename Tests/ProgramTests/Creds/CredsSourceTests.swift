import SystemSupport
import TestSupport
import Testing

/// docker-creds with `--source`: the locations that are searched.
@Suite struct CredsSourceTests {
    private static let gitLab = [
        "CI_REGISTRY": "registry.gitlab.example", "CI_REGISTRY_USER": "ann", "CI_REGISTRY_PASSWORD": "hunter2",
        "CI_REGISTRY_IMAGE": "registry.gitlab.example/team/app",
    ]

    @Test(.requires("docker")) func `the variables of a build service are used only if a source names them`() throws {
        let home = try Sandbox(Self.gitLab)
        let server = "registry.gitlab.example/team/app:1"
        #expect(try home.shell("docker-creds get \(server)").termination == .exited(3))
        for source in ["ci", "gitlab-ci", "docker --source ci", "tart --source gitlab-ci"] {
            let text = try home.succeed("docker-creds get --source \(source) \(server)")
            #expect(text.hasSuffix("user ann, a password\n"), "\(text)")
        }
        #expect(try home.shell("docker-creds get --source tart \(server)").termination == .exited(3))
        #expect(try home.shell("docker-creds get --source ci docker.io").termination == .exited(3))
    }

    @Test func `explain and list name the variable, and show no value`() throws {
        let home = try Sandbox(Self.gitLab)
        let explained = try home.succeed("docker-creds explain --source ci registry.gitlab.example")
        #expect(explained.contains("* GitLab CI, CI_REGISTRY_PASSWORD, the host is the one in CI_REGISTRY: user ann"))
        let listed = try home.succeed("docker-creds list --source ci")
        #expect(listed == "registry.gitlab.example\tann\tGitLab CI\tCI_REGISTRY_PASSWORD\tvariable\n")
        let json = try home.succeed("docker-creds explain --source ci --format json registry.gitlab.example")
        #expect(json.contains(#""variable": "CI_REGISTRY_PASSWORD""#))
        for text in [explained, listed, json] { #expect(!text.contains("hunter2")) }
    }

    @Test func `a host that disagrees with the service's own gets no credential, and a warning`() throws {
        let home = try Sandbox(Self.gitLab.merging(["CI_REGISTRY": "evil.example"]) { $1 })
        let outcome = try home.shell("docker-creds get --source ci evil.example")
        #expect(outcome.termination == .exited(3))
        #expect(try home.shell("docker-creds list --source ci").termination == .exited(1))
        let explained = try home.shell("docker-creds explain --source ci evil.example").output.text
        #expect(explained.contains("CI_REGISTRY and CI_REGISTRY_IMAGE name different hosts"))
        #expect(!(outcome.errorOutput.text + explained).contains("hunter2"))
    }

    @Test func `a host that is not UTF-8 is a problem that names its variable`() throws {
        let home = try Sandbox(["TART_REGISTRY_USERNAME": "ann", "TART_REGISTRY_PASSWORD": "hunter2"])
        let explained = try home.shell(
            #"TART_REGISTRY_HOSTNAME=$'registry\xff.example' docker-creds explain --source tart docker.io"#
        )
        #expect(explained.output.text.contains("cannot use TART_REGISTRY_HOSTNAME"), "\(explained.output.text)")
        #expect(explained.termination == .exited(3))
    }

    @Test func `a file and a Kubernetes secret can be sources`() throws {
        let home = try Sandbox()
        try home.succeed(
            #"umask 077; echo '{"auths":{"r.example":{"auth":"YW5uOmh1bnRlcjI="}}}' | tee other.json > secret"#
        )
        for source in ["file:other.json", "kubernetes-secret:secret"] {
            #expect(
                try home.succeed("docker-creds get --source \(source) r.example") == "r.example: user ann, a password\n"
            )
        }
    }

    @Test func `an unknown source is a usage error that lists the known ones`() throws {
        let home = try Sandbox()
        for source in ["jenkins", "file:", "Docker", "''"] {
            let outcome = try home.shell("docker-creds get --source \(source) r.example")
            #expect(outcome.termination == .exited(64))
            #expect(outcome.errorOutput.text.contains("docker-then-podman, ci,"), "\(outcome.errorOutput.text)")
        }
    }
}
