#if HTTPClient
import SystemSupport
import TestSupport
import Testing

/// docker-creds and a real registry: other clients use its logins, and it uses theirs.
@Suite(.serialized) struct CredsLoginTests {
    static let base64 = "YWxpY2U6cGFzczp3MHJk"

    /// A home directory whose config file names docker-credential-file.
    static func home(_ configuration: String = #"{"credsStore":"file"}"#) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker; umask 077; echo '\(configuration)' > .docker/config.json")
        return home
    }

    static func login(_ arguments: String, password: String = LoopbackRegistry.password) -> String {
        "printf '%s' '\(password)' | docker-creds login --username alice --password-stdin \(arguments)"
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"))
    func `docker uses a login of docker-creds until docker-creds logs out`() throws {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        #expect(try !home.shell(inspect).succeeded)
        let said = try home.succeed(Self.login(registry.address))
        #expect(said == "Login succeeded. The password for \(registry.address) is stored by docker-credential-file.\n")
        #expect(try home.helper("list").output.text == #"{"\#(registry.address)":"alice"}"# + "\n")
        #expect(try home.succeed("grep -r -l -e w0rd -e \(Self.base64) .docker || true").isEmpty)
        try home.succeed(inspect)

        let logout = try home.succeed("docker-creds logout \(registry.address)")
        #expect(logout.contains("Removed the credentials for \(registry.address) from docker-credential-file"))
        #expect(try home.helper("list").output.text == "{}\n")
        #expect(try !home.shell(inspect).succeeded)
        let again = try home.succeed("docker-creds logout \(registry.address)")
        #expect(again.hasPrefix("No credentials for \(registry.address) found"))
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"))
    func `docker-creds shows a login of docker, without the password`() throws {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | docker login -u alice --password-stdin \(registry.address)"
        )
        #expect(
            try home.succeed("docker-creds get \(registry.address)") == "\(registry.address): user alice, a password\n"
        )
        #expect(try home.succeed("docker-creds list").hasPrefix("\(registry.address)\talice\tDocker's configuration\t"))
        #expect(try home.succeed("docker-creds explain \(registry.address)").contains("named by credsStore"))
        for command in ["get \(registry.address)", "list", "explain \(registry.address)"] {
            let text = try home.succeed("docker-creds \(command) --format json | python3 -m json.tool")
            #expect(text.contains(#""username": "alice""#), "\(text)")
            #expect(!text.contains("w0rd") && !text.contains(Self.base64), "\(command)")
        }
        let shown = try home.succeed("docker-creds get --show-secret \(registry.address) --format json")
        #expect(shown.contains(#""password": "pass:w0rd"#), "\(shown)")
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `a wrong password fails with exit status 2 and is not saved, even after a valid one`() throws {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        for _ in 0..<2 {
            let before = try home.helper("list").output.text
            let outcome = try home.shell(Self.login(registry.address, password: "hunter2"))
            #expect(outcome.termination == .exited(2))
            #expect(
                outcome.errorOutput.text.contains("rejected the credentials (401 Unauthorized)"),
                "\(outcome.errorOutput.text)"
            )
            #expect(!outcome.errorOutput.text.contains("hunter2") && outcome.output.text.isEmpty)
            #expect(try home.helper("list").output.text == before)
            try home.succeed(Self.login(registry.address))
        }
        #expect(try home.helper("get", registry.address).output.text.contains("w0rd"))
    }

    @Test(.requires("python3")) func `an unreachable registry and another server are reported, and nothing is saved`()
        throws
    {
        let home = try Self.home()
        let down = try home.shell(Self.login("127.0.0.1:1", password: "hunter2"))
        #expect(down.termination == .exited(1))
        #expect(down.errorOutput.text.contains("connection refused"), "\(down.errorOutput.text)")
        let outcome = try home.shell(
            """
            mkdir web; python3 -u -m http.server --bind 127.0.0.1 --directory web 0 > log 2>&1 & server=$!
            until grep -q '^Serving' log; do sleep 0.05; done
            port=$(sed -n 's/.* port \\([0-9]*\\).*/\\1/p' log)
            \(Self.login("127.0.0.1:$port", password: "hunter2")) && status=0 || status=$?
            kill $server; exit $status
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("Check that this is the address of a registry"))
        #expect(!(down.errorOutput.text + outcome.errorOutput.text).contains("hunter2"))
        #expect(try home.helper("list").output.text == "{}\n")
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `nothing is saved if the registry requires no authentication`() throws {
        let home = try Self.home()
        // The fixture pushes its image with a password, which such a registry ignores.
        let registry = try LoopbackRegistry(in: home, isPublic: true)
        let said = try home.succeed("\(Self.login(registry.address)) 2>&1")
        #expect(said.contains("does not require authentication; nothing was saved"), "\(said)")
        #expect(try home.helper("list").output.text == "{}\n")
        let kept = try home.succeed("\(Self.login("--save-unverified \(registry.address)")) 2>&1")
        #expect(kept.hasPrefix("Saved without verification."), "\(kept)")
        #expect(try home.helper("list").output.text == #"{"\#(registry.address)":"alice"}"# + "\n")
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3", "skopeo"))
    func `plain text is refused before the prompt, unless an option allows it`() throws {
        let home = try Self.home(#"{"auths":{"other.example":{}}}"#)
        let registry = try LoopbackRegistry(in: home)
        let before = try home.succeed("cat .docker/config.json")
        let refused = try home.shell(Self.login(registry.address))
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("--allow-plaintext"), "\(refused.errorOutput.text)")
        #expect(refused.errorOutput.text.contains(#"Set "credsStore" to "file""#))
        #expect(try home.succeed("cat .docker/config.json") == before)
        let allowed = try home.succeed(Self.login("--allow-plaintext \(registry.address)"))
        #expect(allowed.contains("is stored in plain text in"), "\(allowed)")
        #expect(try home.succeed("stat -c %a .docker/config.json; cat .docker/config.json").hasPrefix("600\n"))
        try home.succeed("docker manifest inspect --insecure \(registry.address)/demo:1")
        // Skopeo does not support credsStore. From config.json it uses only plain text and credHelpers.
        try home.succeed("skopeo inspect --tls-verify=false docker://\(registry.address)/demo:1")
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"))
    func `a working helper is detected if none is configured`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        let said = try home.succeed(Self.login(registry.address))
        #expect(said.contains("is stored by docker-credential-file"), "\(said)")
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "file""#))
        try home.succeed("docker manifest inspect --insecure \(registry.address)/demo:1")
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "python3"))
    func `a login reports that DOCKER_AUTH_CONFIG takes precedence`() throws {
        let home = try Self.home()
        let registry = try LoopbackRegistry(in: home)
        let variable = ["DOCKER_AUTH_CONFIG": #"{"auths":{"\#(registry.address)":{"auth":"Ym9iOmh1bnRlcjI="}}}"#]
        let said = try home.shell(Self.login(registry.address), variable)
        #expect(
            said.succeeded
                && said.errorOutput.text.contains(
                    "docker uses the credentials for \(registry.address) in DOCKER_AUTH_CONFIG instead"
                ),
            "\(said.errorOutput.text)"
        )
        let logout = try home.shell("docker-creds logout \(registry.address)", variable)
        #expect(logout.termination == .exited(1))
        #expect(logout.errorOutput.text.contains("DOCKER_AUTH_CONFIG may still have credentials"))
        #expect(try home.helper("list").output.text == "{}\n")
    }
}
#endif
