import HelperConformance
import HelperProtocol
import SystemPackage
import TestSupport
import Testing

@Suite struct TranscriptParserTests {
    private let identity = HelperIdentity(name: "docker-credential-example", package: "example.org/x", version: "1")

    private func play(_ text: String) throws -> [TranscriptMismatch] {
        try Transcript(parsing: Array(text.utf8), file: "t").scenarios.flatMap {
            $0.play(on: InMemoryHelper(), as: identity)
        }
    }

    @Test func `matching behavior has no mismatches`() throws {
        let text = """
            # A comment.
            title | One
            call  | store
            input | {"ServerURL":"a","Username":"${u*3}","Secret":"\\x73"}
            exit  | 0

            call   | get
            input  | a\\
            output | {"ServerURL":"a","Username":"uuu",\\
            output | "Secret":"s"}
            exit   | 0
            title  | Two, with an empty store
            call   | list
            output | {}
            exit   | 0
            call   | ""
            line   | ${name}: unknown
            line   | action
            exit   | 1
            """
        #expect(try play(text).isEmpty)
    }

    @Test func `a mismatch names the place, the expected and the actual result`() throws {
        let mismatches = try play("title | T\n\ncall | get\ninput | a\noutput | \\xFF\nerror | advice\nexit | 0\n")
        #expect(mismatches.map(\.line) == [3, 3, 3])
        #expect(mismatches.allSatisfy { $0.description.hasPrefix("t:3: T: [\"get\"]: ") })
        #expect(mismatches[0].text.contains(#"expected: ‘\xFF\x0A’"#))
        #expect(mismatches[0].text.contains(#"actual:   ‘credentials not found in native keychain\x0A’"#))
        #expect(mismatches[1].text.contains("something with ‘advice’"))
        #expect(mismatches[2].text.contains("expected: 0"))
    }

    @Test(arguments: [
        ("call | get", 1, "before the first title"), ("title | T\nexit | 0", 2, "before the first call"),
        ("title | T\ncall | get\n", 3, "no exit status"), ("title | T\ncall | get\n\ncall | get", 4, "no exit status"),
        ("title | T\ncall | \"get", 2, "not closed"), ("title |", 1, "sentence"), ("nonsense", 1, "no bar"),
        ("title | T\ncall | get\ninput | ${x", 3, "not closed"), ("title | T\ncall | get\ninput | ${x}", 3, "neither"),
        ("title | T\ncall | get\ninput | \\x4", 3, "hexadecimal"), ("title | T\ncall | get\ninput | a ", 3, "space"),
        ("title | T\ncall | get\ninput | a\r", 3, "control character"),
        ("title | T\ncall | get\nsaid | a", 3, "unknown"),
        ("title | T\ncall | get\nexit | one", 3, "number"),
        ("title | T\ncall | get\noutput | a\nline | a", 4, "either"),
        ("title | T\ncall | get\ninput | ${a*99999999}", 3, "neither"),
    ])
    func `an invalid transcript is rejected with the line`(text: String, line: Int, reason: String) {
        let error = #expect(throws: TranscriptError.self) { try play(text) }
        #expect(error?.line == line)
        #expect(error?.reason.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func `a directory without transcripts is an error`() throws {
        let directory = try TemporaryDirectory()
        #expect(throws: Errno.noSuchFileOrDirectory) { try Transcript.all(in: directory.path) }
    }

    @Test func `a transcript is played against a program`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.executable("docker-credential-example", ExampleHelper.script)
        let program = HelperProgram(
            path: path,
            environment: ["CONFORMANCE_STORE": directory.path.appending("store").string]
        )
        let text = """
            title  | What was stored is given back
            call   | store
            input  | {"ServerURL":"a","Username":"u","Secret":"s"}
            exit   | 0
            call   | list
            output | {"a": "u"}
            exit   | 0
            call   | get x
            output | Usage: ${name} <store|get|erase|list|version>
            exit   | 1
            """
        let transcript = try Transcript(parsing: Array(text.utf8), file: "t")
        #expect(try transcript.scenarios[0].play(on: program).isEmpty)
    }
}
