import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Failures of gpg on real machines: the message names the actual cause.
@Suite(.serialized, .requires("gpg", "pass", "git", "expect", "setsid", "pinentry-tty")) struct PassGpgFailureTests {
    private static let passphrase = "correct horse"
    private static let answer = PassHome.answer("h", "u", "s3cret")

    /// A home directory with an entry for a key with a passphrase, which the agent has not cached.
    private static func lockedHome(_ gpgConfiguration: String, pinentry: String = "/nonexistent") throws -> PassHome {
        let store = try PassHome(
            passphrase: passphrase,
            "pass init me; echo 'pinentry-program \(pinentry)' > .gnupg/gpg-agent.conf",
            ["DOCKER_CREDENTIAL_TIMEOUT": "60"]
        )
        try store.store("h", "u", "s3cret", ["DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1"])
        try store.home.succeed("gpgconf --kill gpg-agent; printf '\(gpgConfiguration)' > .gnupg/gpg.conf")
        return store
    }

    /// Gets the entry without a terminal.
    private static func get(in store: PassHome, _ variables: [String: String] = [:]) throws -> ChildProcess.Outcome {
        let script = "export PATH=\"$HOME/bin:$PATH\"; printf h | setsid -w docker-credential-pass get"
        return try store.home.shell(script, variables)
    }

    @Test func `the prompt appears on the terminal despite loopback mode in gpg's options`() throws {
        let store = try Self.lockedHome("pinentry-mode loopback\\n", pinentry: "/usr/bin/pinentry-tty")
        let dialogue = try store.home.succeed(
            """
            unset GPG_TTY
            expect -c 'set timeout 60
                spawn -noecho sh -c "printf h | docker-credential-pass get > answer 2> notes"
                expect -re "(?i)passphrase"; send "\(Self.passphrase)\\r"; expect eof' > dialogue
            cat answer notes
            """
        )
        #expect(dialogue.line == Self.answer)
        // The agent has cached the passphrase, so no terminal is needed.
        #expect(try Self.get(in: store).output.text.line == Self.answer)
    }

    @Test func `a passphrase file is read in loopback mode, and without one the key is locked`() throws {
        let store = try Self.lockedHome("pinentry-mode loopback\\n")
        let locked = try Self.get(in: store)
        #expect(
            locked.output.text.contains("is locked, and there is no terminal to ask for its passphrase"),
            "\(locked.output.text)"
        )
        try store.home.succeed("echo '\(Self.passphrase)' > word; echo passphrase-file $HOME/word >> .gnupg/gpg.conf")
        #expect(try Self.get(in: store).output.text.line == Self.answer)
    }

    @Test(arguments: [
        ("no-autostart\\n", "no gpg-agent running in this session"),
        ("agent-program /bin/false\\n", "can't connect to the agent"),
    ])
    func `an agent that cannot be reached is not a missing key`(configuration: String, words: String) throws {
        let store = try Self.lockedHome(configuration)
        let outcome = try Self.get(in: store)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("gpg cannot reach gpg-agent (\(words)"), "\(outcome.output.text)")
        #expect(!(outcome.output.text + outcome.errorOutput.text).contains("is not on this machine"))
        #expect(!outcome.errorOutput.text.contains("port"), "\(outcome.errorOutput.text)")
    }

    /// Runs `get` in a mount namespace where gpg finds no /run/user to put its sockets into.
    private static func getWithoutRuntimeDirectory(_ store: PassHome, _ mounts: String) throws -> String {
        let outcome = try store.home.shell(
            """
            gpgconf --kill all
            unshare --mount --propagation private bash -ec '[ ! -d /run/user ] || mount -t tmpfs none /run/user
                \(mounts)
                printf h | docker-credential-pass get'
            """
        )
        #expect(outcome.termination == .exited(1))
        let text = outcome.output.text + outcome.errorOutput.text
        #expect(!text.contains("is not on this machine") && !text.contains("port"), "\(text)")
        return outcome.output.text
    }

    @Test(.requires("unshare"), .requiresRoot) func `a socket path that is too long is not a missing key`() throws {
        let store = try Self.lockedHome("")
        let long = "\(store.home.root)/\(String(repeating: "x", count: 100))"
        try store.home.succeed("gpgconf --kill all; cp -r .gnupg \(long)")
        let output = try Self.getWithoutRuntimeDirectory(store, "export GNUPGHOME=\(long)")
        #expect(output.contains("gpg cannot reach gpg-agent (can't connect"), "\(output)")
    }

    @Test(.requires("unshare"), .requiresRoot) func `a read-only GNUPGHOME is not a missing key`() throws {
        let store = try Self.lockedHome("")
        let mounts = "mount --bind .gnupg .gnupg; mount -o remount,bind,ro .gnupg; ! touch .gnupg/x 2> /dev/null"
        let output = try Self.getWithoutRuntimeDirectory(store, mounts)
        #expect(output.contains("gpg cannot reach gpg-agent ("), "\(output)")
    }

    @Test func `a key on another machine is still reported as missing here`() throws {
        let store = try Self.lockedHome("")
        try store.home.succeed("gpgconf --kill gpg-agent; rm .gnupg/private-keys-v1.d/*")
        let outcome = try Self.get(in: store)
        #expect(outcome.output.text.contains("is not on this machine"), "\(outcome.output.text)")
    }

    @Test(arguments: ["get", "store"])
    func `a GNUPGHOME that does not exist is named`(action: String) throws {
        let store = try PassHome()
        try store.store("h", "u", "s3cret")
        let home = ["GNUPGHOME": "\(store.home.root)/missing"]
        let outcome = try store.call(action, action == "get" ? "h" : Self.answer, home)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("GNUPGHOME is \(store.home.root)/missing, which does not exist"))
    }

    /// Replaces the secret keys with gpg's stubs for keys on a card with the number 0006 12345678.
    private static let cardKeys = """
        gpgconf --kill all
        sed -i 's/(private-key/(shadowed-private-key/
            s/(d #[0-9A-F]*#)/(shadowed t1-v1 (#D2760001240103040006123456780000# OPENPGP.2))/' \\
            .gnupg/private-keys-v1.d/*.key
        cat > scdaemon <<'END'
        #!/bin/sh
        echo 'OK ready'
        while read -r line; do
            case $line in
            BYE*) echo OK; exit;;
            SERIALNO*) echo 'ERR 100663408 Card not present <SCD>';;
            *) echo OK;;
            esac
        done
        END
        chmod +x scdaemon
        """

    @Test(arguments: [
        ("$HOME/scdaemon", "the smart card 0006 12345678 with its key is not inserted"),
        ("/nonexistent", "its key is on a smart card, and scdaemon is not installed"),
    ])
    func `an unusable smart card is named, and no prompt appears`(
        daemon: String,
        message: String
    ) throws {
        let store = try PassHome()
        try store.store("h", "u", "s3cret")
        try store.home.succeed("\(Self.cardKeys); echo scdaemon-program \(daemon) > .gnupg/gpg-agent.conf")
        let outcome = try Self.get(in: store)
        #expect(outcome.output.text.contains(message), "\(outcome.output.text)")
        #expect(outcome.termination == .exited(1) && !outcome.output.text.contains("passphrase"))
    }

    /// A gpg that reports an error of gpg-agent for as many calls as the file `failures` has lines.
    private static func failing(_ code: Int, times: Int) -> String {
        """
        mkdir bin; yes | head -n \(times) > failures; cat > bin/gpg <<'END'
        #!/bin/sh
        if [ -s $HOME/failures ]; then
            case "$*" in
            *--decrypt*)
                sed -i 1d $HOME/failures
                printf '[GNUPG:] ENC_TO AA 1 0\\n[GNUPG:] ERROR pkdecrypt_failed \(code)\\n' >&2
                printf '[GNUPG:] BEGIN_DECRYPTION\\n[GNUPG:] DECRYPTION_FAILED\\n' >&2
                exit 2;;
            esac
        fi
        exec /usr/bin/gpg "$@"
        END
        chmod +x bin/gpg
        """
    }

    @Test func `a call to an agent without secure memory is retried, then reported`() throws {
        let outOfMemory = 16_810_070
        let store = try PassHome()
        try store.store("h", "u", "s3cret")
        try store.home.succeed(Self.failing(outOfMemory, times: 6))
        #expect(try Self.get(in: store).output.text.line == Self.answer)
        #expect(try store.home.succeed("cat failures").isEmpty)
        try store.home.succeed("yes | head -n 100 > failures")
        let outcome = try Self.get(in: store)
        #expect(outcome.output.text.contains("gpg-agent has no secure memory left"), "\(outcome.output.text)")
        #expect(outcome.errorOutput.text.contains("auto-expand-secmem"))
    }

    /// As gpg ends while another one writes trustdb.gpg.
    @Test func `an encryption that fails for a moment is tried again`() throws {
        let store = try PassHome()
        try store.home.succeed(
            """
            mkdir bin; cat > bin/gpg <<'END'
            #!/bin/sh
            case "$*" in *--encrypt) [ -e fails ] && { rm fails; echo '[GNUPG:] FAILURE gpg-exit 33554433' >&2; exit 2; };; esac
            exec /usr/bin/gpg "$@"
            END
            chmod +x bin/gpg; touch fails
            export PATH="$HOME/bin:$PATH"
            printf '{"ServerURL": "h", "Username": "u", "Secret": "s"}' | docker-credential-pass store
            [ ! -e fails ]
            """
        )
        #expect(try store.get("h") == PassHome.answer("h", "u", "s"))
    }

    /// As an erase and a store of other processes between the listing and the reading.
    @Test func `an entry that disappears before it is read leads to another look`() throws {
        let store = try PassHome()
        try store.store("h", "bob", "s")
        try store.home.succeed(
            """
            cd .password-store/docker-credential-helpers/*; mv bob.gpg ~/saved; cp ~/saved bob.gpg; head -c -10 bob.gpg > ann.gpg
            mkdir ~/bin; cat > ~/bin/gpg <<END
            #!/bin/sh
            case "\\$*" in *--decrypt*) [ -e ~/armed ] && { rm ~/armed; rm $PWD/bob.gpg; cp ~/saved $PWD/cy.gpg; };; esac
            exec /usr/bin/gpg "\\$@"
            END
            chmod +x ~/bin/gpg; touch ~/armed
            """
        )
        let outcome = try store.home.shell("printf h | PATH=\"$HOME/bin:$PATH\" docker-credential-pass get")
        #expect(outcome.output.text.trimmed == PassHome.answer("h", "cy", "s").trimmed, "\(outcome)")
        #expect(try store.home.succeed("ls").contains("bin") && !store.home.succeed("ls").contains("armed"))
    }

    @Test func `an unknown error of gpg is reported with its number`() throws {
        let pinBlocked = 100_663_426
        let store = try PassHome()
        try store.store("h", "u", "s3cret")
        try store.home.succeed(Self.failing(pinBlocked, times: 10))
        let outcome = try Self.get(in: store)
        #expect(outcome.output.text.contains("gpg reported error 130"), "\(outcome.output.text)")
        #expect(!(outcome.output.text + outcome.errorOutput.text).contains("passphrase"))
    }

    @Test func `forty concurrent gets with an RSA 4096 key all succeed`() throws {
        let store = try PassHome(
            """
            gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-gen-key big rsa4096 default never
            gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-add-key \\
                $(gpg --list-keys --with-colons big | awk -F: '/^fpr/ { print $10; exit }') rsa4096 encr never
            pass init big
            """
        )
        try store.store("h", "u", "s3cret")
        try store.home.succeed(
            """
            for number in $(seq 40); do
                printf h | setsid -w docker-credential-pass get > answer.$number 2>&1 &
            done
            wait
            """
        )
        let answers = try store.home.succeed("cat answer.*").split(separator: "\n").map(String.init)
        #expect(answers == Array(repeating: Self.answer, count: 40))
    }
}
