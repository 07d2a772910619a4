import Codecs
import HelperProtocol
import RegistryCredentials
import TestSupport
import Testing

/// The order of the keys of a lookup, and the result of each.
struct CandidateTests {
    private static let keys = [
        "registry.example/b", "REGISTRY.example", "registry.example/team", "http://registry.example",
        "registry.example:443",
        "https://registry.example/v1/", "registry.example", "https://registry.example", "registry.example/a",
    ]

    private func candidates(_ server: String, _ matching: KeyMatching, keys: [String] = keys) throws -> [String] {
        let entries = keys.map { #""\#($0)":{"auth":"\#(Base64().encode("u:\($0)".utf8))"}"# }
        var rules = EntryRules()
        rules.matching = matching
        let document = try ConfigDocument(
            parsing: Array("{\"auths\":{\(entries.joined(separator: ","))}}".utf8),
            rules: rules
        )
        return try document.candidates(for: ServerAddress(server)).map { candidate in
            #expect(candidate.credential?.password == Secret(candidate.key))
            return "\(candidate.key): \(candidate.rule)"
        }
    }

    @Test func `Docker's rules try the key of a host, then https, http, other aliases, and paths`() throws {
        #expect(
            try candidates("registry.example", .docker) == [
                "registry.example: the key is the address",
                "https://registry.example: the key is the server after https://",
                "https://registry.example/v1/: the key is the server after https://",
                "http://registry.example: the key is the server after http://",
                "REGISTRY.example: the key is another form of the address",
                "registry.example:443: the key is another form of the address",
                "registry.example/a: the key is a path on this host",
                "registry.example/b: the key is a path on this host",
                "registry.example/team: the key is a path on this host",
            ]
        )
    }

    @Test func `podman's rules try an address, then each namespace above it`() throws {
        #expect(
            try candidates("registry.example/team/app", .podman) == [
                "registry.example/team: the key is the host or a path above the address",
                "registry.example: the key is the host or a path above the address",
                "https://registry.example: the key is the host or a path above the address",
                "https://registry.example/v1/: the key is the host or a path above the address",
                "http://registry.example: the key is the host or a path above the address",
                "REGISTRY.example: the key is the host or a path above the address",
                "registry.example:443: the key is the host or a path above the address",
            ]
        )
    }

    @Test func `the order of entries in the file is irrelevant`() throws {
        var random = SeededGenerator(seed: 7)
        let expected = try candidates("http://registry.example", .docker)
        #expect(expected.first == "http://registry.example: the key is the address")
        for _ in 0..<50 {
            #expect(
                try candidates("http://registry.example", .docker, keys: Self.keys.shuffled(using: &random)) == expected
            )
        }
    }

    @Test func `the time for three thousand keys of one registry grows linearly`() throws {
        let entries = (0..<3000).map { #""h.example/\#($0)":{"auth":"dTpw"}"# }.joined(separator: ",")
        let document = try ConfigDocument(parsing: Array(#"{"auths":{\#(entries)},"x":1}"#.utf8))
        let server = try ServerAddress("h.example")
        let start = ContinuousClock.now
        let count = try document.candidates(for: server).count
        let deleted = try document.deleting(server)
        let elapsed = ContinuousClock.now - start
        #expect(count == 3000)
        // None of them is the entry of the host itself.
        #expect(deleted == nil)
        // Unoptimised code takes a second; quadratic code would take minutes.
        #expect(elapsed < .seconds(120))
    }

    @Test func `damaged and empty entries are candidates, and their errors name the file`() async throws {
        let directory = try StoreDirectory()
        try directory.shell(
            #"echo '{"auths":{"a.example":{"auth":"hunter2"},"https://a.example":{},"http://a.example":{"auth":"YW5uOmh1bnRlcjI="}}}' > config.json"#
        )
        let store = FileStore(path: directory.file("config.json"))
        let candidates = try await store.candidates(for: ServerAddress("a.example"))
        #expect(candidates.map(\.key) == ["a.example", "https://a.example", "http://a.example"])
        guard case .damaged(let error) = candidates[0].content else { throw error(0) }
        #expect(error.place == .init(file: store.path, key: "a.example"))
        expectNoSecret("\(candidates)")
        #expect(candidates[1].content == .empty)
        #expect(candidates[2].credential == .ann)
    }

    private func error(_ index: Int) -> any Error { CredentialStoreError(.failed, "candidate \(index)") }
}
