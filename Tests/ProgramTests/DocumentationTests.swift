import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Statements of the documentation that can be checked against the sources.
@Suite struct DocumentationTests {
    private static let root = Repository.root

    @Test(arguments: ["docs/write-a-helper.md", "Sources/HelperProtocol/HelperProtocol.docc/HelperProtocol.md"])
    func `a page shows the example that is built`(page: String) throws {
        let example = try Self.text("Examples/custom-helper/Sources/docker-credential-custom/Main.swift")
        #expect(try Self.text(page).contains("```swift\n\(example)```\n"))
    }

    @Test(arguments: ["README.md", "Sources/RegistryLoginHTTP/RegistryLoginHTTP.docc/RegistryLoginHTTP.md"])
    func `a page shows the program that prints a manifest, which a test runs`(page: String) throws {
        let example = try Self.text("Examples/print-a-manifest/Sources/print-a-manifest/main.swift")
        #expect(example.split(separator: "\n").count == 10)
        #expect(try Self.text(page).contains("```swift\n\(example)```\n"))
        let tested = try Self.text("Tests/Support/print-a-manifest/main.swift")
        #expect(tested == "#if HTTPClient\n\(example)#endif\n")
    }

    @Test(arguments: [
        ("RegistryLoginHTTP", "CommandLineTool", ["print-a-manifest", "fetch-a-credential"]),
        ("RegistryLoginHTTP", "Server", ["manifest-service", "login-from-a-server"]),
        ("ContainerPluginAdapter", "BuildPlugin", ["container-plugin-adapter"]),
        ("ContainerizationAdapter", "ContainerizationAdapter", ["containerization-adapter"]),
    ])
    func `the code of an article is part of an example that is built and run`(
        library: String,
        article: String,
        examples: [String]
    ) throws {
        let page = try Self.text("Sources/\(library)/\(library).docc/\(article).md")
        let sources = try examples.flatMap { example in
            let directory = FilePath("Examples/\(example)/Sources/\(example)")
            let names = try DirectoryListing.names(in: Self.root.pushing(directory))
            return try (names.map { directory.appending($0) } + ["Examples/\(example)/Package.swift"])
                .map { try Self.text("\($0)") }
        }
        let blocks = page.components(between: "```swift\n", and: "```\n")
        #expect(!blocks.isEmpty)
        for block in blocks { #expect(sources.contains { $0.contains(block) }, "\(block)") }
    }

    @Test func `the helper's page names every variable that the file helper reads`() throws {
        let page = try Self.text("docs/file.md")
        for variable in [
            "DOCKER_CREDENTIAL_FILE_PATH", "DOCKER_CREDENTIAL_FILE_IDENTITY", "DOCKER_CREDENTIAL_FILE_RECIPIENTS",
            "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE", "DOCKER_CREDENTIAL_TIMEOUT", "DOCKER_CREDENTIAL_DEBUG",
            "CREDENTIALS_DIRECTORY", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
        ] {
            #expect(page.contains(variable))
        }
    }

    @Test(arguments: try Self.pages())
    func `a page links only to files and headings that exist`(page: String) throws {
        let directory = Self.root.appending(page).removingLastComponent()
        for link in try Self.text(page).split(separator: "](").dropFirst().compactMap({ $0.split(separator: ")").first }
        )
        where !link.hasPrefix("http") {
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? Self.root.appending(page) : directory.appending(parts[0])
            #expect(throws: Never.self, "\(page): \(link)") { _ = try FileStatus(of: target) }
            guard parts.count == 2 else { continue }
            let text = try RegularFile.read(target, limit: 1 << 20).bytes.text
            #expect(Self.anchors(in: text).contains(parts[1]), "\(page): \(link)")
        }
    }

    @Test func `the index lists every page`() throws {
        let index = try Self.text("docs/README.md")
        for page in try Self.pages() where page.hasPrefix("docs/") && page != "docs/README.md" {
            #expect(index.contains("](\(page.dropFirst(5)))"), "\(page)")
        }
    }

    @Test func `the thirty problems name tests that exist`() throws {
        let table = MarkdownTable(under: "#", in: try Self.text("docs/pains.md"))
        #expect(table.rows.map { $0[0] } == (1...30).map { "\($0)" })
        let tests = try Self.swiftFiles(in: Repository.tests).map { (name: $0.stem, text: try Self.text($0)) }
        for row in table.rows {
            let named = row[3].split(separator: "`: *")
            let suites = named.dropLast().compactMap { $0.split(separator: "`").last }
            let names = named.dropFirst().compactMap { $0.split(separator: "*").first }
            #expect(!suites.isEmpty && suites.count == names.count, "\(row[0])")
            for (suite, name) in zip(suites, names) {
                let exists = tests.contains {
                    $0.name?.hasPrefix(suite) == true && $0.text.contains("func `\(name)`")
                }
                #expect(exists, "\(row[0]): \(suite): \(name)")
            }
        }
    }

    @Test func `each promise on security names suites that exist`() throws {
        let page = try Self.text("SECURITY.md")
        let section = try #require(page.split(separator: "\n## ").first { $0.hasPrefix("What is promised") })
        let suites = Set(try Self.swiftFiles(in: Repository.tests).compactMap(\.stem))
        for promise in section.split(separator: "\n- ").dropFirst() {
            let named = promise.split(separator: "`").filter { $0.hasSuffix("Tests") }
            #expect(!named.isEmpty && named.allSatisfy { suites.contains(String($0)) }, "\(promise)")
        }
    }

    /// The pages that people read outside the code, relative to the repository.
    private static func pages() throws -> [String] {
        let own = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
        let pages = try DirectoryListing.names(in: root.appending("docs")).filter { $0.hasSuffix(".md") }
        return own + pages.map { "docs/\($0)" }
    }

    /// The anchors that GitHub gives to the headings of a page.
    private static func anchors(in text: String) -> Set<String> {
        let headings = text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { $0.drop { "# ".contains($0) } }
        return Set(
            headings.map { heading in
                String(
                    heading.lowercased().map { $0 == " " ? "-" : $0 }.filter {
                        $0.isLetter || $0.isNumber || "-_".contains($0)
                    }
                )
            }
        )
    }

    private static func swiftFiles(in directory: FilePath) throws -> [FilePath] {
        try DirectoryListing.names(in: directory).flatMap { name -> [FilePath] in
            let path = directory.appending(name)
            if name.hasSuffix(".swift") { return [path] }
            return try FileStatus(of: path).kind == .directory ? swiftFiles(in: path) : []
        }
    }

    private static func text(_ path: FilePath) throws -> String {
        try RegularFile.read(path, limit: 1 << 20).bytes.text
    }

    private static func text(_ path: String) throws -> String {
        try RegularFile.read(root.appending(path), limit: 1 << 20).bytes.text
    }
}

extension String {
    /// The texts between each pair of marks.
    fileprivate func components(between start: String, and end: String) -> [String] {
        var found: [String] = []
        var rest = self[...]
        while let opening = rest.firstRange(of: start) {
            rest = rest[opening.upperBound...]
            guard let closing = rest.firstRange(of: end) else { break }
            found.append(String(rest[..<closing.lowerBound]))
            rest = rest[closing.upperBound...]
        }
        return found
    }
}
