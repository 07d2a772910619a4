import HelperProtocol
import SystemSupport
import Testing

@testable import docker_credential_auto

@Suite struct BackendReplyTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let action: HelperAction
        let outcome: ChildProcess.Outcome
        let code: HelperError.Code
        let isRefusal: Bool

        init(
            _ description: String,
            _ action: HelperAction,
            _ termination: ChildProcess.Termination,
            _ output: String = "",
            error: String = "",
            _ code: HelperError.Code,
            isRefusal: Bool = true
        ) {
            testDescription = description
            self.action = action
            outcome = ChildProcess.Outcome(
                termination: termination,
                output: Array(output.utf8),
                errorOutput: Array(error.utf8)
            )
            (self.code, self.isRefusal) = (code, isRefusal)
        }
    }

    @Test(arguments: [
        Case("a locked keyring", .get, .exited(1), "the keyring is locked", .locked),
        Case("no bus", .store, .exited(1), "there is no session bus: x", .unavailable),
        Case("a get-only helper", .store, .exited(1), "not implemented", .unsupported),
        Case("a program that is no helper", .get, .exited(2), "hunter2", .failed),
        Case("store cannot find nothing", .store, .exited(1), "credentials not found in native keychain", .failed),
        Case("a locked key of the file", .get, .exited(1), "x: run `docker creds unlock` in a terminal", .locked),
        Case("a crash", .get, .signalled(11), "hunter2", .failed, isRefusal: false),
        Case("a hang", .get, .timedOut, "hunter2", .timedOut, isRefusal: false),
        Case("no end", .list, .outputTooLarge, "hunter2", .damaged, isRefusal: false),
        Case("no JSON", .get, .exited(0), "hunter2", .damaged, isRefusal: false),
        Case("no object", .list, .exited(0), "[]", .damaged, isRefusal: false),
    ])
    func `a failure has a code and quotes no output`(example: Case) throws {
        let call = BackendCall(backend: "pass", action: example.action)
        let reply = BackendReply(to: call, example.outcome, for: Backends.server, within: .seconds(9))
        let failure = try #require(reply.failure)
        #expect(failure.code == example.code)
        #expect(failure.isRefusal == example.isRefusal)
        #expect(failure.message.hasPrefix("docker-credential-pass ") && !failure.message.contains("hunter2"))
    }

    @Test(arguments: ["credentials not found in native keychain\n", "Credentials not found in native keychain"])
    func `not found is known in the words of every helper`(text: String) {
        let outcome = ChildProcess.Outcome(termination: .exited(1), output: Array(text.utf8))
        let call = BackendCall(backend: "pass", action: .get)
        #expect(BackendReply(to: call, outcome, for: Backends.server, within: .seconds(9)) == .notFound)
    }

    @Test func `keys that no client can ask for are not listed`() {
        let text = "{\"registry.example\":\"ann\",\" \":\"bob\",\"a\\nb\":\"cleo\"}"
        let outcome = ChildProcess.Outcome(termination: .exited(0), output: Array(text.utf8))
        let reply = BackendReply(
            to: BackendCall(backend: "pass", action: .list),
            outcome,
            for: nil,
            within: .seconds(9)
        )
        #expect(reply == .users([Backends.server: "ann"]))
    }
}
