import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Our helper, Docker's own in Go, and pass itself on one store.
@Suite(.requires("gpg", "pass", "git", "docker-credential-pass")) struct PassInteroperationTests {
    private static let credentials = [
        ("https://index.docker.io/v1/", "alice", "s3cret"), ("registry.example:5000", "\\u003ctoken\\u003e", "ey.J.x"),
        ("https://h/p?q=é", "robot$ci", "with \\\"quotes\\\" \\\\ é 🔑"), ("h", "a b", ""), ("~~~", ".dot", "x\\ny"),
    ]

    @Test func `each helper reads, lists and erases the other's logins`() throws {
        let store = try PassHome()
        for (writer, reader) in [
            (BuiltPrograms.passHelper, PassHome.reference), (PassHome.reference, BuiltPrograms.passHelper),
        ] {
            for (server, user, secret) in Self.credentials {
                try store.store(server, user, secret, program: writer)
                let answer = PassHome.answer(server, user, secret)
                #expect(try store.get(server, program: reader) == answer)
                #expect(try store.get(server, program: writer) == answer)
            }
            let list = try store.list(program: reader)
            #expect(try list == store.list(program: writer))
            #expect(list.split(separator: ",").count == Self.credentials.count)
            for (server, _, _) in Self.credentials {
                try store.store(server, "new", "other", program: reader)
                if reader == PassHome.reference { try store.erase(server, program: reader) }
                try store.erase(server, program: BuiltPrograms.passHelper)
                #expect(try !store.list(program: writer).contains("\"\(server)\""))
            }
            #expect(try store.list(program: reader) == "{}")
        }
        #expect(try store.home.succeed("cd .password-store; find . | sort") == ".\n./.gpg-id\n")
    }

    @Test func `after switching users each helper returns the last one`() throws {
        let store = try PassHome()
        for user in ["alice", "zoe", "alice"] {
            try store.store("h", user, "secret of \(user)")
            let answer = PassHome.answer("h", user, "secret of \(user)")
            #expect(try store.get("h") == answer)
            #expect(try store.get("h", program: PassHome.reference) == answer)
            #expect(try store.list(program: PassHome.reference) == #"{"h":"\#(user)"}"#)
            #expect(try store.home.succeed("find .password-store -name '*.gpg' | wc -l") == "1\n")
        }
        // The helper in Go keeps one file for each user, and returns the first by name.
        for user in ["zoe", "amy"] { try store.store("h", user, user, program: PassHome.reference) }
        #expect(try store.get("h") == PassHome.answer("h", "amy", "amy"))
        try store.store("h", "bob", "b")
        #expect(try store.get("h", program: PassHome.reference) == PassHome.answer("h", "bob", "b"))
    }

    @Test func `a user with slashes from the helper in Go is read back whole`() throws {
        let store = try PassHome()
        try store.store("h", "org/team/bot", "s", program: PassHome.reference)
        #expect(try store.get("h") == PassHome.answer("h", "org/team/bot", "s"))
        #expect(try store.list() == #"{"h":"org/team/bot"}"#)
        let tree = "cd .password-store; find . | sort"
        let before = try store.home.succeed(tree)
        try store.store("h", "org/team/bot", "t")
        #expect(try store.home.succeed(tree) == before)
        try store.erase("h")
        #expect(try store.list(program: PassHome.reference) == "{}")
    }

    @Test(arguments: [
        ".github/bot", ".gitx/y", ".extensions/x", ".public-keys/a", "a.gpg/b",
        (0...18).map { "d\($0)" }.joined(separator: "/"),
    ])
    func `a user with an odd file name from the helper in Go is read, listed and erased`(user: String) throws {
        let store = try PassHome()
        try store.store("h", user, "s", program: PassHome.reference)
        #expect(try store.get("h") == PassHome.answer("h", user, "s"))
        #expect(try store.list() == #"{"h":"\#(user)"}"#)
        try store.erase("h")
        #expect(try store.home.succeed("cd .password-store; find . | sort") == ".\n./.gpg-id\n")
    }

    @Test(arguments: [
        "-v --logger-fd 1", "--logger-fd=1", "-v --logger-file /dev/stdout", "--log-file=/dev/stdout", "--status-fd 1",
        "-o /dev/null", "--output=/dev/null", "--list-only",
    ])
    func `no option for gpg changes the secret`(options: String) throws {
        let store = try PassHome()
        try store.store("h", "u", "s3cret")
        let outcome = try store.call("get", "h", ["PASSWORD_STORE_GPG_OPTS": options])
        if outcome.succeeded {
            #expect(outcome.output.text.line == PassHome.answer("h", "u", "s3cret"))
        } else {
            #expect(options == "--list-only", "\(outcome.output.text)")
        }
    }

    @Test func `pass shows stored entries, and its own entries are read`() throws {
        let store = try PassHome()
        try store.store("h", "org/bot", "s3cret é")
        #expect(try store.home.succeed("pass show docker-credential-helpers/aA==/org/bot") == "s3cret é")
        #expect(try store.home.succeed("pass ls").contains("bot"))
        try store.home.succeed("echo typed | pass insert -e -f docker-credential-helpers/Zw==/alice")
        #expect(try store.get("g") == PassHome.answer("g", "alice", "typed"))
        try store.home.succeed("printf 'one\\ntwo\\r\\n\\n' | pass insert -m -f docker-credential-helpers/Zw==/alice")
        #expect(try store.get("g") == PassHome.answer("g", "alice", "one\\ntwo"))
        try store.home.succeed("pass rm -f docker-credential-helpers/Zw==/alice")
        #expect(try store.list() == #"{"h":"org/bot"}"#)
    }

    @Test func `commits match those of pass`() throws {
        let store = try PassHome("pass init me; pass git init")
        let entry = "docker-credential-helpers/aA=="
        let calls: [(String, String)] = [
            ("store", PassHome.answer("h", "alice", "s")), ("store", PassHome.answer("h", "zoe", "s")), ("erase", "h"),
        ]
        for (action, input) in calls { #expect(try store.call(action, input).succeeded) }
        let ours = try store.home.succeed("pass git log --format=%s --name-status -3")
        #expect(
            ours == """
                Remove \(entry) from store.

                D\t\(entry)/zoe.gpg
                Add given password for \(entry)/zoe to store.

                D\t\(entry)/alice.gpg
                A\t\(entry)/zoe.gpg
                Add given password for \(entry)/alice to store.

                A\t\(entry)/alice.gpg

                """
        )
        #expect(try store.home.succeed("pass git status --porcelain").isEmpty)
        for (action, input) in [calls[0], calls[2]] {
            #expect(try store.call(action, input, program: PassHome.reference).succeeded)
        }
        let theirs = try store.home.succeed("pass git log --format=%s -2")
        #expect(theirs == "Remove \(entry) from store.\nAdd given password for \(entry)/alice to store.\n")
    }

    @Test func `commits are signed if pass signs them, and contain only the helper's changes`() throws {
        let store = try PassHome(
            "pass init me; pass git init; pass git config pass.signcommits true; pass git config user.signingkey me"
        )
        try store.home.succeed("echo mine > .password-store/staged; pass git add staged")
        try store.store("h", "u", "s")
        #expect(try store.home.succeed("pass git log --format=%G? -1") == "G\n")
        #expect(try store.home.succeed("pass git status --porcelain") == "A  staged\n")
    }

    @Test func `a commit that fails is reported, and the entry is stored`() throws {
        let store = try PassHome("pass init me; pass git init")
        let hook = ".password-store/.git/hooks/pre-commit"
        try store.home.succeed(
            "printf '#!/bin/sh\\necho fatal: no commits today >&2; exit 1' > \(hook); chmod +x \(hook)"
        )
        let outcome = try store.call("store", PassHome.answer("h", "u", "s"))
        #expect(outcome.succeeded && outcome.output.isEmpty)
        #expect(outcome.errorOutput.text.contains("not committed"), "\(outcome.errorOutput.text)")
        #expect(outcome.errorOutput.text.contains("no commits today"), "\(outcome.errorOutput.text)")
        #expect(try store.get("h") == PassHome.answer("h", "u", "s"))
        let erased = try store.call("erase", "h")
        #expect(erased.succeeded && erased.errorOutput.text.contains("not committed") == false)
        #expect(try store.list() == "{}")

        try store.home.succeed("rm \(hook); echo docker-credential-helpers/ > .password-store/.gitignore")
        let ignored = try store.call("store", PassHome.answer("h", "u", "s"))
        #expect(ignored.succeeded && ignored.errorOutput.isEmpty, "\(ignored.errorOutput.text)")
    }

    @Test func `two recipients can both read`() throws {
        let store = try PassHome(
            """
            export GNUPGHOME=$HOME/second; mkdir -m 700 second
            gpg --batch --quiet --passphrase '' --quick-gen-key second future-default default never
            gpg --export second > second.key; gpgconf --kill all; export GNUPGHOME=$HOME/.gnupg
            gpg --batch --quiet --import second.key
            key=$(gpg --list-keys --with-colons second | awk -F: '/^fpr/ { print $10; exit }')
            gpg --batch --quiet --yes --quick-lsign-key $key
            pass init me $key
            """
        )
        try store.store("h", "u", "s")
        #expect(try store.get("h") == PassHome.answer("h", "u", "s"))
        let second = ["GNUPGHOME": "\(store.home.root)/second"]
        #expect(try store.get("h", second) == PassHome.answer("h", "u", "s"))
        #expect(try store.get("h", second, program: PassHome.reference) == PassHome.answer("h", "u", "s"))
        try store.home.succeed("gpgconf --kill all", second)
    }

    @Test func `all verbs work if pass is not installed`() throws {
        let store = try PassHome()
        try store.home.succeed("mkdir bin; ln -s /usr/bin/gpg /usr/bin/gpg-agent bin")
        let bare = ["PATH": "\(store.home.root)/bin"]
        try store.store("h", "u", "s", bare)
        #expect(try store.get("h", bare) == PassHome.answer("h", "u", "s"))
        #expect(try store.list(bare) == #"{"h":"u"}"#)
        #expect(try store.call("erase", "h", bare).succeeded)
    }
}
