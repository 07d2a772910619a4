import HelperProtocol
import Testing

@Suite struct BackendOrderTests {
    @Test(arguments: [
        (nil, ["secretservice", "pass", "file"]), ("pass,file", ["pass", "file"]),
        (" file , pass ,", ["file", "pass"]),
        ("file,pass,file", ["file", "pass"]), ("auto,file", ["file"]), ("ecr-login", ["ecr-login"]),
    ])
    func `the order is a list of names, without duplicates and without auto itself`(text: String?, names: [String])
        throws
    {
        #expect(try BackendOrder(text).names == names)
    }

    @Test(arguments: [",", "auto", "../evil", "a b", "pass;file", "/usr/bin/x", "é"])
    func `any other order is an error that names the variable`(text: String) {
        let error = #expect(throws: HelperError.self) { try BackendOrder(text) }
        #expect(error?.message.contains("DOCKER_CREDENTIAL_AUTO_ORDER") == true)
    }

    @Test func `the note about the backend is read as it is written, and nothing else is`() {
        let backend = AnsweringBackend(helper: "docker-credential-pass")
        let note = "docker-credential-auto: x\ndocker-credential-auto: \(backend.note)\n"
        #expect(AnsweringBackend(errorOutput: Array(note.utf8)) == backend)
        for text in ["", backend.note, note.replacing("pass", with: "pa ss")] {
            #expect(AnsweringBackend(errorOutput: Array(text.utf8)) == nil)
        }
    }
}
