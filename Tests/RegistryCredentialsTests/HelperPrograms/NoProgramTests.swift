import HelperProtocol
import RegistryCredentials
import Testing

/// Stores of a process that may not run programs, such as a SwiftPM plugin in its sandbox.
struct NoProgramTests {
    static let server = "registry.example"
    static let credential = Credential.password(username: "ann", password: Secret("hunter2"))

    typealias Operation = @Sendable (_ store: DynamicStore, _ server: ServerAddress) async throws -> Void

    static let operations: [(name: String, operation: Operation)] = [
        ("get", { _ = try await $0.get($1) }),
        ("put", { try await $0.put(credential, for: $1) }),
        ("delete", { try await $0.delete($1) }),
    ]

    /// A config file that names a helper which records its runs.
    func home() throws -> HelperScripts {
        let home = try HelperScripts()
        try home.addRecording()
        try home.addRecording("pass")
        try home.addRecording("secretservice")
        try home.addRecording("file")
        try home.write("#!/bin/sh\n", to: "pass", mode: "755")
        return home
    }

    func options(_ home: HelperScripts) -> DynamicStore.Options {
        var options = DynamicStore.Options()
        options.helper = home.options()
        options.helper.mayRunPrograms = false
        return options
    }

    @Test(arguments: ["recorder", "not-installed"], Self.operations.indices)
    func `each operation fails with one error, and no program is run or searched for`(
        helper: String,
        index: Int
    ) async throws {
        let home = try home()
        try home.write("{\"credsStore\": \"\(helper)\"}", to: "config.json", mode: "600")
        let store = DynamicStore(path: "\(home.path)/config.json", options: options(home))
        let error = try #require(
            await storeError { try await Self.operations[index].operation(store, ServerAddress(Self.server)) }
        )
        #expect(error.code == .denied)
        #expect(error.message == "docker-credential-\(helper) was not run: this process may not run programs")
        #expect(error.advice == ["Set DOCKER_AUTH_CONFIG, or add the registry to ~/.netrc"])
        #expect(try home.log().isEmpty)
    }

    @Test func `listing, explaining and the version name the program and do not run it`() async throws {
        let home = try home()
        try home.write("{\"credsStore\": \"recorder\"}", to: "config.json", mode: "600")
        let store = DynamicStore(path: "\(home.path)/config.json", options: options(home))
        #expect(try await store.list().map(\.problem?.code) == [.denied])
        #expect(try await store.explain(ServerAddress(Self.server)).steps.map(\.error?.code) == [.denied])
        let native = NativeStore("recorder", options: options(home).helper)
        #expect(await storeError { _ = try await native.version() }?.code == .denied)
        #expect(try home.log().isEmpty)
    }

    @Test func `the detection of a helper refuses every candidate`() async throws {
        let home = try home()
        let detection = try await NativeStore.detect(options: options(home).helper)
        #expect(detection.store == nil)
        #expect(!detection.failures.isEmpty && detection.failures.allSatisfy { $0.code == .denied })
        // A save without a configured helper detects one, if the caller wants that.
        var options = options(home)
        options.detectsDefaultHelper = true
        let store = DynamicStore(path: "\(home.path)/config.json", options: options)
        let error = await storeError { try await store.put(Self.credential, for: ServerAddress(Self.server)) }
        #expect(error?.code == .plaintextRefused)
        #expect(try home.log().isEmpty)
    }

    @Test func `files are read and written as ever, and the search goes on after a helper`() async throws {
        let home = try home()
        var options = options(home)
        options.plaintext = .allow
        let plain = DynamicStore(path: "\(home.path)/plain.json", options: options)
        try await plain.put(Self.credential, for: ServerAddress(Self.server))
        try home.write("{\"credsStore\": \"recorder\"}", to: "config.json", mode: "600")
        let layers = [
            FallbackStore.Layer("helper", DynamicStore(path: "\(home.path)/config.json", options: options)),
            FallbackStore.Layer("file", plain),
        ]
        #expect(try await FallbackStore(layers).get(ServerAddress(Self.server)) == Self.credential)
        #expect(try home.log().isEmpty)
    }
}
