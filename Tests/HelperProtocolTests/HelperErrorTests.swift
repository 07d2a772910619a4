import HelperProtocol
import Testing

@Suite struct HelperErrorTests {
    static let canonical: [(error: HelperError, text: String)] = [
        (.credentialsNotFound, "credentials not found in native keychain"),
        (.missingServerURL, "no credentials server URL"),
        (.missingUsername, "no credentials username"),
    ]

    @Test(arguments: canonical)
    func `a canonical text is written and recognized`(error: HelperError, text: String) {
        #expect(error.message == text)
        #expect("\(error)" == text)
        for output in [text, "\(text)\n", " \(text)\r\n\n", "\t\(text)"] {
            #expect(HelperError(output: Array(output.utf8)) == error)
        }
    }

    @Test(arguments: [
        "", "\n", "credentials not found", "credentials not found in native keychain.", "hunter2",
        "Credentials not found in native keychain", "error: no credentials username",
    ])
    func `any other text is a failure that is not quoted`(output: String) {
        let error = HelperError(output: Array(output.utf8))
        #expect(error.code == .failed)
        #expect(error.message == "the helper reported an error that is not one of the protocol's")
        #expect(error.advice.isEmpty)
    }

    @Test func `output that is not UTF-8 is a failure`() {
        #expect(HelperError(output: [0xFF, 0xFE]).code == .failed)
    }

    @Test func `the message and each advice are one line`() {
        let error = HelperError(.failed, "one\r\ntwo\u{0}\u{1B}[31m\u{85}", advice: ["a\nb", "c"])
        #expect(error.message == "one  two  [31m ")
        #expect(error.advice == ["a b", "c"])
        #expect(HelperError(.failed, "user \u{202E}x").message == #"user \u{202E}x"#)
    }

    @Test func `errors are equal if all of their properties are`() {
        #expect(HelperError(.failed, "a") == HelperError(.failed, "a"))
        #expect(HelperError(.failed, "a") != HelperError(.failed, "b"))
        #expect(HelperError(.failed, "a") != HelperError(.denied, "a"))
        #expect(HelperError(.failed, "a") != HelperError(.failed, "a", advice: ["b"]))
    }

    @Test func `a code is described by its name`() {
        #expect("\(HelperError.Code.credentialsNotFound)" == "credentialsNotFound")
        #expect("\(HelperError.Code.timedOut)" == "timedOut")
    }

    @Test func `the error for a request that is too large names the limit`() {
        #expect(HelperMessage.maximumInputSize == 8_388_608)
        #expect(HelperError.inputTooLarge.code == .malformedRequest)
        #expect(HelperError.inputTooLarge.message.contains("limit of 8 MiB"))
    }
}
