import SystemSupport
import TestSupport
import Testing

/// Key rotation, additional recipients and the settings file.
@Suite(.serialized) struct KeyManagementTests {
    @Test(.requires("age", "age-keygen")) func `after a rotation only the new key decrypts the store`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed("cp -p \(home.identity) old")
        let message = try home.succeed("docker-creds key rotate")
        let recipient = try home.succeed("age-keygen -y \(home.identity)").trimmed
        #expect(message.contains(recipient))
        #expect(try home.succeed("age -d -i \(home.identity) \(home.store)").contains("dTpz"))
        #expect(try !home.shell("age -d -i old \(home.store)").succeeded)
        #expect(try home.helper("get", "h").output.text.contains(#""Secret":"s""#))
        #expect(try home.succeed("grep -c AGE-SECRET-KEY \(home.identity); stat -c %a \(home.identity)") == "1\n600\n")
    }

    @Test(.requires("age", "expect")) func `a rotation keeps the passphrase`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed("printf 'horse\\n' | docker-creds key protect --passphrase-stdin")
        try home.succeed("printf 'horse\\n' | docker-creds key rotate --passphrase-stdin")
        try home.succeed("printf 'horse\\n' | docker-creds unlock --passphrase-stdin")
        #expect(try home.succeed("printf h | setsid -w docker-credential-file get").contains(#""Secret":"s""#))
        #expect(try home.succeed("docker-creds lock").contains("is locked"))
        let content = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn age -d -o opened -i \(home.identity) \(home.store)
                expect "Enter passphrase"; send "horse\\r"; expect eof' > /dev/null
            cat opened
            """
        )
        #expect(content.contains(#""auth": "dTpz""#))
    }

    @Test(.requires("age", "age-keygen")) func `an added recipient can decrypt the store until it is removed`() throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed("age-keygen -o backup 2>/dev/null")
        let backup = try home.succeed("age-keygen -y backup").trimmed
        #expect(try home.succeed("docker-creds key add-recipient \(backup)").contains("as well"))
        #expect(try home.succeed("docker-creds key add-recipient \(backup)").contains("already"))
        #expect(try home.succeed("age -d -i backup \(home.store)").contains("dTpz"))
        try home.store("g", "u", "s")
        #expect(try home.succeed("age -d -i backup \(home.store)").contains("\"g\""))
        #expect(try home.succeed("docker-creds key show").contains("Further recipient: \(backup)"))
        #expect(try home.succeed("stat -c %a .config/docker-credential-file/*.json") == "600\n")
        #expect(try home.succeed("docker-creds key remove-recipient \(backup)").contains("no longer"))
        #expect(try !home.shell("age -d -i backup \(home.store)").succeeded)
        try home.store("g", "u", "s")
        for text in ["age1nonsense", "AGE-SECRET-KEY-1", "ssh-ed25519 x"] {
            let outcome = try home.shell("docker-creds key add-recipient '\(text)'")
            #expect(outcome.termination == .exited(1) && outcome.errorOutput.text.contains("age-keygen -y"), "\(text)")
        }
    }

    @Test(.requires("age-keygen")) func `show prints no secret in any output format`() throws {
        let home = try Sandbox()
        #expect(try home.succeed("docker-creds key show").contains("created by the first login"))
        #expect(try home.succeed("ls -A").isEmpty)
        try home.store("h", "u", "s")
        let recipient = try home.succeed("age-keygen -y \(home.identity)").trimmed
        for format in ["text", "json"] {
            let shown = try home.succeed("docker-creds key show --format \(format)")
            #expect(shown.contains(recipient) && shown.contains("identity.txt") && !shown.contains("AGE-SECRET-KEY"))
        }
    }

    private static let settings = ".config/docker-credential-file/settings.json"

    /// Writes a settings file into a home directory.
    private func write(_ settings: String, in home: Sandbox) throws {
        try home.succeed(
            "umask 077; mkdir -p $(dirname \(Self.settings)); cat > \(Self.settings) <<'END'\n\(settings)\nEND\n"
        )
    }

    @Test(.requires("age", "age-keygen"))
    func `the settings file names store, identity and recipients, and variables take precedence`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 vault; age-keygen -o backup 2>/dev/null; age-keygen -y backup > recipients")
        let root = home.root
        try write(
            #"{"store":"\#(root)/vault/s.age","identity":"\#(root)/vault/key","recipients":"\#(root)/recipients"}"#,
            in: home
        )
        try home.store("h", "u", "s")
        #expect(try home.succeed("ls -A vault; ls -A").contains("key\nkey.lock\ns.age\ns.age.lock\n.config\nbackup"))
        #expect(try home.succeed("age -d -i backup vault/s.age").contains("dTpz"))
        try home.store("h", "u", "s", ["DOCKER_CREDENTIAL_FILE_PATH": "\(root)/vault/other.json"])
        #expect(try home.succeed("ls vault").contains("other.json"))
    }

    @Test(arguments: [
        (#"{"stor":"/x"}"#, "unknown member \"stor\""), (#"{"store":"x"}"#, "\"store\" is not an absolute path"),
        ("[]", "not a JSON object"), ("{", "settings.json"), (#"{"unlockFor":"soon"}"#, "is not a duration"),
        (#"{"identity":"/x","identityCommand":["/y"]}"#, "has both"),
        (#"{"identityCommand":"cat key"}"#, "is not an array"),
        (#"{"identityCommand":["cat"]}"#, "is not an array"),
    ])
    func `invalid settings are an error that names the member`(settings: String, message: String) throws {
        let home = try Sandbox()
        try write(settings, in: home)
        let outcome = try home.helper("get", "h")
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.output.text.contains(message) && outcome.output.text.contains("settings.json"),
            "\(outcome.output.text)"
        )
        try home.succeed("printf '{}' > \(Self.settings); chmod 644 \(Self.settings)")
        #expect(try home.helper("get", "h").errorOutput.text.contains("chmod 600"))
    }

    @Test(.requires("age", "age-keygen"))
    func `the output of an identity command is the key, and appears in no message`() throws {
        let home = try Sandbox()
        try home.succeed("age-keygen -o key 2>/dev/null")
        try write(#"{"identityCommand":["/bin/cat","\#(home.root)/key"]}"#, in: home)
        try home.store("h", "u", "s")
        #expect(try home.helper("get", "h").output.text.contains(#""Secret":"s""#))
        #expect(try home.succeed("age -d -i key \(home.store); ls -A .local").contains("share"))
        #expect(try !home.succeed("ls .local").contains("state"))
        let failures = [
            (#"["/bin/sh","-c","cat key; exit 3"]"#, "exit status 3"), (#"["/nowhere/program"]"#, "does not exist"),
            (#"["/bin/sh","-c","sleep 100"]"#, "timed out"), (#"["/bin/echo","hunter2"]"#, "not an age identity"),
            (#"["/usr/bin/yes"]"#, "its output is larger than"),
        ]
        for (command, message) in failures {
            try write(#"{"identityCommand":\#(command)}"#, in: home)
            let outcome = try home.helper("get", "h", ["DOCKER_CREDENTIAL_TIMEOUT": "2"])
            #expect(outcome.termination == .exited(1), "\(command)")
            #expect(outcome.output.text.contains(message), "\(outcome.output.text)")
            #expect(!(outcome.output.text + outcome.errorOutput.text).contains(#/hunter2|AGE-SECRET-KEY-1[0-9A-Z]/#))
        }
    }

    @Test(.requiresRoot, .requires("systemd-creds", "age-keygen"))
    func `a key that systemd encrypted is read through systemd-creds`()
        throws
    {
        let home = try Sandbox()
        // A null key: it needs neither a TPM nor the key of this host, and has the same form.
        try home.succeed(
            """
            age-keygen 2> /dev/null | systemd-creds encrypt --with-key=tpm2-absent --name=identity - sealed
            """
        )
        try write(
            #"{"identityCommand":["/usr/bin/systemd-creds","--name=identity","decrypt","\#(home.root)/sealed","-"]}"#,
            in: home
        )
        try home.store("h", "u", "s")
        #expect(try home.helper("get", "h").output.text.contains(#""Secret":"s""#))
    }

    @Test(.requires("swtpm", "tpm2_unseal", "age-keygen"))
    func `a key that a TPM has sealed is unsealed by tpm2_unseal`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            mkdir tpm; age-keygen 2>/dev/null | tail -1 > key
            swtpm socket --tpm2 --tpmstate dir=tpm --server type=unixio,path=tpm.sock --ctrl type=unixio,path=tpm.sock.ctrl \\
                --flags not-need-init,startup-clear > log 2>&1 & echo $! > pid
            export TPM2TOOLS_TCTI="swtpm:path=$PWD/tpm.sock"
            for attempt in $(seq 100); do tpm2_flushcontext -t 2> /dev/null && break; sleep 0.1; done
            tpm2_createprimary -Q -C o -c primary.ctx; tpm2_flushcontext -t
            tpm2_create -Q -C primary.ctx -i key -u seal.pub -r seal.priv; tpm2_flushcontext -t
            tpm2_load -Q -C primary.ctx -u seal.pub -r seal.priv -c seal.ctx; tpm2_flushcontext -t
            tpm2_evictcontrol -Q -C o -c seal.ctx 0x81010002; tpm2_flushcontext -t; rm key
            """
        )
        defer { _ = try? home.shell("kill $(cat pid)") }
        try write(#"{"identityCommand":["/usr/bin/tpm2_unseal","-c","0x81010002"]}"#, in: home)
        let variables = ["TPM2TOOLS_TCTI": "swtpm:path=\(home.root)/tpm.sock"]
        try home.store("h", "u", "s", variables)
        #expect(try home.helper("get", "h", variables).output.text.contains(#""Secret":"s""#))
        #expect(try home.helper("get", "h").termination == .exited(1))
    }
}
