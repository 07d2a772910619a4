import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The docker CLI with the helper, against a real registry.
@Suite(.serialized, .requires("gpg", "pass", "git", "docker")) struct PassClientTests {
    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `docker logs in, makes an authenticated request and logs out`() throws {
        let store = try PassHome()
        let home = store.home
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"pass\"}' > .docker/config.json")
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        #expect(try !home.shell(inspect).succeeded)
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "docker login --username \(LoopbackRegistry.username) --password-stdin \(registry.address)"
        )
        #expect(try !home.succeed("cat .docker/config.json").contains("w0rd"))
        #expect(try store.list() == #"{"\#(registry.address)":"alice"}"#)
        #expect(try home.succeed(inspect).contains("application/vnd.oci.image.config.v1+json"))
        #expect(try store.get(registry.address, program: PassHome.reference).contains("pass:w0rd"))

        let logout = try home.shell("docker logout \(registry.address) 2>&1")
        #expect(logout.succeeded && !logout.output.text.contains("WARNING"), "\(logout.output.text)")
        #expect(try store.list() == "{}")
        #expect(try !home.shell(inspect).succeeded)
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `a login of Docker's helper in Go is used and erased`() throws {
        let store = try PassHome()
        let home = store.home
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"pass\"}' > .docker/config.json")
        try store.store(registry.address, "alice", LoopbackRegistry.password, program: PassHome.reference)
        try home.succeed("docker manifest inspect --insecure \(registry.address)/demo:1")
        try home.succeed("docker logout \(registry.address)")
        #expect(try store.list(program: PassHome.reference) == "{}")
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `without a store a public pull continues, and a login names the missing store`() throws {
        let store = try PassHome("true")
        let home = store.home
        let registry = try LoopbackRegistry(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"pass\"}' > .docker/config.json")
        let login = try home.shell(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "docker login --username alice --password-stdin \(registry.address) 2>&1"
        )
        #expect(!login.succeeded && login.output.text.contains("pass init"), "\(login.output.text)")
        #expect(try store.call("get", registry.address).output.text == "credentials not found in native keychain\n")
        let inspect = try home.shell("docker manifest inspect --insecure \(registry.address)/demo:1 2>&1")
        #expect(inspect.output.text.contains("no basic auth credentials"), "\(inspect.output.text)")
    }
}
