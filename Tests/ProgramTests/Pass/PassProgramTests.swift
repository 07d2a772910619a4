import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// `DOCKER_CREDENTIAL_PASS_PROGRAM`: every verb runs another program.
@Suite(.requires("gpg", "pass", "git")) struct PassProgramTests {
    /// pass under another name, with a log of its calls, and optionally with gopass's `ls --flat`.
    private static func program(isFlat: Bool) -> String {
        """
        mkdir bin; cat > bin/mypass <<'END'
        #!/bin/bash
        echo "$*" >> $HOME/calls
        if [[ \(isFlat) == true && $1 == ls && $2 == --flat ]]; then
            cd "${PASSWORD_STORE_DIR:-$HOME/.password-store}"
            find . -name '*.gpg' -printf '%P\\n' | sed 's/\\.gpg$//' | sort
            exit
        fi
        exec pass "$@"
        END
        chmod +x bin/mypass
        """
    }

    @Test(arguments: [true, false])
    func `every verb runs the program`(isFlat: Bool) throws {
        let store = try PassHome("pass init me; \(Self.program(isFlat: isFlat))")
        let program = ["DOCKER_CREDENTIAL_PASS_PROGRAM": "\(store.home.root)/bin/mypass"]
        #expect(try store.list(program) == "{}")
        #expect(try store.call("get", "h", program).output.text == "credentials not found in native keychain\n")
        #expect(try store.call("erase", "h", program).succeeded)
        for user in ["alice", "org/team/bot", "zoe é", "<token>"] {
            try store.store("h", user, "secret of \(user)", program)
            try store.store("https://g/v1/", "bob", "s", program)
            let answer = PassHome.answer("h", user, "secret of \(user)")
                .replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
            #expect(try store.get("h", program) == answer)
            #expect(try store.get("h") == answer)
            #expect(try store.home.succeed("find .password-store -name '*.gpg' | wc -l") == "2\n")
            #expect(try store.list(program) == store.list())
        }
        #expect(try store.call("erase", "h", program).succeeded)
        #expect(try store.list(program) == #"{"https://g/v1/":"bob"}"#)
        let calls = try store.home.succeed("cut -d ' ' -f 1,2 calls | sort -u")
        #expect(calls.contains("insert -m\n") && calls.contains("rm -r\n") && calls.contains("show docker"), "\(calls)")
        #expect(try !store.home.succeed("cat calls").contains("secret of"))
    }

    /// pass gives the entry to `git rm`, for which `a*` is a pattern if git does not track such a file.
    @Test func `a user name that is a pattern removes no other user's login`() throws {
        let store = try PassHome("pass init me; pass git init; \(Self.program(isFlat: true))")
        let program = ["DOCKER_CREDENTIAL_PASS_PROGRAM": "\(store.home.root)/bin/mypass"]
        try store.store("h", "a*", "old", program)
        try store.home.succeed(
            "cd .password-store; git rm -qr --cached docker-credential-helpers; git commit -qm untracked"
        )
        try store.store("h", "abc", "new", program)
        #expect(try store.get("h", program) == PassHome.answer("h", "abc", "new"))
    }

    @Test func `a user that a tree cannot show is rejected, unless names are listed flat`() throws {
        for isFlat in [true, false] {
            let store = try PassHome("pass init me; \(Self.program(isFlat: isFlat))")
            let program = ["DOCKER_CREDENTIAL_PASS_PROGRAM": "\(store.home.root)/bin/mypass"]
            let outcome = try store.call("store", PassHome.answer("h", "a -> b", "s"), program)
            #expect(outcome.succeeded == isFlat)
            if isFlat {
                #expect(try store.get("h", program).contains("a -\\u003e b"))
            } else {
                #expect(outcome.output.text.contains("cannot keep this user name"), "\(outcome.output.text)")
                #expect(try store.home.succeed("find .password-store -name '*.gpg'").isEmpty)
            }
        }
    }

    @Test func `a failure of the program is reported without its message`() throws {
        let store = try PassHome(
            "mkdir bin; printf '#!/bin/sh\\ncat; echo hunter2 >&2; echo hunter2; exit 3' > bin/odd; chmod +x bin/odd"
        )
        let program = ["DOCKER_CREDENTIAL_PASS_PROGRAM": "\(store.home.root)/bin/odd"]
        for (action, input) in [
            ("store", PassHome.answer("h", "u", "hunter2")), ("get", "h"), ("erase", "h"), ("list", ""),
        ] {
            let outcome = try store.call(action, input, program)
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("failed"), "\(outcome.output.text)")
            #expect(!(outcome.output.text + outcome.errorOutput.text).contains("hunter2"))
        }
        let missing = try store.call("get", "h", ["DOCKER_CREDENTIAL_PASS_PROGRAM": "nowhere"])
        #expect(missing.output.text.contains("not found in PATH"))
    }
}
