import HelperProtocol
import RegistryCredentials
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The library's store over real helpers, ours and Debian's in Go, with the docker CLI.
@Suite(.serialized, .requires("gpg", "pass", "git", "dbus-daemon", "gnome-keyring-daemon"))
struct NativeStoreProgramTests {
    /// A helper and its home directory; `owner` keeps its processes alive.
    private struct Setting {
        let home: Sandbox
        let helper: String
        var variables: [String: String]
        let owner: AnyObject?

        var environment: [String: String] { home.environment.merging(variables) { $1 } }

        func store(_ more: [String: String] = [:]) -> NativeStore {
            NativeStore(helper, options: .init(environment: environment.merging(more) { $1 }))
        }
    }

    enum Helper: String, CaseIterable, CustomTestStringConvertible {
        case file, pass, secretservice
        case passInGo, secretserviceInGo
        var testDescription: String { rawValue }

        var isInGo: Bool { self == .passInGo || self == .secretserviceInGo }
    }

    private func setting(_ helper: Helper) throws -> Setting {
        switch helper {
        case .file:
            return Setting(home: try Sandbox(), helper: "file", variables: [:], owner: nil)
        case .pass, .passInGo:
            let pass = try PassHome()
            return Setting(home: pass.home, helper: "pass", variables: Self.path(helper, pass.home), owner: pass)
        case .secretservice, .secretserviceInGo:
            let home = try Sandbox()
            let session = try KeyringSession(in: home)
            let variables = session.variables.merging(Self.path(helper, home)) { $1 }
            return Setting(home: home, helper: "secretservice", variables: variables, owner: session)
        }
    }

