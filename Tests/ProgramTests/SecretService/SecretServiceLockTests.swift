import SystemSupport
import TestSupport
import Testing

/// Locked keyrings, unanswered prompts, and missing keyrings.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3")) struct SecretServiceLockTests {
    static let request = #"{"ServerURL":"h","Username":"u","Secret":"new"}"#
    static let notFound = "credentials not found in native keychain\n"

    @Test(arguments: [true, false])
    func `a locked item is not reported as not found`(_ wasUnlockedBefore: Bool) throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", "s")
        if wasUnlockedBefore { try session.keyring("lock") } else { try session.restartLocked() }

        for (action, input) in [("get", "h"), ("erase", "h"), ("store", Self.request)] {
            let outcome = try session.run(action, input)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text == "the keyring is locked, and it cannot ask for its password here\n")
            #expect(outcome.errorOutput.text.contains("gnome-keyring-daemon --replace --unlock"))
        }
        #expect(try session.run("get", "elsewhere").output.text == Self.notFound)
        #expect(try session.run("erase", "elsewhere").succeeded)

        // A prompter that counts requests would see any prompt.
        let list = try session.withSilentPrompter { try session.run("list", with: ["DOCKER_CREDENTIAL_TIMEOUT": "3"]) }
        #expect(list.succeeded)
        if wasUnlockedBefore {
            #expect(list.output.text == #"{"h":"u"}"# + "\n")
        } else {
            #expect(list.output.text == "{}\n" && list.errorOutput.text.contains("1 entries of a locked keyring"))
        }
        // The command from the advice.
        try session.unlock()
        #expect(try session.run("get", "h").output.text.contains(#""Secret":"s""#))
    }

    @Test func `a locked gnome-keyring without items is an empty result`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.keyring("lock")
        let get = try session.run("get", "h")
        #expect(get.output.text == Self.notFound && get.errorOutput.isEmpty)
        for (action, output) in [("erase", ""), ("list", "{}\n")] {
            let outcome = try session.run(action, action == "erase" ? "h" : "")
            #expect(outcome.succeeded && outcome.output.text == output && outcome.errorOutput.isEmpty)
        }
    }

    @Test func `an unanswered prompt ends at the time limit, for every verb that may prompt`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", "s")
        try session.keyring("lock")
        try session.withSilentPrompter {
            for (action, input) in [("get", "h"), ("erase", "h"), ("store", Self.request), ("get", "h")] {
                let start = ContinuousClock.now
                let outcome = try session.run(action, input, with: ["DOCKER_CREDENTIAL_TIMEOUT": "2", "DISPLAY": ":9"])
                let took = ContinuousClock.now - start
                #expect(outcome.termination == .exited(1))
                #expect(
                    outcome.output.text
                        == "timed out after 2 seconds while waiting for an answer to the prompt that unlocks the keyring\n"
                )
                #expect(took > .seconds(1.9) && took < .seconds(15), "\(action) took \(took)")
            }
            #expect(try session.run("list").output.text == #"{"h":"u"}"# + "\n")
        }
        try session.unlock()
        #expect(try session.run("get", "h").output.text.contains(#""Secret":"s""#))
    }

    @Test func `a dismissed prompt and one that could not be shown have different errors`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", "s")
        try session.keyring("lock")
        // Without a prompter gnome-keyring dismisses its prompts, as a user would.
        let outcome = try session.run("get", "h", with: ["DISPLAY": ":9"])
        #expect(outcome.output.text == "the keyring is locked: the prompt to unlock it was dismissed\n")
    }

    @Test func `a missing default keyring is reported with the command that creates one`() throws {
        let session = try KeyringSession(in: Sandbox(), .withoutDefault)
        #expect(try session.run("get", "h").output.text == Self.notFound)
        #expect(try session.run("list").output.text == "{}\n")
        #expect(try session.run("erase", "h").succeeded)
        let outcome = try session.run("store", Self.request)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.hasPrefix("there is no default keyring"))
        #expect(
            outcome.errorOutput.text.contains("--unlock") && outcome.errorOutput.text.contains("docker-credential-file")
        )
        try session.unlock()
        #expect(try session.run("store", Self.request).succeeded)
    }

    @Test func `a keyring that the bus can start is started`() throws {
        let session = try KeyringSession(in: Sandbox(), .startedByBus)
        #expect(try session.run("list").output.text == "{}\n")
        let store = try session.run("store", Self.request)
        #expect(store.output.text.hasPrefix("there is no default keyring"), "\(store.output.text)")
    }

    @Test func `a keyring that does not start is an error, not an empty result`() throws {
        let session = try KeyringSession(in: Sandbox(), .notStarting)
        for (action, input) in [("get", "h"), ("list", ""), ("erase", "h"), ("store", Self.request)] {
            let outcome = try session.run(action, input)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.hasPrefix("the keyring does not start: "), "\(outcome.output.text)")
            #expect(outcome.output.text.contains("exited with status 1"))
        }
    }

    @Test func `waiting for a provider that does not reply ends at the time limit`() throws {
        let session = try KeyringSession(in: Sandbox(), .none)
        let process = try session.home.succeed(
            """
            /usr/bin/python3 -c '
            import dbus, time
            bus = dbus.SessionBus(); bus.request_name("org.freedesktop.secrets"); open("ready", "w"); time.sleep(60)
            ' > /dev/null 2>&1 < /dev/null &
            for attempt in $(seq 100); do [ -e ready ] && break; sleep 0.05; done; echo $!
            """,
            session.variables
        ).trimmed
        defer { _ = try? session.home.shell("kill \(process)") }
        for (action, input) in [("get", "h"), ("list", ""), ("erase", "h"), ("store", Self.request)] {
            let outcome = try session.run(action, input, with: ["DOCKER_CREDENTIAL_TIMEOUT": "0.5"])
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text == "timed out after 0.5 seconds while waiting for an answer of the keyring\n")
        }
    }
}
