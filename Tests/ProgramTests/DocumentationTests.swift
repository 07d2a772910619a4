import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Statements of the documentation that can be checked against the sources.
@Suite struct DocumentationTests {
    private static let root = Repository.root

    @Test(arguments: ["README.md", "Sources/HelperProtocol/HelperProtocol.docc/HelperProtocol.md"])
    func `a page shows the example that is built`(page: String) throws {
        let example = try Self.text("Examples/custom-helper/Sources/docker-credential-custom/Main.swift")
        #expect(try Self.text(page).contains("```swift\n\(example)```\n"))
    }

    @Test(arguments: ["Sources/RegistryLoginHTTP/RegistryLoginHTTP.docc/RegistryLoginHTTP.md"])
    func `a page shows the program that prints a manifest, which a test runs`(page: String) throws {
        let example = try Self.text("Examples/print-a-manifest/Sources/print-a-manifest/main.swift")
        #expect(example.split(separator: "\n").count == 10)
        #expect(try Self.text(page).contains("```swift\n\(example)```\n"))
        let tested = try Self.text("Tests/Support/print-a-manifest/main.swift")
        #expect(tested == "#if HTTPClient\n\(example)#endif\n")
    }

    @Test func `the README names every variable that the file helper reads`() throws {
        let readme = try Self.text("README.md")
        for variable in [
            "DOCKER_CREDENTIAL_FILE_PATH", "DOCKER_CREDENTIAL_FILE_IDENTITY", "DOCKER_CREDENTIAL_FILE_RECIPIENTS",
            "DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE", "DOCKER_CREDENTIAL_TIMEOUT", "DOCKER_CREDENTIAL_DEBUG",
            "CREDENTIALS_DIRECTORY", "XDG_DATA_HOME", "XDG_STATE_HOME",
        ] {
            #expect(readme.contains(variable))
        }
    }

    private static func text(_ path: String) throws -> String {
        try RegularFile.read(root.appending(path), limit: 1 << 20).bytes.text
    }
}
