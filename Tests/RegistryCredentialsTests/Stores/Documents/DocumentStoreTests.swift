import HelperProtocol
import RegistryCredentials
import Testing

/// Documents that other tools write: variables, Kubernetes secrets, legacy files.
struct DocumentStoreTests {
    /// In base64: `bob:hunter-bob`.
    static let entry = #"{"auth":"Ym9iOmh1bnRlci1ib2I="}"#
    static let document =
        #"{"auths":{"h":\#(entry),"https://index.docker.io/v1/":\#(entry),"broken":{"auth":"aHVudGVyMg=="}}}"#
    static let legacy = #"{"h":\#(entry),"https://index.docker.io/v1/":\#(entry),"broken":{"auth":"aHVudGVyMg=="}}"#

    static func base64(_ text: String) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = (0..<3).reduce(UInt32(0)) { $0 << 8 | UInt32(start + $1 < bytes.count ? bytes[start + $1] : 0) }
            for index in 0..<4 {
                result.append(index <= group.count ? digits[Int(value >> (18 - 6 * index) & 63)] : UInt8(ascii: "="))
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    static let secrets = [
        document, legacy,
        #"{"apiVersion":"v1","kind":"Secret","data":{".dockerconfigjson":"\#(base64(document))"}}"#,
        #"{"apiVersion":"v1","kind":"Secret","data":{".dockercfg":"\#(base64(legacy))"}}"#,
        #"{"apiVersion":"v1","kind":"Secret","data":{".dockerconfigjson":"e30="},"stringData":{".dockerconfigjson":"#
            + "\"\(document.map { $0 == "\"" ? "\\\"" : String($0) }.joined())\"}}",
    ]

    @Test func `a document lists its keys and users, and an absent one lists nothing`() async throws {
        let store = DocumentStore.dockerAuthConfig(environment: ["DOCKER_AUTH_CONFIG": Self.document])
        let listed = try await store.list()
        #expect(listed.map(\.key) == ["h", "https://index.docker.io/v1/", "broken"])
        #expect(listed.map(\.username) == ["bob", "bob", nil])
        #expect(
            listed.allSatisfy { $0.place.file == "DOCKER_AUTH_CONFIG" && ($0.problem == nil) == ($0.key != "broken") }
        )
        #expect(try await DocumentStore.dockerAuthConfig(environment: [:]).list().isEmpty)
        await #expect(throws: CredentialStoreError.self) {
            try await DocumentStore.dockerAuthConfig(environment: ["DOCKER_AUTH_CONFIG": "{"]).list()
        }
    }

    private func check(_ store: some CredentialStore) async throws {
        for server in ["h", "https://h/v2/", "docker.io", "registry-1.docker.io", "index.docker.io"] {
            let credential = try await store.get(ServerAddress(server))
            #expect(credential == .password(username: "bob", password: Secret("hunter-bob")), "\(server)")
        }
        #expect(try await store.get(ServerAddress("elsewhere")) == nil)
        let error = await storeError { _ = try await store.get(ServerAddress("broken")) }
        #expect(error?.code == .damaged && error.map { "\($0)".contains("hunter") } == false)
    }

    @Test(arguments: secrets)
    func `a Kubernetes secret is read in every form`(_ secret: String) async throws {
        try await check(MemoryStore(kubernetesSecret: Array(secret.utf8)))
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(secret, to: "secret.json")
        try await check(DocumentStore.kubernetesSecret(path: home.path("secret.json")))
    }

    @Test func `a config file, a variable and the legacy file are read`() async throws {
        try await check(MemoryStore(dockerConfig: Array(Self.document.utf8)))
        try await check(DocumentStore.dockerAuthConfig(environment: ["DOCKER_AUTH_CONFIG": Self.document]))
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(Self.legacy, to: ".dockercfg")
        try await check(DocumentStore.dockercfg(path: home.path(".dockercfg")))
    }

    @Test(arguments: ["", "  \n", "{}", "null", #"{"auths":{}}"#, #"{"auths":null}"#])
    func `an empty document has no credentials`(_ text: String) async throws {
        #expect(try await MemoryStore(dockerConfig: Array(text.utf8)).get(ServerAddress("h")) == nil)
        let store = DocumentStore.dockerAuthConfig(environment: ["DOCKER_AUTH_CONFIG": text])
        #expect(try await store.get(ServerAddress("h")) == nil)
        #expect(try await DocumentStore.dockerAuthConfig(environment: [:]).get(ServerAddress("h")) == nil)
        #expect(try await DocumentStore.dockercfg(path: "/nonexistent/.dockercfg").get(ServerAddress("h")) == nil)
    }

    @Test(arguments: [
        "hunter2", "[]", #"{"auths":["hunter2"]}"#,
        #"{"apiVersion":"v1","kind":"Secret","data":{"password":"hunter2"}}"#,
        #"{"apiVersion":"v1","kind":"Secret","data":{".dockerconfigjson":"hunter2!"}}"#,
    ])
    func `an invalid document is rejected without quoting it`(_ text: String) async throws {
        let error = #expect(throws: CredentialStoreError.self) {
            try MemoryStore(kubernetesSecret: Array(text.utf8))
        }
        #expect(error?.code == .damaged && error.map { "\($0)".contains("hunter") } == false)
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(text, to: "secret.json")
        let path = home.path("secret.json")
        let other = await storeError {
            _ = try await DocumentStore.kubernetesSecret(path: path).get(ServerAddress("h"))
        }
        #expect(other?.code == .damaged && other?.place.file == path)
    }

    @Test func `a document in memory uses the same alias as a file`() async throws {
        let document = #"""
            {"auths":{"http://h":{"auth":"YTphCg=="},"https://h":{"auth":"Yjpi"},"H":{"auth":"Yzpj"},"h:443":{"auth":"!"}}}
            """#
        let home = try ConfigHome(document)
        defer { home.keep() }
        let inFile = try await home.store().get(ServerAddress("h"))
        #expect(inFile?.username == "b")
        #expect(try await MemoryStore(dockerConfig: Array(document.utf8)).get(ServerAddress("h")) == inFile)
    }

    @Test(arguments: [("a.h", "star"), ("b.h", "bob"), ("a.b.h", nil), ("x.a.h:5000", "port"), ("h", nil)])
    func `a wildcard key in a Kubernetes secret applies to matching hosts without a key`(
        _ server: String,
        _ user: String?
    ) async throws {
        func entry(_ user: String) -> String { #"{"auth":"\#(Self.base64("\(user):hunter"))"}"# }
        let secret = """
            {"auths":{"*.h":\(entry("star")),"b.h":\(entry("bob")),"*.*.h:5000":\(entry("less")),"*.a.h:5000":\(entry("port"))}}
            """
        #expect(
            try await MemoryStore(kubernetesSecret: Array(secret.utf8)).get(ServerAddress(server))?.username == user
        )
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(secret, to: "secret.json")
        let store = DocumentStore.kubernetesSecret(path: home.path("secret.json"))
        #expect(try await store.get(ServerAddress(server))?.username == user)
    }

    @Test func `a path in memory is used last for its host, as in a file`() async throws {
        let document = #"{"auths":{"h/team":\#(Self.entry),"i/a":\#(Self.entry),"i":{"auth":"YTph"}}}"#
        let home = try ConfigHome(document)
        defer { home.keep() }
        let memory = try MemoryStore(dockerConfig: Array(document.utf8))
        for server in ["h", "h/team", "h/team/app", "i", "i/a", "j"] {
            let inFile = try await home.store().get(ServerAddress(server))
            #expect(try await memory.get(ServerAddress(server)) == inFile, "\(server)")
        }
        // The host itself has no entry.
        try await memory.delete(ServerAddress("h"))
        #expect(try await memory.get(ServerAddress("h")) != nil)
        try await memory.delete(ServerAddress("h/team"))
        #expect(try await memory.get(ServerAddress("h")) == nil)
    }

    /// The order of matches in `BasicDockerKeyring.Lookup` of Kubernetes 1.34: keys in reverse bytewise order.
    @Test(
        arguments: [
            ("h", "host"), ("h/team", "team"), ("h/team/app", "app"), ("h/team/app/x", "app"), ("h/team/other", "team"),
            // The kubelet compares paths as strings; a slash at the end of a key ends the path.
            ("h/team-b/x", "team"), ("h/closed/x", "closed"), ("h/closed-b/x", "host"),
            ("h/elsewhere", "host"), ("i", nil), ("i/team", "only"), ("i/other", nil),
            ("a.w/team/x", "w-team"), ("a.w/x", "wild"), ("b.w/team/x", "b"), ("a.w:5000/x", nil),
            ("docker.io/library/x", "hub"), ("docker.io/team/x", "hub-team"), ("j/x", nil), ("k/x", "good"),
        ] as [(String, String?)]
    )
    func `a Kubernetes secret is matched as the kubelet matches it`(_ server: String, _ user: String?) async throws {
        let keys = [
            ("h", "host"), ("https://h/v2/team", "team"), ("h/team/app", "app"), ("h/closed/", "closed"),
            ("i/team", "only"),
            ("*.w", "wild"), ("*.w/team", "w-team"), ("b.w", "b"), ("https://index.docker.io/v1/", "hub"),
            ("docker.io/team", "hub-team"), ("j/*", "path"), ("k", "good"),
        ]
        var entries = keys.map { #""\#($0.0)":{"auth":"\#(Self.base64("\($0.1):hunter"))"}"# }
        entries.append(#""k/x":{"auth":"broken"}"#)
        let secret = Array("{\"auths\":{\(entries.joined(separator: ","))}}".utf8)
        #expect(try await MemoryStore(kubernetesSecret: secret).get(ServerAddress(server))?.username == user)
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(String(decoding: secret, as: UTF8.self), to: "secret.json")
        let store = DocumentStore.kubernetesSecret(path: home.path("secret.json"))
        #expect(try await store.get(ServerAddress(server))?.username == user)
    }

    @Test func `a legacy file in the format of a config file is an error that says so`() async throws {
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(#"{"auths":{"h":\#(Self.entry)}}"#, to: ".dockercfg")
        let store = DocumentStore.dockercfg(path: home.path(".dockercfg"))
        let error = await storeError { _ = try await store.get(ServerAddress("h")) }
        #expect(error?.message.contains("form of a config.json") == true)
        #expect(error?.place.file == home.path(".dockercfg"))
    }

    @Test func `saving fails, and deleting fails only for existing entries`() async throws {
        let store = DocumentStore.dockerAuthConfig(environment: ["DOCKER_AUTH_CONFIG": Self.document])
        let credential = Credential.password(username: "u", password: Secret("p"))
        #expect(await storeError { try await store.put(credential, for: ServerAddress("h")) }?.code == .unsupported)
        #expect(await storeError { try await store.delete(ServerAddress("h")) }?.code == .unsupported)
        try await store.delete(ServerAddress("elsewhere"))
    }
}
