import Codecs
import HelperProtocol
import RegistryCredentials
import TestSupport
import Testing

/// The kubelet's requests, and the responses as exact bytes.
struct KubeletCredentialTests {
    /// Hundreds of tests run at the same time, and a sanitizer makes each of them slow.
    private static let patient = Duration.seconds(600)

    private static let group = "credentialprovider.kubelet.k8s.io"

    private func request(_ image: String, version: String = "v1", _ more: String = "") throws
        -> KubeletCredentialRequest
    {
        try KubeletCredentialRequest(
            parsing: Array(
                #"{"apiVersion":"\#(Self.group)/\#(version)","kind":"CredentialProviderRequest","image":"\#(image)"\#(more)}"#
                    .utf8
            )
        )
    }

    /// Returns the response for a store with podman's rules, as text.
    private func answer(
        _ auths: String,
        _ image: String,
        version: String = "v1"
    ) async throws -> (json: String, problem: CredentialStoreError?) {
        let home = try ConfigHome()
        defer { home.keep() }
        try home.write(#"{"auths":{\#(auths)}}"#, to: ".config/containers/auth.json")
        let variables = home.variables.merging(["XDG_RUNTIME_DIR": home.path("run")]) { $1 }
        let store = FallbackStore(.podman, environment: variables)
        let response = try await store.response(to: request(image, version: version), within: Self.patient)
        return (response.json.text, response.problem)
    }

    // In base64: `ann:hunter2` and `bob:swordfish`.
    private static let ann = #"{"auth":"YW5uOmh1bnRlcjI="}"#
    private static let bob = #"{"auth":"Ym9iOnN3b3JkZmlzaA=="}"#

    @Test(arguments: ["v1", "v1beta1", "v1alpha1"])
    func `the response has the version of the request and the login of the registry`(version: String) async throws {
        let answer = try await answer(
            #""registry.example:5000":\#(Self.ann)"#,
            "registry.example:5000/team/app",
            version: version
        )
        #expect(
            answer.json == #"{"kind":"CredentialProviderResponse","apiVersion":"\#(Self.group)/\#(version)","#
                + #""cacheKeyType":"Registry","auth":{"registry.example:5000":{"username":"ann","password":"hunter2"}}}"#
        )
    }

