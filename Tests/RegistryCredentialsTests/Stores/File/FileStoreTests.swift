import HelperProtocol
import RegistryCredentials
import SystemSupport
import Testing

/// The results and refusals of a store.
struct FileStoreTests {
    private let server: ServerAddress

    init() throws { server = try ServerAddress("registry.example") }

    @Test func `the first save creates a private file in Docker's layout`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("home/.docker/config.json"))
        #expect(try await store.get(server) == nil)
        try await store.delete(server)
        #expect(try directory.shell("ls").isEmpty)
        try directory.shell("umask 077")
        try await store.put(.ann, for: server)
        #expect(try await store.get(server) == .ann)
        #expect(
            try directory.shell("stat -c '%a %n' home home/.docker home/.docker/config.json") == """
                700 home
                700 home/.docker
                600 home/.docker/config.json
                """
        )
        let text = "{\n\t\"auths\": {\n\t\t\"registry.example\": {\n\t\t\t\"auth\": \"YW5uOmh1bnRlcjI=\"\n\t\t}\n\t}\n}"
        #expect(try directory.shell("cat home/.docker/config.json") == text)
    }

    @Test func `an unchanged credential is not written again`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        try await store.put(.ann, for: server)
        let before = try directory.shell("stat -c '%i %y %z' config.json")
        try await store.put(.ann, for: try ServerAddress("https://REGISTRY.example/v1/"))
        try await store.delete(try ServerAddress("other.example"))
        #expect(try directory.shell("stat -c '%i %y %z' config.json") == before)
    }

    @Test func `a store sees recent changes of another program`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        try await store.put(.ann, for: server)
        for number in 0..<20 {
            try directory.shell("$EXERCISER put config.json registry.example ann pw\(number)")
            #expect(try await store.get(server)?.password == Secret("pw\(number)"))
        }
        // The same length, the same inode, and perhaps the same timestamp.
        try directory.shell(
            "sed 's/cHcxOQ/cHcyMA/; s/YW5uOnB3MTk=/YW5uOnB3MjA=/' config.json > new; cat new > config.json"
        )
        #expect(try await store.get(server)?.password == Secret("pw20"))
        try directory.shell("rm config.json")
        #expect(try await store.get(server) == nil)
    }

    @Test func `passwords are refused if only tokens may be plain text, and the hook is called once`() async throws {
        let directory = try StoreDirectory()
        let reports = Reports()
        let token = Credential.identityToken(Secret("t0ken"), username: "ann")
        for (policy, credential, isAllowed) in [
            (PlaintextPolicy.refuse, Credential.ann, false), (.refuse, token, false), (.tokensOnly, .ann, false),
            (.tokensOnly, token, true), (.allow, .ann, true),
        ] {
            try directory.shell("rm -f config.json")
            let store = FileStore.writing(directory.file("config.json")) {
                $0.plaintext = policy
                $0.report = reports.add
            }
            if isAllowed {
                try await store.put(credential, for: server)
                #expect(try await store.get(server) == credential)
            } else {
                let error = await expectError(.plaintextRefused) { try await store.put(credential, for: server) }
                #expect(error?.place.key == "registry.example")
                #expect(try directory.shell("ls").isEmpty)
            }
        }
        #expect(reports.codes == [.savedInPlainText, .savedInPlainText])
        #expect(FileStore.Options().plaintext == .refuse)
    }

    @Test func `a credential that the file cannot represent is refused, and the file is unchanged`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        try await store.put(.ann, for: server)
        let before = try directory.shell("cat config.json")
        for credential in [
            Credential.password(username: "b:ob", password: Secret("swordfish")),
            Credential(password: Secret("swordfish")),
            Credential(), Credential(username: "bob"), .password(username: "bob", password: Secret("swordfish\0")),
        ] {
            let error = await expectError(.notRepresentable) { try await store.put(credential, for: server) }
            #expect(error?.place == .init(file: store.path, key: "registry.example"))
        }
        #expect(try directory.shell("cat config.json") == before)
        #expect(try await store.get(server) == .ann)
    }

    @Test(arguments: [
        #"{"auths":{"registry.example":{"auth":"aHVudGVyMg=="}}"#, "hunter2", #"["hunter2"]"#, #"{"auths":"hunter2"}"#,
        #"{"auths":{"registry.example":{"auth":"YW5uOmh1bnRlcjI="}}} hunter2"#,
    ]) func `a damaged file is never overwritten`(text: String) async throws {
        let directory = try StoreDirectory()
        try directory.shell("printf '%s' '\(text)' > config.json")
        let before = try directory.shell("cat config.json; stat -c '%i %y' config.json")
        let store = FileStore.writing(directory.file("config.json"))
        await expectError(.damaged) { try await store.put(.bob, for: server) }
        await expectError(.damaged) { try await store.put(.bob, for: server, expecting: .ann) }
        await expectError(.damaged) { try await store.setCredentialsStore("pass") }
        _ = try? await store.delete(server)
        #expect(try directory.shell("cat config.json; stat -c '%i %y' config.json") == before)
    }

    @Test func `a damaged entry is an error that names file and key, and other entries still work`() async throws {
        let directory = try StoreDirectory()
        try directory.shell(
            #"echo '{"auths":{"https://ann:hunter2@bad.example":{"auth":"hunter2"},"registry.example":{"auth":"YW5uOmh1bnRlcjI="}}}' > config.json"#
        )
        let store = FileStore.writing(directory.file("config.json"))
        let error = await expectError(.damaged) { _ = try await store.get(try ServerAddress("bad.example")) }
        #expect(error?.place == .init(file: store.path, key: "https://…@bad.example"))
        #expect(try await store.get(server) == .ann)
        try await store.put(.bob, for: server)
        #expect(
            try directory.shell("cat config.json").contains(#""https://ann:hunter2@bad.example":{"auth":"hunter2"}"#)
        )
        let list = try await store.list()
        #expect(list.map(\.username) == [nil, "bob"])
        #expect(list.first?.problem?.place.file == store.path)
        expectNoSecret("\(list.map(\.problem))")
    }

    @Test func `a put that expects another credential is a conflict`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        await expectError(.conflict) { try await store.put(.bob, for: server, expecting: .ann) }
        try await store.put(.ann, for: server, expecting: nil)
        await expectError(.conflict) { try await store.put(.bob, for: server, expecting: nil) }
        await expectError(.conflict) { try await store.put(.bob, for: server, expecting: .bob) }
        #expect(try await store.get(server) == .ann)
        try await store.put(.bob, for: server, expecting: .ann)
        #expect(try await store.get(server) == .bob)
    }

    @Test func `ten tasks that increment one number lose and repeat no increment`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore.writing(directory.file("config.json"))
        let server = server
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    for _ in 0..<5 {
                        while true {
                            let old = try await store.get(server)
                            let number = old.flatMap { $0.password.flatMap { Int($0.revealed) } } ?? 0
                            let new = Credential.password(username: "ann", password: Secret("\(number + 1)"))
                            do {
                                try await store.put(new, for: server, expecting: old)
                                break
                            } catch let error as CredentialStoreError where error.code == .conflict {}
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await store.get(server)?.password == Secret("50"))
    }

    @Test func `helper settings are read from the file, and credsStore is written to it`() async throws {
        let directory = try StoreDirectory()
        let store = FileStore(path: directory.file("config.json"))
        #expect(try await !store.isAuthConfigured())
        try await store.setCredentialsStore("pass")
        #expect(try directory.shell("cat config.json") == "{\n\t\"credsStore\": \"pass\"\n}")
        try directory.shell(
            #"echo '{"CredsStore":"pass","credHelpers":{"a.example":"one","https://b.example":"","docker.io":"hub","c.example/x":"no","bad.example":1}}' > config.json"#
        )
        #expect(try await store.isAuthConfigured())
        let settings = try await store.helperSettings()
        #expect(settings.credentialsStore == "pass")
        #expect(settings.helper(for: try ServerAddress("https://A.example/v2/"))?.helper == .program("one"))
        #expect(settings.helper(for: try ServerAddress("b.example"))?.helper == .file)
        #expect(settings.helper(for: try ServerAddress("registry-1.docker.io"))?.helper == .program("hub"))
        #expect(settings.helper(for: try ServerAddress("bad.example"))?.helper == .damaged)
        #expect(settings.helper(for: try ServerAddress("c.example")) == nil)
        #expect(settings.helper(for: server) == nil)
        try await store.setCredentialsStore(nil)
        #expect(try await store.helperSettings().credentialsStore == nil)
        try directory.shell(#"echo '{"credsStore":1}' > config.json"#)
        await expectError(.damaged) { _ = try await store.helperSettings() }
    }

    @Test func `a save over the size limit is refused, unless it shrinks the file`()
        async throws
    {
        let directory = try StoreDirectory()
        try directory.shell(
            #"echo '{"auths":{"a":{"auth":"dTpw","x":"\#(String(repeating: "x", count: 200))"}}}' > config.json"#
        )
        var options = FileStore.Options()
        options.plaintext = .allow
        let store = FileStore(path: directory.file("config.json"), options: options, sizeLimit: 260)
        let long = Credential.password(username: "u", password: Secret(String(repeating: "p", count: 300)))
        let error = await #expect(throws: CredentialStoreError.self) {
            try await store.put(long, for: ServerAddress("b.example"))
        }
        #expect(error?.code == .notRepresentable)
        #expect(error?.message.contains("260 bytes") == true)
        #expect(try await store.get(ServerAddress("a"))?.username == "u")
        try await store.delete(ServerAddress("a"))
        #expect(try await store.list().isEmpty)
    }

    @Test func `saves and deletions report what they changed, and a helper is set for one host`()
        async throws
    {
        let directory = try StoreDirectory()
        let path = directory.file("config.json")
        var options = FileStore.Options()
        options.plaintext = .allow
        let store = FileStore(path: path, options: options)
        let ann = Credential.password(username: "u", password: Secret("p"))
        let host = try ServerAddress("https://h/")
        let first = try await store.putReporting(ann, for: host)
        #expect(first.place == .init(file: path, key: "h"))
        #expect(first.isChanged == true)
        #expect(try await store.putReporting(ann, for: host).isChanged == false)
        _ = try await store.putReporting(ann, for: ServerAddress("h/team"))
        let deletion = try await store.deleteReporting(host)
        #expect(deletion.removed.map(\.key) == ["h"])
        #expect(deletion.remaining.map(\.key) == ["h/team"])
        let second = try await store.deleteReporting(host)
        #expect(second.removed.isEmpty)
        #expect(second.remaining.map(\.key) == ["h/team"])
        try await store.setCredentialHelper("pass", for: "h")
        #expect(try await store.helperSettings().helper(for: host)?.helper == .program("pass"))
        try await store.setCredentialHelper(nil, for: "h")
        #expect(try await store.helperSettings().credentialHelpers.isEmpty)
    }
}
