import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A key with a passphrase: prompts on a terminal, and errors without one.
@Suite(.serialized, .requires("gpg", "pass", "git", "expect", "setsid", "pinentry-tty", "pinentry-curses"))
struct PassPromptTests {
    private static func lockedHome(pinentry: String) throws -> PassHome {
        let store = try PassHome(
            passphrase: "correct horse",
            "pass init me; echo 'pinentry-program \(pinentry)' > .gnupg/gpg-agent.conf",
            ["DOCKER_CREDENTIAL_TIMEOUT": "60"]
        )
        try store.store("h", "u", "s3cret", ["DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"])
        try store.home.succeed("gpgconf --kill gpg-agent")
        return store
    }

    /// A pinentry that writes a line for each prompt, and replies after a delay.
    private static func asker(_ answer: String) -> String {
        """
        cat > asker <<'END'
        #!/bin/sh
        echo OK
        while read -r line; do
            case $line in
            GETPIN) echo asked >> $HOME/asked; sleep 1; \(answer);;
            BYE) echo OK; exit;;
            *) echo OK;;
            esac
        done
        END
        chmod +x asker; echo "pinentry-program $HOME/asker" > .gnupg/gpg-agent.conf
        """
    }

    @Test(arguments: ["/usr/bin/pinentry-tty", "/usr/bin/pinentry-curses"])
    func `a prompt is shown on the terminal without GPG_TTY`(pinentry: String) throws {
        let store = try Self.lockedHome(pinentry: pinentry)
        // Standard error is not a terminal either, because clients may redirect it.
        let dialogue = try store.home.succeed(
            """
            unset GPG_TTY
            expect -c 'set timeout 60
                spawn -noecho sh -c "printf h | docker-credential-pass get > answer 2> notes"
                expect -re "(?i)passphrase"; sleep 1; send "correct horse\\r"; expect eof' > dialogue
            cat answer notes
            """
        )
        #expect(dialogue.line == PassHome.answer("h", "u", "s3cret"))
        #expect(try !store.home.succeed("cat dialogue").contains("horse"))
    }

    @Test func `a store also prompts when it reads back`() throws {
        let store = try Self.lockedHome(pinentry: "/usr/bin/pinentry-tty")
        try store.home.succeed(
            """
            echo '\(PassHome.answer("g", "v", "t"))' > request
            expect -c 'set timeout 60
                spawn -noecho sh -c "docker-credential-pass store < request > answer 2>&1"
                expect -re "(?i)passphrase"; send "correct horse\\r"; expect eof' > dialogue
            cat answer; [ ! -s answer ]
            """
        )
        #expect(try store.get("g") == PassHome.answer("g", "v", "t"))
    }