    @Test func `without a credential auth is null, and that is not cached`() async throws {
        let answer = try await answer("", "registry.example/team/app")
        #expect(
            answer.json == #"{"kind":"CredentialProviderResponse","apiVersion":"\#(Self.group)/v1","#
                + #""cacheKeyType":"Image","cacheDuration":"0s","auth":null}"#
        )
        #expect(answer.problem == nil)
    }

    static let paths: [(auths: String, image: String, key: String, user: String, cache: String)] = [
        (#""r.example/team":\#(ann)"#, "r.example/team/app", "r.example/team", "ann", "Image"),
        (#""r.example":\#(ann),"r.example/team":\#(bob)"#, "r.example/team/app", "r.example/team", "bob", "Image"),
        // The login of the host must not be reused for the namespace that has one of its own.
        (#""r.example":\#(ann),"r.example/team":\#(bob)"#, "r.example/other", "r.example", "ann", "Image"),
        (#""r.example":\#(ann),"other.example/team":\#(bob)"#, "r.example/a", "r.example", "ann", "Registry"),
        (#""docker.io":\#(ann)"#, "docker.io/library/alpine", "docker.io", "ann", "Registry"),
        (#""docker.io":\#(ann)"#, "alpine", "docker.io", "ann", "Registry"),
        (#""docker.io/ann":\#(ann)"#, "index.docker.io/ann/app", "index.docker.io/ann", "ann", "Image"),
        (#""r.example":\#(ann)"#, "r.example:443/app:1", "r.example:443", "ann", "Registry"),
        (#""localhost:5000":\#(ann)"#, "localhost:5000/app", "localhost:5000", "ann", "Registry"),
        (#""[::1]:5000":\#(ann)"#, "[::1]:5000/app", "[::1]:5000", "ann", "Registry"),
    ]

    @Test(arguments: paths)
    func `the key is the kubelet's own host, and the path of the credential`(
        auths: String,
        image: String,
        key: String,
        user: String,
        cache: String
    ) async throws {
        let json = try await answer(auths, image).json
        let root = try JSONDocument(parsing: Array(json.utf8)).root
        #expect(root["auth"]?.members.compactMap(\.name) == [key])
        #expect(root["auth"]?[JSONKey.exactly(key)]?["username"]?.string == user)
        #expect(root["cacheKeyType"]?.string == cache)
    }

    @Test(arguments: [
        #"{"identitytoken":"t0ken","auth":"YW5uOg=="}"#, #"{"registrytoken":"t0ken"}"#, #"{"identitytoken":"t0ken"}"#,
    ])
    func `a token is refused, and never sent as a password`(entry: String) async throws {
        let answer = try await answer(#""r.example":\#(entry)"#, "r.example/app")
        #expect(answer.json.hasSuffix(#""auth":null}"#))
        #expect(!answer.json.contains("t0ken"))
        let problem = try #require(answer.problem)
        #expect(problem.code == .unsupported && problem.message.contains("token"))
        expectNoSecret("\(problem)")
    }

    @Test func `unknown members are ignored`() throws {
        let more = #","serviceAccountToken":"t","serviceAccountAnnotations":{"a":"b"},"future":[{}]"#
        #expect(try request("r.example/app", more) == request("r.example/app"))
        #expect(try request("r.example/app:1@sha256:" + String(repeating: "0", count: 64)).image.repository == "app")
    }

    @Test(arguments: [
        ("", "not a JSON object"), ("[]", "not a JSON object"), ("{}", "not a CredentialProviderRequest"),
        (#"{"kind":"CredentialProviderRequest","image":"a"}"#, "apiVersion"),
        (
            #"{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v2","image":"a"}"#,
            "credentialprovider.kubelet.k8s.io/v1, credentialprovider.kubelet.k8s.io/v1beta1"
        ),
        (#"{"kind":"CredentialProviderRequest","apiVersion":"v1","image":"a"}"#, "apiVersion"),
        (#"{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1"}"#, "no image"),
        (
            #"{"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"A b"}"#,
            "invalid image reference"
        ),
    ])
    func `text that is not a request is an error that says what is wrong`(text: String, problem: String) throws {
        let error = try #require(throws: KubeletCredentialError.self) {
            try KubeletCredentialRequest(parsing: Array(text.utf8))
        }
        #expect(error.description.contains(problem), "\(error)")
    }

    @Test func `a locked store has no login and a problem, and any other failure is an error`() async throws {
        let locked = CredentialStoreError(.locked, "the keyring is locked")
        let response = try await FallbackStore([.init("locked", StubStore(error: locked))])
            .response(to: request("r.example/app"), within: Self.patient)
        #expect(response.login == nil && response.problem == locked)
        let broken = CredentialStoreError(.damaged, "the file is not JSON")
        await #expect(throws: broken) {
            try await FallbackStore([.init("broken", StubStore(error: broken))]).response(
                to: request("r.example/app"),
                within: Self.patient
            )
        }
        let both = FallbackStore([.init("locked", StubStore(error: locked)), .init("ann", StubStore(.ann))])
        #expect(try await both.response(to: request("r.example/app"), within: Self.patient).login?.username == "ann")
    }

    @Test func `a lookup that takes too long is an error before the kubelet gives up`() async throws {
        let store = FallbackStore([.init("slow", SleepingStore())])
        let error = await #expect(throws: CredentialStoreError.self) {
            try await store.response(to: request("r.example/app"), within: .milliseconds(50))
        }
        #expect(error?.code == .timedOut)
    }

    @Test func `a description of a response shows no password`() async throws {
        let response = try await FallbackStore([.init("ann", StubStore(.ann))]).response(
            to: request("r.example/app"),
            within: Self.patient
        )
        #expect(response.login?.password == Secret("hunter2"))
        expectNoSecret("\(response)")
    }
}

/// A store that never answers, and ends with its task.
private struct SleepingStore: CredentialStore {
    func get(_ server: ServerAddress) async throws -> Credential? {
        try await Task.sleep(for: .seconds(600))
        return nil
    }
    func put(_ credential: Credential, for server: ServerAddress) async throws {}
    func delete(_ server: ServerAddress) async throws {}
}
