import RegistryCredentials
import Testing

struct ServerAddressTests {
    private static let table = SpellingTable.shared

    @Test func `the published table has at least forty spellings`() {
        #expect(Self.table.meanings.count >= 40)
        #expect(Self.table.refusals.count >= 30)
    }

    @Test(arguments: table.meanings) func `a spelling means what the published table says`(
        row: SpellingTable.Meaning
    ) throws {
        let address = try ServerAddress(row.spelling)
        #expect(address.host == row.host)
        #expect(address.port.map { String($0) } ?? "" == row.port)
        #expect(address.path == row.path)
        #expect(address.dockerKey == row.key)
    }

    @Test(arguments: table.meanings) func `the key of a spelling means the same server`(
        row: SpellingTable.Meaning
    ) throws {
        let address = try ServerAddress(row.spelling)
        let key = try ServerAddress(address.dockerKey)
        #expect((key.host, key.port) == (address.host, address.port))
        #expect(key.dockerKey == address.dockerKey)
        #expect(try ServerAddress(address.podmanKey) == address)
    }

    @Test(arguments: table.refusals) func `rubbish is refused with a reason and without a quotation`(
        row: SpellingTable.Refusal
    ) {
        let error = #expect(throws: ServerAddressError.self) { try ServerAddress(row.spelling) }
        #expect(error?.description.contains(row.reason) == true, "\(error?.description ?? "")")
        #expect(row.spelling.count < 5 || error?.description.contains(row.spelling) == false)
    }

    @Test(arguments: ["registry.example\u{0}", "registry\n.example", "a\u{85}b"])
    func `control characters are refused`(text: String) {
        #expect(throws: ServerAddressError.self) { try ServerAddress(text) }
    }

    @Test func `neither a description nor an error has user information in it`() throws {
        #expect("\(try ServerAddress("https://ann:hunter2@registry.example/"))" == "https://…@registry.example/")
        let error = #expect(throws: ServerAddressError.self) { try ServerAddress("https://ann:hunter2@re gistry") }
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test func `spellings of one server are equal and hash alike`() throws {
        let spellings = ["registry.example", "https://Registry.Example:443/v2/", "http://registry.example:80"]
        #expect(Set(try spellings.map { try ServerAddress($0) }).count == 1)
        #expect(try ServerAddress("registry.example/team") != ServerAddress("registry.example"))
        #expect(try ServerAddress("registry.example/e\u{301}") != ServerAddress("registry.example/\u{E9}"))
    }

    @Test func `Docker Hub is asked at one host and knows its tokens`() throws {
        #expect(try ServerAddress("docker.io").registryAuthority == "registry-1.docker.io")
        #expect(try ServerAddress("docker.io/library").podmanKey == "docker.io/library")
        #expect(try !ServerAddress("docker.io:5000").isDockerHub)
        #expect(try ServerAddress("[::1]:5000").registryAuthority == "[::1]:5000")
    }
}
