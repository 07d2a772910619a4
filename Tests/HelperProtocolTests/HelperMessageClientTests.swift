import HelperProtocol
import TestSupport
import Testing

@Suite struct HelperMessageClientTests {
    @Test func `a store request has Docker's format`() throws {
        let credentials = Credentials(server: try .example, username: "<token>", secret: Secret("a&b"))
        let request = HelperMessage.storeRequest(credentials)
        #expect(
            request.text
                == #"{"ServerURL":"registry.example","Username":"\u003ctoken\u003e","Secret":"a\u0026b"}"# + "\n"
        )
        #expect(try HelperMessage.credentials(from: request) == credentials)
    }

    @Test(arguments: [
        #"{"ServerURL":"registry.example","Username":"ann","Secret":"s"}"#,
        #"{"Username":"ann","Secret":"s"}"#,
        #"{"username":"ann","SECRET":"s","ServerURL":"another.example"}"#,
        "  {\"Secret\":\"s\",\"Username\":\"ann\"}\r\nsome noise",
    ])
    func `a response to get is parsed like in other clients`(output: String) throws {
        let credentials = try HelperMessage.credentials(fromOutput: Array(output.utf8), for: .example)
        #expect(credentials == Credentials(server: try .example, username: "ann", secret: Secret("s")))
    }

    @Test(arguments: [#"{"ServerURL":"x","Username":"","Secret":""}"#, "{}", "null"])
    func `an empty username with an empty secret means not found`(output: String) throws {
        #expect(try HelperMessage.credentials(fromOutput: Array(output.utf8), for: .example) == nil)
    }

    @Test func `a secret may be empty if there is a username`() throws {
        let output = Array(#"{"Username":"ann","Secret":""}"#.utf8)
        #expect(try HelperMessage.credentials(fromOutput: output, for: .example)?.username == "ann")
    }

    @Test(arguments: ["", "hunter2", "[]", #"{"Username":"ann","Secret":7}"#, #"{"Secret":"hunter2"#])
    func `an invalid response is reported as damaged and not quoted`(output: String) throws {
        let server = try ServerURL.example
        for read in [
            { () throws in _ = try HelperMessage.credentials(fromOutput: Array(output.utf8), for: server) },
            { () throws in _ = try HelperMessage.users(fromOutput: Array(output.utf8)) },
        ] {
            let error = #expect(throws: HelperError.self) { try read() }
            #expect(error?.code == .damaged)
            #expect(error?.message.contains("hunter2") == false)
        }
    }

    @Test func `a list keeps its order and keys that are not server URLs`() throws {
        let users = try HelperMessage.users(fromOutput: Array("{\"b\":\"1\",\" a\\n\":\"\",\"\":\"3\"}\n".utf8))
        #expect(users.map(\.server) == ["b", " a\n", ""])
        #expect(users.map(\.username) == ["1", "", "3"])
        #expect(try HelperMessage.users(fromOutput: Array("null".utf8)).isEmpty)
    }

    @Test func `the client parses the session's responses`() throws {
        let secret = Secret("\u{0}\n<\"\\")
        let credentials = Credentials(server: try .example, username: "ann\u{2028}\u{1F511}", secret: secret)
        let answer = HelperMessage.answer(credentials)
        #expect(try HelperMessage.credentials(fromOutput: answer, for: .example) == credentials)
        let users = try HelperMessage.users(fromOutput: HelperMessage.answer([.example: "ann"]))
        #expect(users.map(\.server) == ["registry.example"])
    }
}
