import HelperProtocol
import SystemPackage
import SystemSupport
import Testing

@Suite struct HelperFailureClassifierTests {
    struct Case: Sendable {
        let diagnosis: Diagnosis
        let code: HelperError.Code
        var isAbsence = false

        init(_ diagnosis: Diagnosis, _ code: HelperError.Code, isAbsence: Bool = false) {
            self.diagnosis = diagnosis
            self.code = code
            self.isAbsence = isAbsence
        }
    }

    /// The messages of this package's helpers, which another of its programs has to recognize.
    @Test(arguments: [
        Case(.gpgNotFound, .unavailable, isAbsence: true),
        Case(.notFoundInPath("gopass"), .unavailable, isAbsence: true),
        Case(.notExecutable("/usr/bin/gpg"), .denied),
        Case(.permissiveMode("/home/a/key", [.ownerReadWrite, .groupRead], change: "600"), .denied),
        Case(.foreignOwner("/home/a/key"), .denied),
        Case(.damaged("/home/a/store", because: "x", advice: []), .damaged),
        Case(.missingFile("passphrase file", "/home/a/p", namedBy: "V"), .unavailable),
        Case(.missingFile("recipients file", "/home/a/p", namedBy: "V"), .unavailable),
        Case(.systemFailure(SystemError(.permissionDenied, "read", "/home/a/key")), .denied),
        Case(.systemFailure(SystemError(.noSpace, "write", "/home/a/key")), .failed),
        Case(.timedOut(after: .seconds(30), waitingFor: "the session bus"), .timedOut),
        Case(.locked("/home/a/key"), .locked),
        Case(.lockedWithoutTerminal("/home/a/key", unlockedBy: "docker creds unlock"), .locked),
        Case(.lockedWithoutTerminal("the key 0xABC"), .locked),
        Case(.wrongPassphrase(for: "/home/a/key"), .denied),
        Case(.noSessionBus(because: "DBUS_SESSION_BUS_ADDRESS is not set"), .unavailable, isAbsence: true),
        Case(.noKeyring(because: "x"), .unavailable, isAbsence: true),
        Case(.noDefaultKeyring, .unavailable, isAbsence: true),
        Case(.lockedKeyring(), .locked),
        Case(.noPasswordStore(at: "/home/a/.password-store"), .unavailable, isAbsence: true),
        Case(.uninitializedPasswordStore("/home/a/.password-store"), .unavailable, isAbsence: true),
        Case(.missingSecretKey("0xABC"), .denied),
    ])
    func `each condition of a helper is recognized by its message`(example: Case) throws {
        let meaning = HelperFailureClassifier(Array(example.diagnosis.message.utf8)).meaning
        #expect(meaning?.code == example.code)
        #expect(meaning?.isAbsence == example.isAbsence)
    }

    @Test func `text that is not known has no meaning`() {
        #expect(HelperFailureClassifier(Array("hunter2".utf8)).meaning == nil)
    }
}