    @Test(arguments: ["/usr/bin/pinentry-tty", "/usr/bin/pinentry-curses"])
    func `without a terminal the locked key is named`(pinentry: String) throws {
        let store = try Self.lockedHome(pinentry: pinentry)
        let key = try store.home.succeed("gpg --list-keys --with-colons me | awk -F: '/^sub/ { print $5 }'").trimmed
        let outcome = try store.home.shell("printf h | setsid -w docker-credential-pass get")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("0x\(key) is locked"), "\(outcome.output.text)")
        #expect(outcome.output.text.contains("no terminal"), "\(outcome.output.text)")
        #expect(outcome.output.text.split(separator: "\n").count == 1)
        #expect(outcome.errorOutput.text.contains("pass show docker-credential-helpers/aA==/u"))
        #expect(
            try store.home.shell("printf h | setsid -w docker-credential-pass list").output.text == #"{"h":"u"}"# + "\n"
        )

        let request = PassHome.answer("h", "u", "new")
        let refused = try store.home.shell("echo '\(request)' | setsid -w docker-credential-pass store")
        #expect(refused.termination == .exited(1))
        #expect(refused.output.text.contains("could not be read back"), "\(refused.output.text)")
        #expect(refused.errorOutput.text.contains("DOCKER_CREDENTIAL_PASS_NO_VERIFY=1"))
    }

    @Test func `cancelled prompts, wrong passphrases and a missing pinentry have different errors`() throws {
        let store = try Self.lockedHome(pinentry: "/nonexistent")
        let get = "printf h | DISPLAY=:99 setsid -w docker-credential-pass get || true"
        #expect(try store.home.succeed(get).contains("gpg-agent has no pinentry program"))
        try store.home.succeed("gpgconf --kill gpg-agent; \(Self.asker("echo ERR 83886179 cancelled"))")
        #expect(try store.home.succeed(get).contains("was cancelled"))
        try store.home.succeed("gpgconf --kill gpg-agent; \(Self.asker("echo D wrong; echo OK"))")
        #expect(try store.home.succeed(get).contains("the passphrase was wrong"))
        #expect(try store.home.succeed("(\(get)) | grep -c .") == "1\n")
    }

    /// The socket for forwarding rejects a client's pinentry options: gpg-agent(1), `--extra-socket`.
    @Test func `a forwarded agent decrypts and prompts on its own machine, once`() throws {
        let store = try Self.lockedHome(pinentry: "/nonexistent")
        try store.home.succeed(
            """
            \(Self.asker("echo D correct horse; echo OK")); gpg-connect-agent --quiet /bye
            mkdir -m 700 here; gpg --export me | gpg --homedir here --quiet --import
            GNUPGHOME=$HOME/here gpgconf --kill gpg-agent; echo no-autostart > here/gpg.conf
            socket=$(GNUPGHOME=$HOME/here gpgconf --list-dirs agent-socket); rm -f $socket
            mkdir -p -m 700 $(dirname $socket)
            printf '%%Assuan%%\\nsocket=%s\\n' $(gpgconf --list-dirs agent-extra-socket) > $socket
            """
        )
        let here = ["GNUPGHOME": "\(store.home.root)/here"]
        #expect(try store.get("h", here) == PassHome.answer("h", "u", "s3cret"))
        #expect(try store.home.succeed("cat asked") == "asked\n")
    }

    @Test func `an entry for an expired key is read with one prompt`() throws {
        let store = try Self.lockedHome(pinentry: "/nonexistent")
        try store.home.succeed(
            """
            \(Self.asker("echo D correct horse; echo OK"))
            fingerprint=$(gpg --list-keys --with-colons me | awk -F: '/^fpr/ { print $10; exit }')
            gpg --batch --quiet --pinentry-mode loopback --passphrase 'correct horse' \
                --quick-set-expire $fingerprint seconds=1
            sleep 2; gpgconf --kill gpg-agent
            """
        )
        #expect(try store.get("h") == PassHome.answer("h", "u", "s3cret"))
        #expect(try store.home.succeed("cat asked") == "asked\n")
    }

    @Test func `sixteen gets with a locked key cause one prompt`() throws {
        let store = try Self.lockedHome(pinentry: "/nonexistent")
        try store.home.succeed("gpgconf --kill gpg-agent; \(Self.asker("echo D correct horse; echo OK"))")
        try store.home.succeed(
            """
            for number in $(seq 16); do
                printf h | docker-credential-pass get > answer.$number 2>&1 &
            done
            wait
            """
        )
        let answers = try store.home.succeed("cat answer.*").split(separator: "\n").map(String.init)
        #expect(answers == Array(repeating: PassHome.answer("h", "u", "s3cret"), count: 16))
        #expect(try store.home.succeed("cat asked") == "asked\n")
    }

    @Test func `an unanswered prompt ends at the time limit`() throws {
        let store = try Self.lockedHome(pinentry: "/nonexistent")
        try store.home.succeed("gpgconf --kill gpg-agent; \(Self.asker("sleep 100"))")
        let outcome = try store.home.shell(
            "start=$SECONDS; printf h | DOCKER_CREDENTIAL_TIMEOUT=2 docker-credential-pass get || true; echo $((SECONDS - start))"
        )
        let lines = outcome.output.text.split(separator: "\n")
        #expect(
            lines.first?.contains("while waiting for gpg to decrypt docker-credential-helpers/aA==/u") == true
        )
        #expect(lines.last.flatMap { Int($0) }.map { $0 < 10 } == true)
        #expect(try store.list() == #"{"h":"u"}"#)
        #expect(try store.home.succeed("ps -eo args | grep -c \"[g]pg .*$HOME/\" || true") == "0\n")
    }
}
