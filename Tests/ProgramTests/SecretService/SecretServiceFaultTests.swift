import SystemSupport
import TestSupport
import Testing

/// Keyrings with invalid replies: an error is reported as one, and no message on the bus crashes the
/// program or uses up its time limit.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3")) struct SecretServiceFaultTests {
    static let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#
    static let inputs = ["get": "h", "erase": "h", "list": "", "store": request]

    /// A session with `faulty-provider.py`, which logs requested changes in `changes`.
    func session(_ fault: String) throws -> KeyringSession {
        let session = try KeyringSession(in: Sandbox(), .none)
        let script = KeyringSession.script("faulty-provider.py")
        try session.waitForProvider(
            startedBy: "touch changes; /usr/bin/python3 \(script) '\(fault)' changes > keyring.log 2>&1 < /dev/null &"
        )
        return session
    }

    func run(_ action: String, in session: KeyringSession, limit: String = "5") throws -> ChildProcess.Outcome {
        try session.run(action, Self.inputs[action] ?? "", with: ["DOCKER_CREDENTIAL_TIMEOUT": limit])
    }

    @Test(arguments: [
        "attributes denied", "attributes unknown", "attributes are a string", "search denied", "search gives strings",
        "search gives one", "collection denied", "collection unknown", "collection is a string",
    ])
    func `an unreadable keyring is an error of every verb, and never an empty result`(_ fault: String) throws {
        let session = try session(fault)
        for action in ["get", "list", "erase", "store"] {
            let outcome = try run(action, in: session)
            #expect(outcome.termination == .exited(1), "\(action)")
            #expect(outcome.output.text.hasPrefix("the keyring failed: "), "\(action): \(outcome.output.text)")
        }
        #expect(try session.home.succeed("cat changes").isEmpty)
    }

    @Test(arguments: ["get", "list", "erase", "store"])
    func `a security policy that denies the keyring is reported with a remedy`(
        action: String
    ) throws {
        let denied = [
            try session("denied by AppArmor"),
            try KeyringSession(
                in: Sandbox(),
                .none,
                policy: #"<deny send_interface="org.freedesktop.DBus" send_member="ListActivatableNames"/>"#
            ),
        ]
        for session in denied {
            let outcome = try run(action, in: session)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.hasPrefix("access to the keyring is denied: "), "\(outcome.output.text)")
            #expect(outcome.errorOutput.text.contains("snap connect docker:password-manager-service"))
        }
    }

    @Test func `a read that succeeds at the second attempt is not an error`() throws {
        let session = try session("attributes unknown once")
        #expect(try run("get", in: session).output.text.contains(#""Secret":"s""#))
    }

    @Test func `a deleted item is not found`() throws {
        let session = try session("item gone")
        #expect(try run("get", in: session).output.text == "credentials not found in native keychain\n")
        #expect(try run("list", in: session).output.text == "{}\n")
        #expect(try run("erase", in: session).succeeded)
    }

    @Test(arguments: [
        ("session is a string", "get"), ("session is a number", "get"), ("encrypted session is a string", "get"),
        ("secret is a string", "get"), ("secrets are numbers", "get"), ("secret of strings", "get"),
        ("unlock gives strings", "get"), ("unlock gives strings", "erase"), ("prompt gives a string", "get"),
        ("alias is a string", "store"), ("creates nothing", "store"), ("creates a string", "store"),
        ("delete gives a string", "erase"),
    ])
    func `no reply crashes the program or uses up the time limit`(_ fault: String, _ action: String) throws {
        let session = try session(fault)
        let start = ContinuousClock.now
        let outcome = try run(action, in: session, limit: "20")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.hasPrefix("the keyring failed: "), "\(outcome.output.text)")
        #expect(!outcome.errorOutput.text.contains("CRITICAL"), "\(outcome.errorOutput.text)")
        #expect(ContinuousClock.now - start < .seconds(10))
    }

    @Test(arguments: ["get", "erase"])
    func `an item that stays locked after a reported unlock is locked`(_ action: String) throws {
        let session = try session("unlock lies")
        let outcome = try run(action, in: session)
        #expect(outcome.termination == .exited(1) && outcome.output.text.hasPrefix("the keyring is locked"))
        #expect(try session.home.succeed("cat changes").isEmpty)
    }

    @Test func `with one open keyring and one that hides its items, the open one is searched without a prompt`() throws
    {
        let session = try session("default locked")
        let get = try run("get", in: session)
        #expect(get.output.text == #"{"ServerURL":"h","Username":"u","Secret":"s"}"# + "\n", "\(get.output.text)")
        let list = try run("list", in: session)
        #expect(list.succeeded && list.output.text == #"{"h":"u"}"# + "\n", "\(list.output.text)")
        #expect(list.errorOutput.text.contains("not listed") && list.errorOutput.text.contains("locked"))
        // It reports that it has unlocked the other one, but has not.
        let absent = try session.run("get", "elsewhere")
        #expect(absent.termination == .exited(1) && absent.output.text.hasPrefix("the keyring is locked"))
        let erase = try run("erase", in: session)
        #expect(erase.termination == .exited(1) && erase.output.text.hasPrefix("the keyring is locked"))
    }

    @Test(arguments: ["get", "erase"])
    func `a keyring that ends while its prompt is open ends the wait`(_ action: String) throws {
        let session = try session("dies at prompt")
        let start = ContinuousClock.now
        let outcome = try run(action, in: session, limit: "20")
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(
            outcome.output.text
                == "the keyring failed: it went away while it waited for an answer to the prompt that unlocks the keyring\n"
        )
    }
}
