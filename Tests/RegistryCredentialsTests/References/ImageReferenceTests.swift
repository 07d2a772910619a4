import Codecs
import Foundation
import RegistryCredentials
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@Suite struct ImageReferenceTests {
    /// A reference, and how distribution/reference parses it.
    struct Verdict: CustomTestStringConvertible {
        let text: String
        /// The canonical and the familiar form; nil if the reference is rejected.
        let forms: (canonical: String, familiar: String)?
        /// The kind of rejection.
        let refusal: String

        var testDescription: String { text.debugDescription }

        static var all: [Verdict] {
            get throws {
                let file = Repository.tests.appending("RegistryCredentialsTests/Documents/references.tsv")
                let text = try RegularFile.read(file, limit: 1 << 20).bytes.text
                return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
                    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                    let reference = try JSONDocument(parsing: Array(columns[0].utf8)).root.string
                    return Verdict(
                        text: try #require(reference),
                        forms: columns[1] == "-" ? nil : (columns[1], columns[2]),
                        refusal: columns[1] == "-" ? columns[2] : ""
                    )
                }
            }
        }
    }

    /// Accepted there and rejected here: no registry has a host with an underscore, or the port 0.
    private static let differences: Set<String> = ["a_b.c/d", "a.b:0/c"]

    @Test func `the table has more than two hundred references`() throws {
        #expect(try Verdict.all.count > 200)
    }

    @Test(arguments: try Verdict.all)
    func `references are accepted, rejected and normalised as in distribution`(verdict: Verdict) throws {
        guard let forms = verdict.forms, !Self.differences.contains(verdict.text) else {
            let error = try #require(throws: ImageReferenceError.self) { try ImageReference(verdict.text) }
            #expect((0...verdict.text.utf8.count).contains(error.offset))
            let codes: [String: Set<ImageReferenceError.Code>] = [
                "tooLong": [.nameTooLong], "identifier": [.ambiguousIdentifier],
                "uppercase": [.uppercaseName, .unsupportedDigest],
                "digest": [.invalidDigest], "unsupportedDigest": [.unsupportedDigest],
            ]
            if let expected = codes[verdict.refusal] { #expect(expected.contains(error.code)) }
            return
        }
        let reference = try ImageReference(verdict.text)
        #expect(reference.description == forms.canonical)
        // distribution rejects the familiar form of such a repository when it is parsed again.
        let isIdentifier = forms.familiar.utf8.count == 64 && !forms.familiar.contains("/")
        #expect(reference.familiarName == (isIdentifier ? forms.canonical : forms.familiar))
        #expect(try ImageReference(reference.description) == reference)
        #expect(try ImageReference(reference.familiarName) == reference)
    }

    @Test func `a reference is split into its parts`() throws {
        let digest = "sha256:" + String(repeating: "0f", count: 32)
        let reference = try ImageReference("registry.example:5000/team/app:1.2@\(digest)")
        #expect(reference.domain == "registry.example:5000")
        #expect(reference.repository == "team/app")
        #expect(reference.tag == "1.2")
        #expect(reference.digest == digest)
        #expect(reference.manifestReference == digest)
        #expect(reference.server == (try ServerAddress("registry.example:5000/team/app")))
        #expect(reference.registry == (try ServerAddress("registry.example:5000")))
        #expect(try ImageReference("ubuntu").manifestReference == "latest")
        #expect(try ImageReference("ubuntu").server.isDockerHub)
        // Parsed as an address, the path would lack the first component of this repository.
        #expect(try ImageReference("registry.example/v2/app").server.path == "v2/app")
    }

    @Test(arguments: ["docker.io/a.example/b", "docker.io/localhost/b:1", "index.docker.io/a.example/b/c"])
    func `the short form never names another registry`(text: String) throws {
        let reference = try ImageReference(text)
        #expect(reference.domain == "docker.io")
        #expect(reference.familiarName == reference.description)
        #expect(try ImageReference(reference.familiarName) == reference)
    }

    @Test(arguments: [
        ("registry.example:65536/app", 0), ("[:::]/app", 0), ("ghcr.io/ann/App", 12), ("a/b@sha256:12", 11),
        ("a:b:c", 3), ("host.example:port/a", 12),
    ])
    func `an error gives the position of the fault`(text: String, offset: Int) throws {
        let error = try #require(throws: ImageReferenceError.self) { try ImageReference(text) }
        #expect(error.offset == offset, "\(error)")
    }

    @Test(arguments: [
        ("docker://ubuntu:22.04", "docker.io/library/ubuntu:22.04"), ("oci://ghcr.io/a/b", "ghcr.io/a/b"),
        ("ghcr.io/a/b:c", "ghcr.io/a/b:c"),
    ])
    func `the command line accepts transport prefixes that name a registry`(text: String, canonical: String) throws {
        #expect(try ImageReference(commandLine: text).description == canonical)
    }

    @Test(arguments: ["docker-daemon:ubuntu:22.04", "containers-storage:a", "oci:directory:tag", "dir:/tmp/x"])
    func `transports without a registry are rejected by name`(text: String) throws {
        let error = try #require(throws: ImageReferenceError.self) { try ImageReference(commandLine: text) }
        #expect(error.code == .unsupportedTransport)
    }

    @Test(arguments: [
        ("ubuntu:22.04", "index.docker.io", "library/ubuntu"), ("library/ubuntu", "index.docker.io", "library/ubuntu"),
        ("registry.example/team/app:latest", "registry.example", "team/app"),
        ("localhost:5000", "localhost:5000", ""), ("registry.example", "registry.example", ""),
        ("registry", "registry", ""), ("https://registry.example/v1/", "registry.example", ""),
        ("registry.example/v2", "registry.example", ""), ("docker.io", "index.docker.io", ""),
        ("index.docker.io/v1/", "index.docker.io", ""), ("docker://ghcr.io/a/b:c", "ghcr.io", "a/b"),
        ("oci://registry.example:5000/chart", "registry.example:5000", "chart"), ("[::1]:5000", "[::1]:5000", ""),
        ("registry.example/Team", "registry.example", "Team"), ("registry.example/", "registry.example", ""),
    ])
    func `a command accepts a registry or an image`(text: String, authority: String, path: String) throws {
        let server = try ServerAddress(registryOrImage: text)
        #expect(server.authority == authority)
        #expect(server.path == path)
    }

    @Test func `a reference uses the credential of its namespace, else of its registry`() async throws {
        let store = MemoryStore()
        try await store.put(.password(username: "ann", password: Secret("1")), for: ServerAddress("registry.example"))
        #expect(try await store.get(ImageReference("registry.example/team/app:1"))?.username == "ann")
        #expect(try await store.get(ImageReference("other.example/team/app:1")) == nil)
    }

    @Test func `a reference is encoded in its canonical form, and other text is not decoded`() throws {
        let data = try JSONEncoder().encode(["image": ImageReference("ubuntu:22.04")])
        #expect(String(decoding: data, as: UTF8.self) == #"{"image":"docker.io\/library\/ubuntu:22.04"}"#)
        #expect(
            try JSONDecoder().decode([String: ImageReference].self, from: data)["image"]
                == ImageReference("ubuntu:22.04")
        )
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([ImageReference].self, from: Data(#"["registry.example/app:"]"#.utf8))
        }
    }

    @Test func `every parsed reference round-trips through its text`() throws {
        var generator = SeededGenerator(seed: 20)
        let alphabet = Array("aB0._-:/@[]sha256é \n".unicodeScalars)
        var accepted = 0
        for _ in 0..<20_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...14, using: &generator) {
                text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
            }
            guard let reference = try? ImageReference(String(text)) else { continue }
            accepted += 1
            try #require(try ImageReference(reference.description) == reference)
            try #require(try ImageReference(reference.familiarName) == reference)
        }
        #expect(accepted > 500)
    }
}
