import SystemSupport
import TestSupport
import Testing

/// Images in the place of registries, in every command that takes a registry.
@Suite(.requires("docker-registry", "htpasswd", "skopeo")) struct CredsReferenceTests {
    private static func home() throws -> Sandbox {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.succeed(#"mkdir -m 700 .docker; echo '{"credsStore": "file"}' > .docker/config.json"#)
        return home
    }

    @Test(.requires("curl", "python3"), arguments: ["", "docker://", "oci://"])
    func `a login for an image can be found, explained, verified and removed by any image of its registry`(
        transport: String
    ) throws {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        let image = "\(transport)\(registry.address)/demo:latest"
        try home.succeed(
            "printf %s '\(LoopbackRegistry.password)' | docker-creds login -u alice --password-stdin \(image)"
        )
        #expect(try home.helper("list").output.text == #"{"\#(registry.address)":"alice"}"# + "\n")
        for other in [image, "\(transport)\(registry.address)/team/app@sha256:\(String(repeating: "0", count: 64))"] {
            #expect(try home.succeed("docker-creds get \(other)").contains("alice"))
            #expect(
                try home.succeed("docker-creds explain \(other)").contains(
                    "docker-credential-file, key \(registry.address)"
                )
            )
            #expect(try home.succeed("docker-creds verify \(other)").contains("valid"))
        }
        try home.succeed("docker-creds logout \(image)")
        #expect(try home.helper("list").output.text == "{}\n")
        #expect(try home.shell("docker-creds get \(image)").termination == .exited(3))
    }

    @Test func `a short name is an image of Docker Hub`() throws {
        let home = try Self.home()
        try home.succeed("echo secret | docker-creds login --no-verify -u ann --password-stdin ubuntu:22.04")
        #expect(try home.helper("list").output.text == #"{"https://index.docker.io/v1/":"ann"}"# + "\n")
        for image in ["ubuntu:22.04", "library/debian", "docker://team/app", "docker.io/team/app:1"] {
            #expect(try home.succeed("docker-creds get \(image)").contains("ann"), "\(image)")
        }
        try home.succeed("docker-creds logout team/app")
        #expect(try home.helper("list").output.text == "{}\n")
    }

    @Test(arguments: ["get", "explain", "login --no-verify -u ann --password-stdin", "logout", "verify"])
    func `an image without a registry is an error that says so`(command: String) throws {
        let outcome = try Self.home().shell("echo secret | docker-creds \(command) docker-archive:/tmp/app.tar")
        #expect(outcome.termination != .exited(0))
        #expect(
            outcome.errorOutput.text.contains("images of docker-archive: have no registry"),
            "\(outcome.errorOutput.text)"
        )
    }
}
