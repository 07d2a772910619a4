import Codecs
import RegistryCredentials
import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The table in the article on server addresses that says which key of a file is used.
@Suite struct PublishedMatchingTests {
    private static let rows: [[String]] = {
        let article = Repository.root.appending(
            "Sources/RegistryCredentials/RegistryCredentials.docc/ServerAddresses.md"
        )
        let text = (try? RegularFile.read(article, limit: 1 << 20).bytes.text) ?? ""
        return MarkdownTable(under: "asked for", in: text).rows
    }()

    @Test func `the published table has a row for each rule`() { #expect(Self.rows.count >= 5) }

    @Test(arguments: rows) func `the key that is used is the one in the published table`(row: [String]) async throws {
        let keys = Self.code(row[1])
        let directory = try StoreDirectory()
        let entries = keys.enumerated().map { index, key in
            #""\#(key)":{"auth":"\#(Base64().encode("user\(index):secret".utf8))"}"#
        }
        try directory.shell("cat > config.json <<'END'\n{\"auths\":{\(entries.joined(separator: ","))}}\nEND")
        let server = try ServerAddress(try #require(Self.code(row[0]).first))
        for (name, matching) in [("docker", KeyMatching.docker), ("podman", .podman)] {
            var options = FileStore.Options()
            options.matching = matching
            let used = try await FileStore(path: directory.file("config.json"), options: options).get(server)?.username
            let isException = name == "podman" && row[2].contains("none in podman's")
            let expected =
                isException ? nil : Self.code(row[2]).first.flatMap { keys.firstIndex(of: $0) }.map { "user\($0)" }
            #expect(used == expected, "\(name)")
        }
    }

    /// The texts in backticks.
    private static func code(_ cell: String) -> [String] {
        cell.split(separator: "`", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
            .map { String($0.element) }
    }
}
