import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Stores under git whose commits hang or fail: later changes still work.
@Suite(.serialized, .requires("gpg", "pass", "git")) struct PassGitTests {
    private static let hook = ".password-store/.git/hooks/pre-commit"
    private static let lock = ".password-store/.git/index.lock"

    private static func home(hook body: String) throws -> PassHome {
        let store = try PassHome("pass init me; pass git init")
        try store.home.succeed("printf '#!/bin/sh\\n\(body)\\n' > \(hook); chmod +x \(hook)")
        return store
    }

    /// Checks that no lock remains, and that pass and this helper can commit again.
    private static func expectSane(_ store: PassHome, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let left = try store.home.succeed(
            "cd .password-store/.git; ls | grep -E '^(index|HEAD|next-index.*)\\.lock$' || true"
        )
        #expect(left.isEmpty, sourceLocation: sourceLocation)
        try store.home.succeed("echo word | pass insert -e -f own/entry")
        try store.store("after", "u", "s")
        #expect(
            try store.home.succeed("pass git log -1 --format=%s").contains("YWZ0ZXI=/u"),
            sourceLocation: sourceLocation
        )
        #expect(try store.home.succeed("pass git status --porcelain").isEmpty, sourceLocation: sourceLocation)
    }

    @Test func `a hook that hangs is ended in time, and the next commit works`() throws {
        let store = try Self.home(hook: "sleep 100")
        let outcome = try store.call("store", PassHome.answer("h", "u", "s"), ["DOCKER_CREDENTIAL_TIMEOUT": "4"])
        #expect(outcome.succeeded && outcome.output.isEmpty)
        let notes = outcome.errorOutput.text
        #expect(notes.contains("not committed") && notes.contains("perhaps a hook hangs"), "\(notes)")
        #expect(!notes.contains("index.lock"), "\(notes)")
        #expect(try store.get("h") == PassHome.answer("h", "u", "s"))
        try store.home.succeed("rm \(Self.hook)")
        try Self.expectSane(store)
        #expect(try store.home.succeed("pass git ls-files").contains("docker-credential-helpers/aA==/u.gpg"))
        #expect(try store.home.succeed("ps -eo args | grep -c \"[g]it .*$HOME/\" || true") == "0\n")
    }

    /// A store in which a merge has stopped at a conflict in a file of the user's.
    private static let conflict = """
        pass init me; pass git init; cd .password-store
        echo one > notes; git add notes; git commit -qm one; git branch other
        echo two > notes; git commit -qam two; git checkout -q other; echo three > notes; git commit -qam three
        git merge -q main > /dev/null && exit 1 || true
        """

    @Test func `a store during a merge is reported as not committed, and survives an abort`() throws {
        let store = try PassHome(Self.conflict)
        let outcome = try store.call("store", PassHome.answer("h", "u", "s"))
        #expect(outcome.succeeded && outcome.output.isEmpty)
        let notes = outcome.errorOutput.text
        #expect(notes.contains("not committed to the store's git repository: a merge is in progress there"), "\(notes)")
        #expect(notes.contains("pass git merge --continue") && notes.contains("pass git merge --abort"), "\(notes)")
        try store.home.succeed("cd .password-store; git merge --abort")
        #expect(try store.get("h") == PassHome.answer("h", "u", "s"))
        try Self.expectSane(store)
    }

    @Test func `stores behind one whose hook hangs get the lock in time`() throws {
        let store = try Self.home(hook: "sleep 100")
        try store.home.succeed(
            """
            export DOCKER_CREDENTIAL_TIMEOUT=15
            for number in 1 2 3 4; do
                printf '{"ServerURL":"server%d","Username":"u","Secret":"s"}' $number \
                    | docker-credential-pass store 2>> notes || echo $number >> failed &
            done
            wait; [ ! -e failed ]; rm \(Self.hook)
            """
        )
        #expect(try store.list().split(separator: ",").count == 4)
        try Self.expectSane(store)
    }

    @Test func `an unanswered prompt for the signing key ends in time, and the next commit works`() throws {
        let store = try PassHome(
            passphrase: "correct horse",
            """
            pass init me; pass git init; pass git config user.signingkey me
            cat > asker <<'END'
            #!/bin/sh
            echo OK
            while read -r line; do
                case $line in GETPIN) sleep 100;; BYE) echo OK; exit;; *) echo OK;; esac
            done
            END
            chmod +x asker; echo "pinentry-program $HOME/asker" > .gnupg/gpg-agent.conf; gpgconf --kill gpg-agent
            pass git config pass.signcommits true
            """
        )
        let variables = ["DOCKER_CREDENTIAL_TIMEOUT": "4", "DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"]
        let outcome = try store.call("store", PassHome.answer("h", "u", "s"), variables)
        #expect(outcome.succeeded && outcome.output.isEmpty)
        let notes = outcome.errorOutput.text
        #expect(notes.contains("not committed") && notes.contains("the key that signs is locked"), "\(notes)")
        #expect(try store.list() == #"{"h":"u"}"#)
        try store.home.succeed("pass git config pass.signcommits false; gpgconf --kill gpg-agent")
        try store.store("g", "u", "s", ["DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"])
        #expect(try store.home.succeed("pass git status --porcelain").isEmpty)
        #expect(
            try store.home.succeed("ls .password-store/.git | grep '[.]lock' || true")
                == "docker-credential-helpers.lock\n"
        )
    }

    @Test func `a leftover lock is named, with a remedy`() throws {
        let store = try PassHome("pass init me; pass git init; touch \(Self.lock)")
        let outcome = try store.call("store", PassHome.answer("h", "u", "s"), ["DOCKER_CREDENTIAL_TIMEOUT": "6"])
        #expect(outcome.succeeded)
        let notes = outcome.errorOutput.text
        #expect(notes.contains("rm '\(store.home.root)/\(Self.lock)'"), "\(notes)")
        try store.home.succeed("rm '\(store.home.root)/\(Self.lock)'")
        try Self.expectSane(store)
        #expect(try store.home.succeed("pass git ls-files").contains("docker-credential-helpers/aA==/u.gpg"))
    }

    @Test func `a hook that rejects a commit without a message is reported with its status`() throws {
        let store = try Self.home(hook: "exit 7")
        let notes = try store.call("store", PassHome.answer("h", "u", "s")).errorOutput.text
        #expect(notes.contains("git commit: it exited with status 1 and no message"), "\(notes)")
    }

    @Test func `an erasure that could not be committed is committed by the next change, or by another erase`() throws {
        let store = try PassHome("pass init me; pass git init")
        for server in ["a", "b", "c"] { try store.store(server, "u", "s") }
        try store.home.succeed("printf '#!/bin/sh\\nexit 1\\n' > \(Self.hook); chmod +x \(Self.hook)")
        for server in ["a", "b"] { #expect(try store.call("erase", server).errorOutput.text.contains("not committed")) }
        try store.home.succeed("rm \(Self.hook)")

        let again = try store.call("erase", "a")
        #expect(again.succeeded && again.output.isEmpty && again.errorOutput.isEmpty)
        #expect(
            try store.home.succeed("pass git log -1 --format=%s")
                == "Remove docker-credential-helpers/YQ== from store.\n"
        )
        #expect(try store.home.succeed("pass git status --porcelain").isEmpty)
        let head = try store.home.succeed("pass git rev-parse HEAD")
        #expect(try store.call("erase", "a").succeeded)
        #expect(try store.home.succeed("pass git rev-parse HEAD") == head)
    }

    @Test func `the next commit includes uncommitted entries, and no other changes of the user`() throws {
        let store = try PassHome("pass init me; pass git init")
        for server in ["a", "b"] { try store.store(server, "u", "s") }
        try store.home.succeed("printf '#!/bin/sh\\nexit 1\\n' > \(Self.hook); chmod +x \(Self.hook)")
        try store.erase("a")
        try store.store("b", "v", "t")
        try store.home.succeed(
            """
            rm \(Self.hook); cd .password-store
            echo mine > staged; git add staged; echo mine > docker-credential-helpers/README
            """
        )
        try store.store("c", "u", "s")
        let folder = "docker-credential-helpers"
        #expect(try store.home.succeed("pass git status --porcelain") == "A  staged\n?? \(folder)/README\n")
        #expect(
            try store.home.succeed("pass git log -1 --format= --name-status --no-renames")
                == "D\t\(folder)/YQ==/u.gpg\nD\t\(folder)/Yg==/u.gpg\nA\t\(folder)/Yg==/v.gpg\nA\t\(folder)/Yw==/u.gpg\n"
        )
    }

    @Test(arguments: ["pass git init", "git init --separate-git-dir $HOME/$'git\\xE9' \"$PASSWORD_STORE_DIR\""])
    func `a store, its repository and GNUPGHOME have paths that are not UTF-8`(prepare: String) throws {
        let store = try PassHome("true")
        let answer = try store.home.succeed(
            """
            gpgconf --kill gpg-agent
            export PASSWORD_STORE_DIR=$HOME/$'caf\\xE9' GNUPGHOME=$HOME/$'keys\\xE9'
            mv .gnupg "$GNUPGHOME"
            pass init me > /dev/null; (\(prepare)) > /dev/null
            cd "$PASSWORD_STORE_DIR"; git add .; git commit --quiet --allow-empty -m start
            PASSWORD_STORE_SIGNING_KEY=$(gpg --list-keys --with-colons me | awk -F: '/^fpr/ { print $10; exit }')
            export PASSWORD_STORE_SIGNING_KEY
            gpg --batch --quiet --detach-sign .gpg-id; git add .; git commit --quiet -m signed
            printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | docker-credential-pass store 2> $HOME/notes
            git status --porcelain; git log -1 --format= --name-only
            printf h | docker-credential-pass get
            printf h | docker-credential-pass erase 2>> $HOME/notes
            git status --porcelain; git ls-files | grep -v gitattributes; cat $HOME/notes
            ls $HOME | LC_ALL=C sed 's/[^a-z]/?/g' | tr '\\n' ' '
            gpgconf --kill gpg-agent
            """
        )
        let names = prepare.hasPrefix("pass") ? "caf? keys? notes" : "caf? git? keys? notes"
        #expect(
            answer.split(separator: "\n").map { String($0).trimmed } == [
                "docker-credential-helpers/aA==/u.gpg", PassHome.answer("h", "u", "s"), ".gpg-id", ".gpg-id.sig", names,
            ]
        )
    }
}
