import SystemSupport
import TestSupport
import Testing

/// The docker CLI with docker-credential-secretservice, and properties of the whole program.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "docker")) struct SecretServiceClientTests {
    @Test(.requires("curl", "docker-registry", "htpasswd"))
    func `docker logs in, makes an authenticated request and logs out`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let session = try KeyringSession(in: home)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"secretservice\"}' > .docker/config.json")
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        #expect(try !home.shell(inspect, session.variables).succeeded)
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "docker login --username \(LoopbackRegistry.username) --password-stdin \(registry.address)",
            session.variables
        )
        #expect(try !home.succeed("cat .docker/config.json").contains("\"auth\""))
        #expect(try session.run("list").output.text == #"{"\#(registry.address)":"alice"}"# + "\n")
        #expect(try session.run("list", by: KeyringSession.go).output == session.run("list").output)
        #expect(try home.succeed(inspect, session.variables).contains("application/vnd.oci.image.config.v1+json"))

        for _ in 1...2 {
            let logout = try home.shell("docker logout \(registry.address) 2>&1", session.variables)
            #expect(logout.succeeded && !logout.output.text.contains("WARNING"), "\(logout.output.text)")
        }
        #expect(try session.run("list").output.text == "{}\n")
        #expect(try !home.shell(inspect, session.variables).succeeded)
    }

    @Test(.requires("curl", "docker-registry", "htpasswd"))
    func `a locked keyring stops docker with a message, not with an anonymous request`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let session = try KeyringSession(in: home)
        try session.store(registry.address, LoopbackRegistry.username, "pass:w0rd")
        try session.keyring("lock")
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"secretservice\"}' > .docker/config.json")
        let answer = try home.shell(
            "docker manifest inspect --insecure \(registry.address)/demo:1 2>&1",
            session.variables
        )
        #expect(!answer.succeeded && answer.output.text.contains("The keyring is locked"), "\(answer.output.text)")
    }

    @Test func `the program links libsecret, GLib and the C libraries, and no Swift library`() throws {
        let home = try Sandbox()
        let libraries = try home.succeed("ldd \"$(command -v docker-credential-secretservice)\"")
        #expect(libraries.contains("libsecret-1.so") && libraries.contains("libgio-2.0.so"))
        // The programs beside the tests link the toolchain's libraries, as their run path shows.
        if !libraries.contains("libswiftCore") { #expect(!libraries.contains("libFoundation")) }
    }

    @Test func `no trace or message contains a secret`() throws {
        let session = try KeyringSession(in: Sandbox(["DOCKER_CREDENTIAL_DEBUG": "1"]))
        let request = #"{"ServerURL":"h","Username":"u","Secret":"hunter2"}"#
        for (action, input) in [("store", request), ("list", ""), ("get", "hunter2"), ("erase", "h")] {
            let outcome = try session.run(action, input)
            #expect(outcome.errorOutput.text.contains("debug: action \(action)"))
            #expect(!(outcome.output.text + outcome.errorOutput.text).contains("hunter2"))
        }
    }

    @Test func `it works in a user namespace`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", "s")
        let outcome = try session.home.shell(
            "printf h | unshare --user --map-root-user docker-credential-secretservice get",
            session.variables
        )
        #expect(outcome.output.text.contains(#""Secret":"s""#), "\(outcome.output.text)\(outcome.errorOutput.text)")
    }
}
