import HelperProtocol
import SystemSupport
import Testing

@testable import docker_credential_secretservice

@Suite struct SecretServiceHelperTests {
    let notes = Notes()

    func helper(
        _ variables: [String: String] = [:],
        _ connect: @escaping (SecretServiceSettings) throws(SecretServiceError) -> any SecretServiceCalls
    ) -> SecretServiceHelper {
        SecretServiceHelper(
            environment: ProcessEnvironment(variables),
            diagnostics: notes.diagnostics,
            connect: connect
        )
    }

    static let absences = [
        SecretServiceError.noBus("no socket"), .noProvider("nothing owns org.freedesktop.secrets"),
    ]

    static let others: [SecretServiceError] = [
        .notStarted("exited with status 1"), .locked, .dismissed(.unlocking), .noDefaultCollection,
        .noCollection("x", others: ["Login"]),
        .timedOut(.answer, limit: .seconds(2)), .failed("x"),
    ]

    @Test(arguments: absences)
    func `without a keyring nothing is found, and one line says why`(_ absence: SecretServiceError) throws {
        let helper = helper { _ throws(SecretServiceError) in throw absence }
        #expect(throws: HelperError.credentialsNotFound) { try helper.get(ServerURL("h")) }
        #expect(notes.lines.count == 1)
        #expect(notes.lines[0].contains(absence.message) && notes.lines[0].contains("docker-credential-file"))
        #expect(try helper.list().isEmpty)
        #expect(notes.lines.count == 2)
    }

    @Test(arguments: absences)
    func `without a keyring store and erase fail with advice`(
        _ absence: SecretServiceError
    ) throws {
        let helper = helper { _ throws(SecretServiceError) in throw absence }
        let server = try ServerURL("h")
        let credentials = Credentials(server: server, username: "u", secret: Secret("hunter2"))
        for attempt in [{ try helper.store(credentials) }, { try helper.erase(server) }] {
            let error = #expect(throws: HelperError.self) { try attempt() }
            #expect(error?.code == .unavailable && error?.advice.isEmpty == false)
        }
    }

    @Test(arguments: absences)
    func `strict mode makes every verb fail`(_ absence: SecretServiceError) throws {
        let helper = helper(["DOCKER_CREDENTIAL_STRICT": "1"]) { _ throws(SecretServiceError) in throw absence }
        for attempt in [{ _ = try helper.get(ServerURL("h")) }, { _ = try helper.list() }] {
            let error = #expect(throws: HelperError.self) { try attempt() }
            #expect(error?.code == .unavailable)
        }
        #expect(notes.lines.isEmpty)
    }

    @Test(arguments: others)
    func `no other failure is treated as an empty keyring`(_ failure: SecretServiceError) throws {
        let helper = helper { _ throws(SecretServiceError) in throw failure }
        for attempt in [{ _ = try helper.get(ServerURL("h")) }, { _ = try helper.list() }] {
            let error = #expect(throws: HelperError.self) { try attempt() }
            #expect(error?.code != .credentialsNotFound && error?.message == failure.message)
        }
    }

    @Test func `messages are distinct, fit on a line, and name the remedy`() {
        let all = Self.absences + Self.others + [.dismissed(.newCollection), .timedOut(.unlocking, limit: .seconds(2))]
        #expect(Set(all.map(\.message)).count == all.count)
        for error in all { #expect(error.message.utf8.count <= 200, "\(error.message)") }
        let advice = { (error: SecretServiceError) in error.advice.joined(separator: " ") }
        #expect(advice(.noBus("")).contains("loginctl enable-linger"))
        for provider in ["gnome-keyring", "KeePassXC", "KWallet"] {
            #expect(advice(.noProvider("")).contains(provider))
        }
        for error in Self.absences + [.locked, .noDefaultCollection] {
            #expect(advice(error).contains("docker-credential-file"))
        }
        #expect(SecretServiceError.notStarted("exited").message == "the keyring does not start: exited")
        #expect(
            SecretServiceError.timedOut(.unlocking, limit: .milliseconds(2500)).message
                == "timed out after 2.5 seconds while waiting for an answer to the prompt that unlocks the keyring"
        )
    }

    @Test(arguments: [
        (Duration.seconds(30), "30 seconds"), (.seconds(1), "1 second"), (.milliseconds(1800), "1.8 seconds"),
        (.milliseconds(500), "0.5 seconds"), (.milliseconds(50), "50 milliseconds"),
        (.milliseconds(1), "1 millisecond"),
        (.microseconds(50), "less than a millisecond"),
    ])
    func `a time limit is shown as text, even a short one`(_ limit: Duration, _ words: String) {
        let message = SecretServiceError.timedOut(.answer, limit: limit).message
        #expect(message == "timed out after \(words) while waiting for an answer of the keyring")
    }

    @Test func `an invalid limit is an error of every verb except version`() throws {
        let helper = helper(["DOCKER_CREDENTIAL_TIMEOUT": "x"]) { _ throws(SecretServiceError) in FakeKeyring() }
        #expect(throws: HelperError.self) { try helper.list() }
        let session = HelperSession(helper, as: HelperIdentity(name: "n", package: "p", version: "1"))
        #expect(session.respond(to: ["version"]) { _ in [] }.exitStatus == 0)
    }

    @Test func `the collection is the one in the user's settings`() throws {
        let keyring = FakeKeyring()
        keyring.labels["work"] = "Work"
        let helper = helper(["DOCKER_CREDENTIAL_SECRETSERVICE_COLLECTION": "work"]) { _ throws(SecretServiceError) in
            keyring
        }
        try helper.store(Credentials(server: try ServerURL("h"), username: "u", secret: Secret("s")))
        #expect(keyring.items.values.map(\.collection) == ["work"])
        #expect(try helper.get(ServerURL("h")).username == "u")
    }
}