    /// Debian's helpers are in `/usr/bin`; ours come first in the PATH of a sandbox.
    private static func path(_ helper: Helper, _ home: Sandbox) -> [String: String] {
        helper.isInGo ? ["PATH": "/usr/bin:\(home.environment["PATH"] ?? "")"] : [:]
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "python3"), arguments: Helper.allCases)
    func `docker and the library find and delete each other's logins`(helper: Helper) async throws {
        let setting = try setting(helper)
        let (home, store) = (setting.home, setting.store())
        let registry = try LoopbackRegistry(in: home)
        let (server, login) = (try ServerAddress(registry.address), LoopbackRegistry.login)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"\(setting.helper)\"}' > .docker/config.json")
        let inspect = "docker manifest inspect --insecure \(registry.address)/demo:1"
        #expect(try !home.shell(inspect, setting.variables).succeeded)
        #expect(try await store.get(server) == nil)

        try await store.put(login, for: server)
        try home.succeed(inspect, setting.variables)
        let place = CredentialStoreError.Place(helper: "docker-credential-\(setting.helper)")
        #expect(try await store.list() == [ListedCredential(key: registry.address, username: "alice", at: place)])
        try await store.delete(server)
        #expect(try !home.shell(inspect, setting.variables).succeeded)
        try await store.delete(server)

        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' | "
                + "docker login --username \(LoopbackRegistry.username) --password-stdin \(registry.address)",
            setting.variables
        )
        #expect(try await store.get(server) == login)
        #expect(try await store.get(ServerAddress("http://\(registry.address)/v2/")) == login)
        try home.succeed("docker logout \(registry.address)", setting.variables)
        #expect(try await store.get(server) == nil)
        #expect(try await !store.version().isEmpty)
    }

    @Test(.requires("curl", "docker-registry", "htpasswd", "podman", "python3", "skopeo"), arguments: Helper.allCases)
    func `skopeo and podman use logins of the library, and it finds theirs`(helper: Helper) async throws {
        let setting = try setting(helper)
        let (home, store) = (setting.home, setting.store())
        let registry = try LoopbackRegistry(in: home)
        let (server, login) = (try ServerAddress(registry.address), LoopbackRegistry.login)
        let variables = setting.variables.merging(["REGISTRY_AUTH_FILE": "\(home.root)/auth.json"]) { $1 }
        try home.succeed(#"echo '{"credHelpers":{"\#(registry.address)":"\#(setting.helper)"}}' > auth.json"#)
        try await store.put(login, for: server)
        try home.succeed("skopeo inspect --tls-verify=false docker://\(registry.address)/demo:1", variables)
        #expect(try home.succeed("podman login --get-login \(registry.address)", variables) == "alice\n")

        for client in ["skopeo", "podman"] {
            try await store.delete(server)
            try home.succeed(
                "printf '%s' '\(LoopbackRegistry.password)' | \(client) login --tls-verify=false "
                    + "--username alice --password-stdin \(registry.address)",
                variables
            )
            #expect(try await store.get(server) == login)
        }
    }

    @Test(arguments: Helper.allCases)
    func `Docker Hub, an identity token and odd secrets round-trip, and no alias remains`(
        helper: Helper
    ) async throws {
        let setting = try setting(helper)
        let store = setting.store()
        let hub = try ServerAddress("docker.io")
        let token = Credential.identityToken(Secret("t0k\"en\u{2028}<&>\\ é \u{1F511}"))
        try await store.put(token, for: hub)
        for name in ServerAddress.dockerHubNames { #expect(try await store.get(ServerAddress(name)) == token) }

        for name in ["docker.io", "registry-1.docker.io", "https://index.docker.io/v1"] {
            let request = #"{"ServerURL":"\#(name)","Username":"old","Secret":"s"}"#
            try setting.home.succeed(
                "printf '%s' '\(request)' | docker-credential-\(setting.helper) store",
                setting.variables
            )
        }
        #expect(try await store.get(hub) == token)
        try await store.delete(hub)
        #expect(try await store.get(hub) == nil)
        #expect(try await store.list() == [])
    }

    @Test func `both helpers report a key as locked if they cannot prompt for its passphrase`() async throws {
        let pass = try PassHome(passphrase: "hunter2")
        let setting = Setting(home: pass.home, helper: "pass", variables: [:], owner: pass)
        let registry = try ServerAddress("registry.example")
        // Encrypting needs no passphrase.
        let unverified = ["DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"]
        let credential = Credential.password(username: "ann", password: Secret("s3cret"))
        try await setting.store(unverified).put(credential, for: registry)
        try pass.home.succeed("gpgconf --kill all")
        for variables in [[:], Self.path(.passInGo, pass.home)] {
            // An agent without a terminal for its prompt.
            let error = await failure { _ = try await setting.store(variables).get(registry) }
            #expect(error?.code == .locked, "\(String(describing: error))")
            #expect(error?.description.contains("s3cret") == false)
        }
    }

    @Test func `a locked keyring is reported as locked, and a missing one as unavailable`() async throws {
        let home = try Sandbox()
        let session = try KeyringSession(in: home)
        let setting = Setting(home: home, helper: "secretservice", variables: session.variables, owner: session)
        let registry = try ServerAddress("registry.example")
        let credential = Credential.password(username: "ann", password: Secret("s3cret"))
        try await setting.store().put(credential, for: registry)
        try session.keyring("lock")
        for body: @Sendable (NativeStore) async throws -> Void in [
            { _ = try await $0.get(registry) }, { try await $0.put(credential, for: registry) },
            { try await $0.delete(registry) },
        ] {
            let error = await failure { try await body(setting.store()) }
            #expect(error?.code == .locked || error?.code == .denied, "\(String(describing: error))")
            #expect(error?.description.contains("s3cret") == false)
        }

        for variables in [[:], Self.path(.secretserviceInGo, home)] {
            let away = variables.merging(["DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"]) { $1 }
            let error = await failure { try await setting.store(away).put(credential, for: registry) }
            #expect(error?.code == .unavailable, "\(String(describing: error))")
            #expect(error?.description.contains("s3cret") == false)
        }
    }

    @Test(.requires("pass"), arguments: [Helper.pass, .passInGo])
    func `without a password store and without a keyring the file helper is detected`(helper: Helper) async throws {
        let pass = try PassHome("true")
        let variables = Self.path(helper, pass.home)
        let options = NativeStore.Options(environment: pass.home.environment.merging(variables) { $1 })
        #expect(NativeStore.platformDefault(options: options)?.name == "pass")
        let detection = try await NativeStore.detect(options: options)
        #expect(detection.store?.name == "file")
        #expect(detection.failures.map(\.code) == [.unavailable, .unavailable], "\(detection.failures)")

        try pass.home.succeed("pass init me")
        #expect(try await NativeStore.detect(options: options).store?.name == "pass")
    }

    private func failure(_ body: () async throws -> Void) async -> CredentialStoreError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? CredentialStoreError
        }
    }
}
