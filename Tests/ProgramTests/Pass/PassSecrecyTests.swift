import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The programs that are started, which get secrets only through pipes.
@Suite(.requires("gpg", "pass", "git")) struct PassSecrecyTests {
    private static let trace = "strace -f -qq -e trace=execve,execveat -v -s 100000 -o trace"

    @Test(.requires("strace")) func `no argument or variable of any program contains the secret`() throws {
        let store = try PassHome("pass init me; pass git init", ["DOCKER_CREDENTIAL_DEBUG": "1"])
        let base64 = "aHVudGVyMg"
        for (action, input) in [
            ("store", PassHome.answer("h", "u", "hunter2")), ("get", "h"), ("list", ""), ("erase", "h"),
        ] {
            try store.home.succeed(
                "echo '\(input)' > input; \(Self.trace) docker-credential-pass \(action) < input > output 2> notes"
            )
            let trace = try store.home.succeed("cat trace")
            #expect(trace.contains("docker-credential-pass"))
            #expect(!trace.contains("hunter2") && !trace.contains(base64), "\(action)")
            let notes = try store.home.succeed("cat notes")
            #expect(notes.contains("debug: action \(action)") && !notes.contains("hunter2"), "\(action)")
            if action == "store" { #expect(trace.contains("/gpg") && trace.contains("/git")) }
        }
        try store.home.succeed("rm input output")
        #expect(try store.home.shell("grep -r -a -l hunter2 .").output.isEmpty)
    }

    @Test(.requires("strace")) func `get starts only gpg, and list starts nothing`() throws {
        let store = try PassHome()
        try store.store("h", "u", "s")
        func started(_ action: String, _ input: String) throws -> Int {
            // The first is the helper itself.
            let count = try store.home.succeed(
                """
                printf '\(input)' | \(Self.trace) docker-credential-pass \(action) > output || true
                grep -c ' = 0$' trace
                """
            )
            return Int(count.trimmed).map { $0 - 1 } ?? -1
        }
        #expect(try started("get", "h") == 1)
        #expect(try started("list", "") == 0)
        #expect(try started("get", "absent") == 0)
    }

    @Test(.requires("strace")) func `no store looks up keys on the network`() throws {
        let store = try PassHome("pass init somebody@keys.invalid; echo 'auto-key-locate wkd' > .gnupg/gpg.conf")
        let outcome = try store.home.shell(
            """
            echo '\(PassHome.answer("h", "u", "s"))' \
                | strace -f -qq -e trace=execve,connect -o trace docker-credential-pass store
            """
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("is not known to gpg"), "\(outcome.output.text)")
        #expect(try store.home.shell("sed 's/--disable-dirmngr//' trace | grep -E 'dirmngr|AF_INET'").output.isEmpty)
    }
}
