import HelperProtocol
import RegistryCredentials
import Testing

struct DynamicStoreTests {
    static let ann = Credential.password(username: "ann", password: Secret("hunter-ann"))
    /// In base64: `bob:hunter-bob`.
    static let bobEntry = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#
    static let helperAnswer = #"echo '{"ServerURL":"h","Username":"ann","Secret":"hunter-ann"}'"#

    // MARK: Selecting a store

    struct Choice: CustomTestStringConvertible {
        let config: String
        let server: String
        let user: String?
        /// The kind of error that a get throws; nil if it succeeds.
        var error: CredentialStoreError.Code?
        var testDescription: String { "\(config) for \(server)" }
    }

    static let choices = [
        Choice(config: "{}", server: "h", user: nil),
        Choice(config: #"{"auths":{"h":\#(bobEntry)}}"#, server: "h", user: "bob"),
        Choice(config: #"{"auths":{"h":\#(bobEntry)},"credsStore":"one"}"#, server: "h", user: "one"),
        Choice(config: #"{"credsStore":"one","credHelpers":{"h":"two"}}"#, server: "h", user: "two"),
        Choice(config: #"{"credsStore":"one","credHelpers":{"h":"two"}}"#, server: "other", user: "one"),
        Choice(config: #"{"credsStore":"one","credHelpers":{"H:443":"two"}}"#, server: "https://h/v2/", user: "two"),
        Choice(
            config: #"{"credsStore":"one","credHelpers":{"docker.io":"two"}}"#,
            server: "registry-1.docker.io",
            user: "two"
        ),
        Choice(
            config: #"{"auths":{"h":\#(bobEntry)},"credsStore":"one","credHelpers":{"h":""}}"#,
            server: "h",
            user: "bob"
        ),
        Choice(config: #"{"credsStore":"one","credHelpers":{"h":""}}"#, server: "h", user: nil),
        Choice(config: #"{"credsStore":"","auths":{"h":\#(bobEntry)}}"#, server: "h", user: "bob"),
        // A helper's "not found" is final, even if the file has a credential.
        Choice(config: #"{"credsStore":"none","auths":{"h":\#(bobEntry)}}"#, server: "h", user: nil),
        Choice(
            config: #"{"credsStore":"absent","auths":{"h":\#(bobEntry)}}"#,
            server: "h",
            user: nil,
            error: .unavailable
        ),
        // Asterisks are literal unless an option enables wildcards.
        Choice(config: #"{"credHelpers":{"*.example":"two"},"credsStore":"one"}"#, server: "h.example", user: "one"),
    ]

    func makeHome(_ config: String) throws -> ConfigHome {
        let home = try ConfigHome(config)
        defer { home.keep() }
        for name in ["one", "two"] {
            try home.scripts.add(name, #"cat >/dev/null; echo '{"Username":"\#(name)","Secret":"hunter"}'"#)
        }
        try home.scripts.add("none", "cat >/dev/null; echo credentials not found in native keychain; exit 1")
        return home
    }

    @Test(arguments: choices)
    func `the configuration selects the store`(_ choice: Choice) async throws {
        let home = try makeHome(choice.config)
        defer { home.keep() }
        let store = try home.store()
        let server = try ServerAddress(choice.server)
        do {
            #expect(try await store.get(server)?.username == choice.user)
            #expect(choice.error == nil)
        } catch let error as CredentialStoreError {
            #expect(error.code == choice.error)
        }
    }

    static let globs: [(helpers: String, server: String, user: String)] = [
        (#""*.dkr.ecr.*.amazonaws.com":"two""#, "1234.dkr.ecr.eu-west-1.amazonaws.com", "two"),
        (#""*.dkr.ecr.*.amazonaws.com":"two""#, "dkr.ecr.eu-west-1.amazonaws.com", "one"),
        (#""*.dkr.ecr.*.amazonaws.com":"two""#, "a.b.dkr.ecr.eu-west-1.amazonaws.com", "one"),
        (#""*.example":"none","team-*.example":"two""#, "team-a.example", "two"),
        (#""*.example":"none","h.example":"two""#, "h.example", "two"),
        (#""*.example:5000":"two""#, "h.example:5000", "two"),
        (#""*.example:5000":"two""#, "h.example", "one"),
        (#""*":"two""#, "localhost", "two"),
        (#""*":"two""#, "h.example", "one"),
    ]

    @Test(arguments: globs)
    func `a wildcard key selects a helper if an option enables it`(_ helpers: String, _ server: String, _ user: String)
        async throws
    {
        let home = try makeHome(#"{"credsStore":"one","credHelpers":{\#(helpers)}}"#)
        defer { home.keep() }
        let store = try home.store { $0.matchesWildcards = true }
        #expect(try await store.get(ServerAddress(server))?.username == user)
    }

    @Test func `an option falls back to the file for credentials that a helper does not find`() async throws {
        let config = #"{"credsStore":"none","auths":{"h":\#(Self.bobEntry)}}"#
        let home = try makeHome(config)
        defer { home.keep() }
        let store = try home.store { $0.fallThrough = .whenNotFound }
        #expect(try await store.get(ServerAddress("h"))?.username == "bob")
    }

    @Test func `a missing helper is an error, unless an option falls back to the file`() async throws {
        let home = try makeHome(#"{"credHelpers":{"h":"absent"}}"#)
        defer { home.keep() }
        for policy in [DynamicStore.FallThrough.never, .whenNotFound] {
            let store = try home.store { $0.fallThrough = policy }
            let error = await storeError { _ = try await store.get(ServerAddress("h")) }
            #expect(error?.code == .unavailable && error?.place.helper == "docker-credential-absent")
            #expect(error.map { "\($0)".contains("credHelpers[\"h\"]") } == true)
            #expect(error?.place.file == home.path())
        }
        let lenient = try home.store { $0.fallThrough = .whenNotFoundOrFailed }
        #expect(try await lenient.get(ServerAddress("h")) == nil)
    }

    @Test func `a registry token in the file is added to the helper's credential`() async throws {
        let home = try makeHome(#"{"credsStore":"one","auths":{"h":{"registrytoken":"hunter-token"}}}"#)
        defer { home.keep() }
        let store = try home.store()
        let credential = try await store.get(ServerAddress("h"))
        #expect(credential?.username == "one" && credential?.registryToken == Secret("hunter-token"))
    }

    @Test func `a helper name that is not a string is reported, and other helpers still work`() async throws {
        let home = try makeHome(#"{"credHelpers":{"h":7},"credsStore":"one"}"#)
        defer { home.keep() }
        let store = try home.store()
        let error = await storeError { _ = try await store.get(ServerAddress("h")) }
        #expect(error?.code == .damaged && error?.place.key == "h")
        #expect(try await store.get(ServerAddress("other"))?.username == "one")
    }

    // MARK: Saving and deleting

    @Test func `the file refuses a password unless plain text is allowed`() async throws {
        let home = try ConfigHome()
        defer { home.keep() }
        let error = await storeError { try await home.store().put(Self.ann, for: ServerAddress("h")) }
        #expect(error?.code == .plaintextRefused && error?.place.file == home.path())
        #expect(try home.read() == "")
        try await home.store { $0.plaintext = .allow }.put(Self.ann, for: ServerAddress("h"))
        #expect(try home.read().contains(#""auth": "YW5uOmh1bnRlci1hbm4=""#))
    }

    @Test func `a save through a helper removes only the old password from the file`() async throws {
        let home = try ConfigHome(
            #"{"auths":{"https://h":\#(Self.bobEntry),"other":\#(Self.bobEntry)},"credsStore":"recorder","x":1.0}"#
        )
        defer { home.keep() }
        try home.scripts.addRecording()
        try await home.store().put(Self.ann, for: ServerAddress("h"))
        #expect(
            try home.read() == #"{"auths":{"https://h":{},"other":\#(Self.bobEntry)},"credsStore":"recorder","x":1.0}"#
        )
        #expect(try await home.store().get(ServerAddress("h")) == Self.ann)
    }

    @Test func `a failed save through a helper leaves the file unchanged`() async throws {
        let config = #"{"auths":{"h":\#(Self.bobEntry)},"credsStore":"failing"}"#
        let home = try ConfigHome(config)
        defer { home.keep() }
        try home.scripts.add("failing", "echo hunter-leak; exit 1")
        let error = await storeError { try await home.store().put(Self.ann, for: ServerAddress("h")) }
        #expect(error != nil && error.map { "\($0)".contains("hunter") } == false)
        #expect(try home.read() == config)
    }

    @Test func `a delete clears the helper and the file, and succeeds if both are empty`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bobEntry)},"credsStore":"recorder"}"#)
        defer { home.keep() }
        try home.scripts.addRecording()
        let store = try home.store { $0.fallThrough = .whenNotFound }
        try await store.put(Self.ann, for: ServerAddress("h"))
        for _ in 1...2 {
            try await store.delete(ServerAddress("https://h/"))
            #expect(try await store.get(ServerAddress("h")) == nil)
        }
        #expect(try home.read() == #"{"auths":{},"credsStore":"recorder"}"#)
    }

    @Test func `a delete clears the file even if the helper fails`() async throws {
        let home = try ConfigHome(#"{"auths":{"h":\#(Self.bobEntry)},"credsStore":"failing"}"#)
        defer { home.keep() }
        try home.scripts.add("failing", "exit 3")
        let error = await storeError { try await home.store().delete(ServerAddress("h")) }
        #expect(error?.place.helper == "docker-credential-failing")
        #expect(try !home.read().contains("auth\""))
    }

    // MARK: Detection and the location of the file

    @Test func `a working helper is detected, and the first save writes its name to the file`() async throws {
        let home = try ConfigHome("{\n\t\"x\": 1\n}\n")
        defer { home.keep() }
        try home.scripts.addRecording("file")
        let store = try home.store { $0.detectsDefaultHelper = true }
        #expect(try await !store.isAuthConfigured())
        #expect(try await store.get(ServerAddress("h")) == nil)
        #expect(try home.read() == "{\n\t\"x\": 1\n}\n")
        #expect(try await store.list().isEmpty)
        #expect(try await !store.savesInPlainText(ServerAddress("h")))
        try await store.put(Self.ann, for: ServerAddress("h"))
        #expect(try home.read() == "{\n\t\"x\": 1,\n\t\"credsStore\": \"file\"\n}\n")
        #expect(try await store.isAuthConfigured())
        #expect(try await home.store().get(ServerAddress("h")) == Self.ann)
    }

    @Test func `detection does not run if the file has an entry, even an empty one`() async throws {
        let home = try ConfigHome(#"{"auths":{"other":{}}}"#)
        defer { home.keep() }
        try home.scripts.addRecording("file")
        let error = await storeError {
            try await home.store { $0.detectsDefaultHelper = true }.put(Self.ann, for: ServerAddress("h"))
        }
        #expect(error?.code == .plaintextRefused)
        #expect(try await home.store { $0.detectsDefaultHelper = true }.savesInPlainText(ServerAddress("h")))
    }

    @Test func `without a config file a get finds nothing and does not run detection`() async throws {
        let home = try ConfigHome("{}")
        defer { home.keep() }
        try home.scripts.add("file", #"echo "$1" >> "$DIRECTORY/log"; echo '{"h":"ann"}'"#)
        let store = try home.store { $0.detectsDefaultHelper = true }
        #expect(try await store.list().isEmpty)
        #expect(try await store.get(ServerAddress("h")) == nil)
        #expect(try await store.explain(ServerAddress("h")).usedStep == nil)
        #expect(try home.scripts.log() == [])
    }

    @Test func `the file is at Docker's location`() throws {
        #expect(try DynamicStore(environment: ["HOME": "/home/ann"]).configPath == "/home/ann/.docker/config.json")
        #expect(
            try DynamicStore(environment: ["HOME": "/home/ann", "DOCKER_CONFIG": "/etc/d"]).configPath
                == "/etc/d/config.json"
        )
        let error = #expect(throws: CredentialStoreError.self) { try DynamicStore(environment: [:]) }
        #expect(error?.description.contains("HOME") == true)
    }

    @Test func `a store uses the file as other programs have changed it`() async throws {
        let home = try makeHome("{}")
        defer { home.keep() }
        let store = try home.store()
        #expect(try await store.get(ServerAddress("h")) == nil)
        try home.write(#"{"credsStore":"one"}"#, to: ".docker/config.json")
        #expect(try await store.get(ServerAddress("h"))?.username == "one")
    }
}
