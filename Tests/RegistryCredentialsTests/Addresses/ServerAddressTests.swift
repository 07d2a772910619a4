import RegistryCredentials
import Testing

struct ServerAddressTests {
    private static let table = ServerAddressTable.shared

    @Test func `the published table has at least forty addresses`() {
        #expect(Self.table.meanings.count >= 40)
        #expect(Self.table.refusals.count >= 30)
    }

    @Test(arguments: table.meanings) func `an address parses as the published table says`(
        row: ServerAddressTable.Meaning
    ) throws {
        let address = try ServerAddress(row.text)
        #expect(address.host == row.host)
        #expect(address.port.map { String($0) } ?? "" == row.port)
        #expect(address.path == row.path)
        #expect(address.dockerKey == row.key)
    }

    @Test(arguments: table.meanings) func `the key of an address parses as the same registry`(
        row: ServerAddressTable.Meaning
    ) throws {
        let address = try ServerAddress(row.text)
        let key = try ServerAddress(address.dockerKey)
        #expect(key.isSameHost(as: address))
        #expect(key.dockerKey == address.dockerKey)
        #expect(try ServerAddress(address.podmanKey).isSameServer(as: address))
    }

    @Test(arguments: table.refusals) func `an invalid address is rejected with a reason that does not quote it`(
        row: ServerAddressTable.Refusal
    ) {
        let error = #expect(throws: ServerAddressError.self) { try ServerAddress(row.text) }
        #expect(error?.description.contains(row.reason) == true, "\(error?.description ?? "")")
        #expect(row.text.count < 5 || error?.description.contains(row.text) == false)
    }

    @Test(arguments: ["registry.example\u{0}", "registry\n.example", "a\u{85}b"])
    func `control characters are rejected`(text: String) {
        #expect(throws: ServerAddressError.self) { try ServerAddress(text) }
    }

    @Test func `descriptions and errors contain no user information`() throws {
        #expect("\(try ServerAddress("https://ann:hunter2@registry.example/"))" == "https://…@registry.example/")
        let error = #expect(throws: ServerAddressError.self) { try ServerAddress("https://ann:hunter2@re gistry") }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `aliases of one registry are equal and have the same hash`() throws {
        let aliases = ["registry.example", "https://Registry.Example:443/v2/", "http://registry.example:80"]
        #expect(Set(try aliases.map { try ServerAddress($0) }).count == 1)
        #expect(try ServerAddress("registry.example/team") != ServerAddress("registry.example"))
        #expect(try ServerAddress("registry.example/e\u{301}") != ServerAddress("registry.example/\u{E9}"))
    }

    @Test func `Docker Hub has one host for requests and keys for its tokens`() throws {
        #expect(try ServerAddress("docker.io").registryAuthority == "registry-1.docker.io")
        #expect(try ServerAddress("docker.io/library").podmanKey == "docker.io/library")
        #expect(try !ServerAddress("docker.io:5000").isDockerHub)
        #expect(try ServerAddress("[::1]:5000").registryAuthority == "[::1]:5000")
    }

    @Test(arguments: table.refusals.map(\.text).filter { !$0.allSatisfy { $0 == " " } })
    func `any key is a valid address, which says why no registry can be reached there`(key: String) throws {
        let address = try ServerAddress(exactly: key)
        #expect(address.networkProblem != nil)
        #expect(address.aliases == [key])
        #expect(address.dockerKey == key)
        let content = #"{"auths":{"other.example":{},"\#(key.replacing("\\", with: "\\\\"))":{"auth":"dTpw"}}}"#
        let document = try ConfigDocument(parsing: Array(content.utf8))
        #expect(try document.candidates(for: address).best()?.username == "u")
        #expect(try document.deleting(address) == Array(#"{"auths":{"other.example":{}}}"#.utf8))
    }

