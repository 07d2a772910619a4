import HelperConformance
import HelperProtocol
import Synchronization
import TestSupport
import Testing

@Suite struct HelperSessionTests {
    /// Calls the session without input, and fails the test if it reads any.
    func respond(to arguments: [String], with helper: some CredentialHelper = InMemoryHelper()) -> HelperResponse {
        HelperSession(helper, as: .example).respond(to: arguments) { action throws(HelperError) in
            Issue.record("\(action) has read its input")
            return []
        }
    }

    @Test(arguments: [[], ["get", "x"], ["--help"], ["-v"], ["version"], ["list"], ["GET"], [""], ["store "]])
    func `actions without a payload never read input`(arguments: [String]) {
        #expect(!respond(to: arguments).output.isEmpty)
    }

    @Test(arguments: [HelperAction.store, .get, .erase])
    func `an action with a payload reads input once and passes itself to the reader`(action: HelperAction) {
        let reads = Mutex<[HelperAction]>([])
        _ = HelperSession(InMemoryHelper(), as: .example).respond(to: [action.rawValue]) { action throws(HelperError) in
            reads.withLock { $0.append(action) }
            return []
        }
        #expect(reads.withLock { $0 } == [action])
        #expect(action.readsInput)
    }

    @Test func `a failure to read the input is the response`() {
        let response = HelperSession(InMemoryHelper(), as: .example).respond(to: ["store"]) {
            _ throws(HelperError) in throw .inputTooLarge
        }
        #expect(response.output.text == "\(HelperError.inputTooLarge.message)\n")
        #expect(response.exitStatus == 1)
    }

    @Test func `control characters in an unknown action are not echoed`() {
        let response = respond(to: ["a\u{1B}]0;title\u{7}\r\nb\u{9B}1m"])
        #expect(response.output.text == "docker-credential-example: unknown action: a ]0;title   b 1m\n")
        #expect(response.exitStatus == 1)
    }

    @Test func `an unknown action is quoted in the error`() {
        #expect(respond(to: ["h\u{E9}lp \u{1F511}"]).output.text.hasSuffix(": unknown action: h\u{E9}lp \u{1F511}\n"))
    }

    @Test func `the version line has the format of the reference`() {
        for arguments in [["version"], ["--version"], ["-v"]] {
            let response = respond(to: arguments)
            #expect(response.output.text == "docker-credential-example (example.org/helper) v1.2.3\n")
            #expect(response.exitStatus == 0)
        }
    }

    @Test func `erasing a missing entry succeeds, and other failures are errors`() {
        func erase(with error: HelperError) -> HelperResponse {
            HelperSession(FailingHelper(error: error), as: .example).respond(to: ["erase"]) { _ throws(HelperError) in
                Array("registry.example".utf8)
            }
        }
        #expect(erase(with: .credentialsNotFound) == HelperResponse())
        #expect(erase(with: HelperError(.locked, "the store is locked")).exitStatus == 1)
    }

    @Test func `an error is one line on standard output, and its advice is on standard error`() {
        let error = HelperError(.locked, "the store\nis locked", advice: ["Unlock it.", "Or do not."])
        let response = respond(to: ["list"], with: FailingHelper(error: error))
        #expect(
            response
                == HelperResponse(
                    output: Array("the store is locked\n".utf8),
                    advice: ["Unlock it.", "Or do not."],
                    exitStatus: 1
                )
        )
    }

    @Test func `get returns the key that was requested`() {
        // Otherwise the response would show that a store normalizes keys.
        struct Normalising: CredentialHelper {
            func store(_ credentials: Credentials) throws(HelperError) {}
            func get(_ server: ServerURL) throws(HelperError) -> Credentials {
                Credentials(server: try ServerURL("https://other.example"), username: "ann", secret: Secret("s"))
            }
            func erase(_ server: ServerURL) throws(HelperError) {}
            func list() throws(HelperError) -> [ServerURL: String] { [:] }
        }
        let response = HelperSession(Normalising(), as: .example).respond(to: ["get"]) { _ throws(HelperError) in
            Array("registry.example\n".utf8)
        }
        #expect(response.output.text.hasPrefix(#"{"ServerURL":"registry.example","#))
    }

    @Test func `the trace names steps but no secrets`() throws {
        let lines = Mutex<[String]>([])
        let diagnostics = HelperDiagnostics(isTracing: true) { line in lines.withLock { $0.append(line) } }
        let request = HelperMessage.storeRequest(
            Credentials(server: try .example, username: "ann", secret: Secret("hunter2"))
        )
        for action in ["store", "get", "erase", "get"] {
            _ = HelperSession(InMemoryHelper(), as: .example, diagnostics: diagnostics).respond(to: [action]) {
                _ throws(HelperError) in request
            }
        }
        let trace = lines.withLock { $0 }
        #expect(trace.contains("debug: action store"))
        #expect(trace.contains("debug: get failed: credentialsNotFound"))
        #expect(trace.allSatisfy { !$0.contains("hunter2") })
    }

    @Test func `nothing is traced by default`() {
        let lines = Mutex<[String]>([])
        let diagnostics = HelperDiagnostics(isTracing: false) { line in lines.withLock { $0.append(line) } }
        func step() -> String {
            Issue.record("evaluated")
            return "step"
        }
        diagnostics.trace(step())
        diagnostics.note("one\ntwo")
        #expect(lines.withLock { $0 } == ["one two"])
    }
}
