import SystemSupport
import TestSupport
import Testing

/// `docker-creds setup` with the real helpers, gpg and keyring.
@Suite(.serialized, .requires("gpg", "expect")) struct CredsSetupTests {
    /// Base64 of `ann:hunter2`.
    private static let auth = "YW5uOmh1bnRlcjI="

    private static func home(_ configuration: String? = nil) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker bin")
        if let configuration {
            try home.succeed("umask 077; cat > .docker/config.json <<'END'\n\(configuration)\nEND")
        }
        return home
    }

    /// All files but those of gpg.
    private static let files = "find . -path ./.gnupg -prune -o -type f -printf '%p %s %T@\\n' | sort"

    @Test(.requires("python3")) func `on a bare machine file is set up, and the second time there is nothing to do`()
        throws
    {
        let home = try Self.home()
        let text = try home.succeed("docker-creds setup --yes")
        #expect(text.hasPrefix("docker-credential-file, because "), "\(text)")
        #expect(
            text.contains("Stored, read back and erased a test entry with docker-credential-file. Created the key ")
        )
        #expect(text.contains("/identity.txt for the encrypted store "), "\(text)")
        #expect(text.hasSuffix("docker-credential-file is set up. Log in: docker-creds login REGISTRY\n"))
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "file""#))
        #expect(try home.succeed("stat -c %a .docker/config.json") == "600\n")
        #expect(try home.helper("list").output.text == "{}\n")
        let before = try home.succeed(Self.files)
        for arguments in ["setup --yes", "setup", "setup file"] {
            #expect(try home.succeed("docker-creds \(arguments)").hasSuffix("Nothing to do.\n"))
        }
        let json = try home.succeed("docker-creds setup --format json | python3 -m json.tool")
        #expect(json.contains(#""changed": false"#) && json.contains(#""ready": true"#), "\(json)")
        #expect(try home.succeed(Self.files) == before)
    }

    @Test func `--dry-run and a missing terminal change nothing`() throws {
        let home = try Self.home(#"{"auths": {"ghcr.io": {"auth": "\#(Self.auth)"}}}"#)
        let before = try home.succeed(Self.files)
        let plan = try home.succeed("docker-creds setup --dry-run")
        #expect(plan.contains("question: Move the plain-text passwords of ghcr.io to the helper?"), "\(plan)")
        let json = try home.succeed("docker-creds setup file --dry-run --yes --format json")
        #expect(json.contains(#"Move the plain-text passwords of ghcr.io to the helper, and set \"credsStore\""#))
        let refused = try home.shell("docker-creds setup < /dev/null")
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("cannot ask for confirmation: there is no terminal\n  Pass --yes"))
        #expect(try home.succeed(Self.files) == before)
        #expect(!(plan + json + refused.output.text + refused.errorOutput.text).contains(Self.auth))
    }

    @Test func `passwords are moved and everything else in the config file stays`() throws {
        let home = try Self.home(
            "{\n\t\"HttpHeaders\": {\"X\": \"1\"},\n\t\"auths\": {\n\t\t\"ghcr.io\": {\"auth\": \"\(Self.auth)\"}\n\t}\n}"
        )
        let text = try home.succeed("docker-creds setup file --yes")
        #expect(
            text.contains("Moved the passwords of ghcr.io to the helper, and set \"credsStore\" to \"file\""),
            "\(text)"
        )
        #expect(
            try home.succeed("cat .docker/config.json")
                == "{\n\t\"HttpHeaders\": {\"X\": \"1\"},\n\t\"auths\": {\n\t\t\"ghcr.io\": {}\n\t},\n\t\"credsStore\": \"file\"\n}\n"
        )
        #expect(try home.helper("get", "ghcr.io").output.text.contains("hunter2"))
        let kept = try Self.home(#"{"auths": {"ghcr.io": {"auth": "\#(Self.auth)"}}}"#)
        let said = try kept.succeed("docker-creds setup file --yes --no-migrate")
        #expect(said.contains("Docker will no longer use the plain-text passwords of ghcr.io"), "\(said)")
        #expect(try kept.succeed("cat .docker/config.json").contains(Self.auth))
    }

    @Test(.requires("pass")) func `the logins of a helper that is replaced move with it, and come back`() throws {
        let store = try PassHome(
            "pass init me; mkdir -m 700 .docker; echo '{\"credsStore\": \"pass\"}' > .docker/config.json"
        )
        let home = store.home
        try store.store("h.example", "ann", "hunter2")
        try store.store("https://index.docker.io/v1/", "bob", "hunter3")
        let text = try home.succeed("docker-creds setup file --yes")
        #expect(text.contains("Move the logins of docker-credential-pass to docker-credential-file"), "\(text)")
        #expect(text.contains("Moved the logins for "), "\(text)")
        #expect(try home.succeed("docker-credential-pass list") == "{}\n")
        #expect(try home.helper("get", "https://index.docker.io/v1/").output.text.contains("hunter3"))
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "file""#))
        let back = try home.succeed("docker-creds setup pass --yes --no-migrate")
        #expect(back.contains("Docker will no longer use the logins of docker-credential-file"), "\(back)")
        #expect(try home.helper("list").output.text.contains("h.example"))
    }

    @Test func `auto is set up with the helpers that it calls`() throws {
        let home = try Self.home()
        let text = try home.succeed("docker-creds setup auto --yes")
        #expect(text.contains("  backends: ready (") && text.contains("docker-credential-file"), "\(text)")
        #expect(text.contains("Stored, read back and erased a test entry with docker-credential-auto"), "\(text)")
        #expect(try home.succeed("docker-creds setup auto").hasSuffix("Nothing to do.\n"))
    }

    @Test func `another credsStore is replaced by --yes, which names it, and credHelpers stays`() throws {
        let home = try Self.home(#"{"credHelpers": {"a.example": "ecr-login"}, "credsStore": "desktop"}"#)
        let text = try home.succeed("docker-creds setup --yes")
        #expect(text.contains(#"Set "credsStore" to "file" in place of "desktop""#), "\(text)")
        #expect(text.contains(#""credHelpers" is not changed: it names helpers for a.example."#))
        #expect(
            try home.succeed("cat .docker/config.json")
                == #"{"credHelpers": {"a.example": "ecr-login"}, "credsStore": "file"}"# + "\n"
        )
    }

    /// A helper that records its calls, for what the real ones do not do.
    private static func recorder(_ store: String, _ get: String) -> String {
        """
        cat > bin/docker-credential-file <<'END'
        #!/bin/sh
        echo $1 >> $HOME/calls
        case $1 in
        store) \(store);;
        get) read -r key; echo $key >> $HOME/keys; \(get);;
        list) echo '{}';;
        version) echo 'docker-credential-file (test) v1';;
        esac
        END
        chmod +x bin/docker-credential-file; : > calls
        """
    }

    private static let notFound = "echo 'credentials not found in native keychain'; exit 1"

    @Test func `a helper that does not give back what it stores is not configured, and its entry is erased`() throws {
        let home = try Self.home()
        try home.succeed(Self.recorder("cat > /dev/null", Self.notFound))
        let path = try home.succeed("echo \"$HOME/bin:$PATH\"").trimmed
        let failed = try home.shell("docker-creds setup file --yes", ["PATH": path])
        #expect(failed.termination == .exited(1))
        #expect(
            failed.errorOutput.text.contains("the helper does not return what was stored"),
            "\(failed.errorOutput.text)"
        )
        #expect(try home.succeed("sed -n '/store/,$p' calls").contains("erase\n"))
        #expect(try home.succeed("sort -u keys").split(separator: "\n").allSatisfy { $0.hasSuffix(".invalid") })
        #expect(try !home.shell("test -e .docker/config.json").succeeded)
    }

    @Test(.requires("python3"), arguments: ["INT", "TERM", "HUP"])
    func `an interrupted proof erases its entry before the program ends`(signal: String) throws {
        let home = try Self.home()
        try home.succeed(Self.recorder("cat > /dev/null; touch $HOME/stored; sleep 1", Self.notFound))
        let path = try home.succeed("echo \"$HOME/bin:$PATH\"").trimmed
        let outcome = try home.shell(
            """
            python3 -c 'import os, signal
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.execvp("docker-creds", ["docker-creds", "setup", "file", "--yes"])' > said 2>&1 & creds=$!
            until [ -e stored ]; do sleep 0.02; done
            kill -\(signal) $creds; wait $creds
            """,
            ["PATH": path]
        )
        #expect(!outcome.succeeded)
        #expect(try home.succeed("sed -n '/store/,$p' calls").contains("erase\n"))
        #expect(try !home.shell("test -e .docker/config.json").succeeded)
    }

    // MARK: pass

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd", "pass", "python3"))
    func `docker logs in with pass after one command, from a machine without key and store`() throws {
        let home = try Self.home()
        defer { _ = try? home.shell("gpgconf --kill all") }
        let registry = try LoopbackRegistry(in: home)
        let text = try home.succeed("docker-creds setup pass --create-key --yes")
        #expect(text.contains("Created the gpg key ") && text.contains("without a passphrase"), "\(text)")
        #expect(text.contains("it does not protect against anyone who can read ~/.gnupg"))
        #expect(text.contains("Created the password store \(home.root)/.password-store, encrypted to "))
        #expect(try home.succeed("stat -c %a .password-store .password-store/.gpg-id") == "700\n600\n")
        #expect(try home.succeed("find .password-store -name '*.gpg'").isEmpty)
        try home.succeed(
            """
            printf '%s' '\(LoopbackRegistry.password)' | docker login -u alice --password-stdin \(registry.address)
            docker manifest inspect --insecure \(registry.address)/demo:1
            pass ls docker-credential-helpers
            """
        )
        #expect(try home.succeed("docker-creds setup pass").hasSuffix("Nothing to do.\n"))
    }

    @Test func `no key and no store are created without --create-key`() throws {
        let home = try Self.home()
        defer { _ = try? home.shell("gpgconf --kill all") }
        let key = try home.shell("docker-creds setup pass --yes")
        #expect(key.termination == .exited(1))
        #expect(
            key.errorOutput.text.hasPrefix(
                """
                docker-creds: cannot set up docker-credential-pass: there is no gpg key for a password store
                  Pass --create-key to create both

                """
            ),
            "\(key.errorOutput.text)"
        )
        try home.succeed(
            """
            mkdir -p -m 700 .gnupg
            gpg --batch --quiet --pinentry-mode loopback --passphrase '' --quick-gen-key me future-default default never
            """
        )
        let store = try home.shell("docker-creds setup pass --yes")
        #expect(store.errorOutput.text.contains("the password store is not initialized"), "\(store.errorOutput.text)")
        #expect(try !home.shell("test -e .password-store || test -e .docker/config.json").succeeded)
        let made = try home.succeed("docker-creds setup pass --yes --create-key")
        #expect(!made.contains("Created the gpg key"), "\(made)")
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "pass""#))
    }

    @Test(.requires("pinentry-tty"))
    func `on a terminal setup asks, and gpg asks for the passphrase of a new key`() throws {
        let home = try Self.home()
        defer { _ = try? home.shell("gpgconf --kill all") }
        try home.succeed(
            "mkdir -p -m 700 .gnupg; echo 'pinentry-program /usr/bin/pinentry-tty' > .gnupg/gpg-agent.conf"
        )
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds setup pass
                expect "Create a gpg key with a passphrase, and a password store?"; send "y\\r"
                expect "Make these changes?"; send "y\\r"
                expect "Passphrase:"; sleep 0.5; send "correct horse 4711\\r"
                expect "Repeat:"; sleep 0.5; send "correct horse 4711\\r"
                expect {
                    "Passphrase:" { sleep 0.5; send "correct horse 4711\\r"; exp_continue }
                    "is set up" {}
                }
                expect eof'
            """
        )
        #expect(dialogue.contains("Created the gpg key ") && dialogue.contains(", with a passphrase."), "\(dialogue)")
        #expect(!dialogue.contains("horse"))
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "pass""#))
    }

    @Test func `a question answered with no changes nothing`() throws {
        let home = try Self.home(#"{"credsStore": "desktop"}"#)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 30
                spawn -noecho docker-creds setup file
                expect "Replace the helper desktop in credsStore?"; send "n\\r"; expect eof'
            """
        )
        #expect(dialogue.contains("credsStore names another helper: desktop"), "\(dialogue)")
        #expect(try home.succeed("cat .docker/config.json") == #"{"credsStore": "desktop"}"# + "\n")
    }

    // MARK: A keyring

    #if SecretService
    @Test(.requires("dbus-daemon", "gnome-keyring-daemon", "gdbus"))
    func `in a desktop session the unlocked keyring is recommended, and no item is left in it`() throws {
        let home = try Self.home()
        let session = try KeyringSession(in: home)
        let desktop = session.variables.merging(["DISPLAY": ":7"]) { $1 }
        let plan = try home.succeed("docker-creds setup --dry-run", desktop)
        // A container's tests run in a container, for which the encrypted file is recommended.
        let isContainer = plan.contains("this is a container")
        #expect(isContainer || plan.hasPrefix("docker-credential-secretservice, because this is a desktop session"))
        let text = try home.succeed("docker-creds setup secretservice --yes", desktop)
        #expect(text.contains("keyring: ready (unlocked)"), "\(text)")
        #expect(try session.items() == [])
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "secretservice""#))
        try session.restartLocked()
        let locked = try home.shell("docker-creds setup secretservice --yes", session.variables)
        #expect(locked.termination == .exited(1))
        #expect(locked.errorOutput.text.contains("is locked"), "\(locked.errorOutput.text)")
    }
    #endif

    @Test func `without a session bus the keyring is not set up, and the reason is said`() throws {
        let home = try Self.home()
        let outcome = try home.shell("docker-creds setup secretservice --yes")
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.errorOutput.text.contains(
                "cannot set up docker-credential-secretservice: there is no session bus: DBUS_SESSION_BUS_ADDRESS is not set"
            ),
            "\(outcome.errorOutput.text)"
        )
        #expect(try !home.shell("test -e .docker/config.json").succeeded)
    }
}
