import SystemSupport
import TestSupport
import Testing

/// The docker CLI, skopeo and podman against a real registry.
@Suite(.serialized) struct ClientTests {
    private static let base64 = "YWxpY2U6cGFzczp3MHJk"

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"))
    func `docker logs in, stores nothing in plain text, makes an authenticated request and logs out`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"file\"}' > .docker/config.json")
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        #expect(try !home.shell(inspect).succeeded)
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "docker login --username \(LoopbackRegistry.username) --password-stdin \(registry.address)"
        )

        let configuration = try home.succeed("cat .docker/config.json")
        #expect(configuration.contains(registry.address))
        #expect(!configuration.contains(Self.base64) && !configuration.contains("w0rd"))
        #expect(try home.succeed("head -1 \(home.store)") == "age-encryption.org/v1\n")
        #expect(try home.helper("list").output.text == #"{"\#(registry.address)":"alice"}"# + "\n")
        #expect(try home.succeed(inspect).contains("application/vnd.oci.image.config.v1+json"))

        let logout = try home.shell("docker logout \(registry.address) 2>&1")
        #expect(logout.succeeded && !logout.output.text.contains("WARNING"), "\(logout.output.text)")
        #expect(try home.helper("list").output.text == "{}\n")
        #expect(try !home.shell(inspect).succeeded)
        let again = try home.shell("docker logout \(registry.address) 2>&1")
        #expect(!again.output.text.contains("WARNING"), "\(again.output.text)")
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3")) func `a wrong password is not saved`()
        throws
    {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"file\"}' > .docker/config.json")
        let login = try home.shell(
            "printf wrong | docker login --username alice --password-stdin \(registry.address)"
        )
        #expect(!login.succeeded)
        #expect(try home.helper("list").output.text == "{}\n")
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"))
    func `docker shows the error of a broken store, and no password is sent or saved`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"file\"}' > .docker/config.json")
        try home.store("other", "u", "s")
        try home.succeed("chmod 644 \(home.store)")
        let login = try home.shell(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "docker login --username alice --password-stdin \(registry.address) 2>&1"
        )
        #expect(!login.succeeded)
        #expect(login.output.text.contains("chmod 600"), "\(login.output.text)")
        #expect(try !home.succeed("cat .docker/config.json").contains("auth\""))
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3", "skopeo"))
    func `skopeo and podman use the helper through credHelpers`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let variables = ["REGISTRY_AUTH_FILE": "\(home.root)/auth.json"]
        try home.succeed("echo '{\"credHelpers\":{\"\(registry.address)\":\"file\"}}' > auth.json; chmod 600 auth.json")
        let login =
            "printf '%s' '\(LoopbackRegistry.password)' | %s login --tls-verify=false --username alice --password-stdin"
        for client in ["skopeo", "podman"] {
            try home.succeed("\(login.replacing("%s login", with: "\(client) login")) \(registry.address)", variables)
            #expect(try !home.succeed("cat auth.json").contains(Self.base64))
            #expect(try home.helper("get", registry.address).output.text.contains("w0rd"))
            try home.succeed("skopeo inspect --tls-verify=false docker://\(registry.address)/demo:1", variables)
            try home.succeed("\(client) logout \(registry.address)", variables)
            #expect(try home.helper("list").output.text == "{}\n", "\(client)")
        }
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "podman", "python3", "skopeo"))
    func `docker, skopeo and podman read the plain form`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker")
        let variables = [
            "DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/.docker/config.json",
            "REGISTRY_AUTH_FILE": "\(home.root)/.docker/config.json",
        ]
        try home.store(registry.address, "alice", LoopbackRegistry.password, variables)
        #expect(try home.succeed("stat -c %a .docker/config.json") == "600\n")
        #expect(try home.succeed("cat .docker/config.json").contains(Self.base64))
        try home.succeed("docker manifest inspect --insecure \(registry.address)/demo:1")
        try home.succeed("skopeo inspect --tls-verify=false docker://\(registry.address)/demo:1", variables)
        #expect(try home.succeed("podman login --get-login \(registry.address)", variables) == "alice\n")
        #expect(try home.succeed("skopeo login --get-login \(registry.address)", variables) == "alice\n")
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `a plain-text file of docker and podman is read`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let login = "login --username alice --password-stdin"
        // Without `auths` docker would choose a helper itself if it finds pass in PATH.
        try home.succeed(
            "mkdir -m 700 .docker; umask 077; echo '{\"auths\":{\"other.example\":{}}}' > .docker/config.json"
        )
        try home.succeed("printf '%s' '\(LoopbackRegistry.password)' | docker \(login) \(registry.address)")
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "podman \(login) --tls-verify=false --authfile podman.json \(registry.address)"
        )
        for file in [".docker/config.json", "podman.json"] {
            let answer = try home.helper(
                "get",
                registry.address,
                ["DOCKER_CREDENTIAL_FILE_PATH": "\(home.root)/\(file)"]
            )
            let expected = #""Username":"alice","Secret":"pass:w0rd \u003c\u0026\u003e é"}"#
            #expect(answer.output.text.contains(expected), "\(file): \(answer.output.text)\(answer.errorOutput.text)")
        }
    }
}
