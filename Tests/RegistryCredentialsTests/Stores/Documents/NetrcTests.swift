import HelperProtocol
import Testing

@testable import RegistryCredentials

struct NetrcTests {
    struct Case: CustomTestStringConvertible {
        let text: String
        let entries: [Netrc.Entry]
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ entries: (String?, String?, String?)...) {
            self.text = text
            self.entries = entries.map { Netrc.Entry(machine: $0.0, login: $0.1, password: $0.2) }
        }
    }

    static let cases = [
        Case(""),
        Case("machine h login u password p", ("h", "u", "p")),
        Case("machine h\n\tlogin u\n\tpassword p\n", ("h", "u", "p")),
        Case("machine h password p login u\r\nmachine i login v password q", ("h", "u", "p"), ("i", "v", "q")),
        Case("# a comment\nmachine h # another\nlogin u password p", ("h", "u", "p")),
        Case("machine h login u password #p", ("h", "u", "#p")),
        Case("machine h login u password p#q", ("h", "u", "p#q")),
        Case("machine h login u password \"p q\\\"\\\\\\t\"", ("h", "u", "p q\"\\\t")),
        Case("machine h login u account a password p", ("h", "u", "p")),
        Case("default login u password p", (nil, "u", "p")),
        Case("macdef init\ncd /pub\nmachine no login no\n\nmachine h login u password p", ("h", "u", "p")),
        Case("machine h login u password p unknown word", ("h", "u", "p")),
        Case("machine h", ("h", nil, nil)),
        Case("machine h login é password 漢", ("h", "é", "漢")),
    ]

    @Test(arguments: cases)
    func `a file is read as curl reads it`(_ example: Case) throws {
        #expect(try Netrc(parsing: example.text).entries == example.entries)
    }

    @Test(arguments: [
        ("machine h\nlogin u\npassword \"hunter2", 3), ("machine h password", 1), ("login hunter2", 1),
        ("\nmachine", 2),
    ])
    func `a syntax error names its line and does not quote it`(_ text: String, _ line: Int) {
        let problem = #expect(throws: Netrc.Problem.self) { try Netrc(parsing: text) }
        #expect(problem?.line == line && problem?.reason.contains("hunter2") == false)
    }

    static let file = """
        machine registry.example login ann password p1
        machine registry.example login bob password p2
        machine auth.docker.io login hub password p3
        machine nothing.example login only
        default login anyone password p4
        """

    @Test(arguments: [
        ("registry.example", "ann"), ("https://REGISTRY.example:5000/team", "ann"), ("docker.io", "hub"),
        ("nothing.example", nil), ("elsewhere.example", nil),
    ])
    func `a machine entry is used for its host`(_ server: String, _ username: String?) async throws {
        let (home, path) = try makeHome(Self.file)
        defer { home.keep() }
        #expect(try await NetrcStore(path: path).get(ServerAddress(server))?.username == username)
    }

    @Test func `the default entry is used only if an option enables it`() async throws {
        let (home, path) = try makeHome(Self.file)
        defer { home.keep() }
        let store = NetrcStore(path: path, usesDefault: true)
        #expect(try await store.get(ServerAddress("elsewhere.example"))?.username == "anyone")
        #expect(try await store.get(ServerAddress("registry.example"))?.username == "ann")
    }

    @Test func `a missing file has no credentials, and a broken one is an error`() async throws {
        let server = try ServerAddress("registry.example")
        #expect(try await NetrcStore(path: "/nonexistent/netrc").get(server) == nil)
        let (home, path) = try makeHome("machine h password \"hunter2")
        defer { home.keep() }
        let error = await #expect(throws: CredentialStoreError.self) {
            try await NetrcStore(path: path).get(server)
        }
        #expect(error?.code == .damaged && error?.place.file == path)
        #expect(error.map { "\($0)".contains("hunter2") } == false)
    }

    @Test func `saving and deleting fail`() async throws {
        let (home, path) = try makeHome(Self.file)
        defer { home.keep() }
        let store = NetrcStore(path: path)
        let server = try ServerAddress("registry.example")
        let credential = Credential.password(username: "u", password: Secret("p"))
        let put = await #expect(throws: CredentialStoreError.self) { try await store.put(credential, for: server) }
        let deletion = await #expect(throws: CredentialStoreError.self) { try await store.delete(server) }
        #expect(put?.code == .unsupported && deletion?.code == .unsupported)
        try await store.delete(ServerAddress("elsewhere.example"))
    }

    private func makeHome(_ text: String) throws -> (ConfigHome, path: String) {
        let home = try ConfigHome()
        try home.write(text, to: "netrc")
        return (home, home.path("netrc"))
    }
}