    @Test func `a non-ASCII host is a valid key, and needs its ASCII form for requests`() throws {
        let address = try ServerAddress("MÜNCHEN.Example:443")
        #expect(address.host == "mÜnchen.example")
        #expect(address.networkProblem?.description.contains("xn--") == true)
        #expect(try ServerAddress("xn--mnchen-3ya.example").networkProblem == nil)
        // Compared by bytes: another case or another Unicode normalisation is another host.
        #expect(try address != ServerAddress("münchen.example"))
        #expect(try ServerAddress("e\u{301}.example") != ServerAddress("\u{E9}.example"))
    }

    struct Ports: Sendable, CustomTestStringConvertible {
        let one, other: String
        let isSame: Bool
        var testDescription: String { "\(one) \(isSame ? "is" : "is not") \(other)" }
    }

    @Test(
        arguments: [
            ("h", "h:443", true), ("h", "https://h:443/", true), ("http://h:443", "h", true), ("http://h", "h", true),
            ("http://h:80", "h:80", true), ("http://h:80", "http://h", true), ("http://h", "h:80", true),
            ("http://h:80", "h", true), ("https://h:80", "h:80", true), ("h:80", "h", false),
            ("https://h", "h:80", false),
            ("http://h:5000", "h:80", false), ("h:443", "h:80", false), ("docker.io", "http://docker.io:80", true),
            ("docker.io", "docker.io:80", false),
        ].map { Ports(one: $0, other: $1, isSame: $2) }
    )
    func `get, put and delete treat a default port and no port alike`(ports: Ports) throws {
        let (one, other) = (try ServerAddress(ports.one), try ServerAddress(ports.other))
        #expect(one.isSameHost(as: other) == ports.isSame)
        #expect(other.isSameHost(as: one) == ports.isSame)
        for (saved, asked) in [(one, other), (other, one)] {
            let credential = Credential.password(username: "u", password: Secret("p"))
            let bytes = try ConfigDocument(parsing: []).putting(credential, for: saved) ?? []
            let document = try ConfigDocument(parsing: bytes)
            #expect(try (document.candidates(for: saved).best() == credential))
            let key = try document.entries().map(\.key).first ?? ""
            guard try ServerAddress(key).isSameHost(as: asked) else { continue }
            #expect(try document.candidates(for: asked).best() == credential, "\(asked) from \(key)")
            #expect(try document.deleting(asked) != nil, "\(asked) from \(key)")
        }
    }

    @Test func `the exact key takes precedence over an alias with a different user`() throws {
        let document = try ConfigDocument(
            parsing: Array(#"{"auths":{"h":{"auth":"YTph"},"h:443":{"auth":"Yjpi"},"https://h":{"auth":"Yzpj"}}}"#.utf8)
        )
        for (text, user) in [("h", "a"), ("h:443", "b"), ("https://h", "c"), ("H", "a"), ("https://h:443/", "a")] {
            #expect(try document.candidates(for: ServerAddress(text)).best()?.username == user, "\(text)")
            #expect(try ServerAddress(text).aliases.first == text)
        }
    }

    @Test func `every alias parses as its registry, and Docker's key is the first or second alias`() throws {
        for text in [
            "h", "h:443", "h:80", "http://h:80", "H:5000", "https://h/v1/", "[::1]:5000", "docker.io", "h/team",
        ] {
            let server = try ServerAddress(text)
            #expect(try server.aliases.allSatisfy { try ServerAddress($0).isSameHost(as: server) }, "\(text)")
            #expect(server.aliases.prefix(2).contains(server.dockerKey), "\(text)")
            #expect(Set(server.aliases).count == server.aliases.count)
        }
        #expect(try ServerAddress("http://h:80").aliases.contains("h"))
        #expect(try ServerAddress("h:80").aliases.contains("http://h"))
        #expect(try ServerAddress("https://ann:pw@h/").aliases.allSatisfy { !$0.contains("pw") })
        #expect(try ServerAddress("registry-1.docker.io").aliases.first == "https://index.docker.io/v1/")
    }
}
