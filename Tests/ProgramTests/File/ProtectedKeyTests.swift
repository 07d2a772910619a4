import SystemSupport
import TestSupport
import Testing

/// An identity file with a passphrase, and the kernel's keyring that caches the unlocked key.
@Suite(.serialized) struct ProtectedKeyTests {
    /// A new key for each test, because other tests of this user share the keyring.
    private func home(protectedBy passphrase: String = "horse") throws -> Sandbox {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed("printf '\(passphrase)\\n' | docker-creds key protect --passphrase-stdin")
        return home
    }

    @Test(.requires("age", "expect")) func `a protected key is an age file, and age decrypts the store with it`() throws
    {
        let home = try home()
        #expect(
            try home.succeed("head -c 21 \(home.identity); stat -c ' %a' \(home.identity)")
                == "age-encryption.org/v1 600\n"
        )
        let content = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn age -d -o opened -i \(home.identity) \(home.store)
                expect "Enter passphrase"; send "horse\\r"; expect eof' > /dev/null
            cat opened
            """
        )
        #expect(content.contains(#""auth": "dTpz""#))
        #expect(
            try home.succeed("printf 'horse\\n' | docker-creds key unprotect --passphrase-stdin").contains(
                "no longer has a passphrase"
            )
        )
        #expect(try home.helper("get", "h").succeeded)
        #expect(try !home.shell("docker-creds key unprotect < /dev/null").succeeded)
    }

    @Test(.requires("age", "expect"), arguments: ["age -p -a", "age -p"])
    func `a key that age protected causes one prompt on the terminal, and stays unlocked`(encrypt: String) throws {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed(
            """
            umask 077
            expect -c 'spawn sh -c "\(encrypt) -o protected \(home.identity)"
                expect "Enter passphrase"; send "correct horse\\r"
                expect "Confirm"; send "correct horse\\r"; expect eof' > /dev/null
            mv protected \(home.identity)
            """
        )
        let locked = try home.shell("printf h | setsid -w docker-credential-file get")
        #expect(locked.termination == .exited(1))
        #expect(locked.output.text.contains("docker creds unlock"), "\(locked.output.text)")
        #expect(locked.output.text.split(separator: "\n").count == 1)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn sh -c "printf h | docker-credential-file get > answer"
                expect "Passphrase for"; send "correct horse\\r"; expect eof'; cat answer
            """
        )
        #expect(dialogue.contains(#""Secret":"s""#) && !dialogue.contains("horse"), "\(dialogue)")
        // From another session, and from twenty processes at once.
        try home.succeed(
            "for number in $(seq 20); do printf h | setsid -w docker-credential-file get > $number & done; wait"
        )
        #expect(try home.succeed(#"grep -l '"Secret":"s"' $(seq 20) | wc -l"#).trimmed == "20")
        #expect(try home.succeed("docker-creds lock").contains("is locked"))
        #expect(try !home.shell("printf h | setsid -w docker-credential-file get").succeeded)
    }

    @Test func `unlock keeps the key for the given time only`() throws {
        let home = try home()
        #expect(
            try home.succeed("printf 'horse\\n' | docker-creds unlock --for 3s --passphrase-stdin").contains(
                "unlocked for 3s"
            )
        )
        #expect(try home.succeed("docker-creds key show").contains("Passphrase: yes, unlocked"))
        #expect(try home.succeed("printf h | setsid -w docker-credential-file get").contains(#""Secret":"s""#))
        let trace = try home.succeed(
            "printf h | DOCKER_CREDENTIAL_DEBUG=1 setsid -w docker-credential-file get 2>&1 >/dev/null"
        )
        #expect(trace.contains("unlocked in the kernel's keyring") && !trace.contains("AGE-SECRET-KEY"))
        let ended = try home.shell(
            """
            for attempt in $(seq 40); do
                printf h | setsid -w docker-credential-file get > answer || { cat answer; exit 0; }; sleep 0.25
            done; exit 1
            """
        )
        #expect(ended.succeeded && ended.output.text.contains("docker creds unlock"), "\(ended.output.text)")
        #expect(ended.output.text.split(separator: "\n").count == 1)
        let wrong = try home.shell("printf 'cow\\n' | docker-creds unlock --passphrase-stdin")
        #expect(wrong.termination == .exited(1) && wrong.errorOutput.text.contains("passphrase does not decrypt"))
        for text in ["8", "-1h", "1m1h", "", "h"] {
            #expect(try home.shell("docker-creds unlock --for='\(text)'").termination == .exited(64), "\(text)")
        }
    }

    @Test(.requires("prlimit"), arguments: ["file", "auto"])
    func `twenty gets from other sessions need neither a prompt nor scrypt after an unlock`(helper: String) throws {
        let home = try home()
        try home.succeed("printf 'horse\\n' | setsid -w docker-creds unlock --passphrase-stdin")
        // Without a terminal there can be no prompt, and scrypt alone takes 256 MiB.
        let get = "setsid -w prlimit --data=67108864 docker-credential-\(helper) get"
        try home.succeed("for number in $(seq 20); do printf h | \(get) > $number 2>&1 & done; wait")
        #expect(try home.succeed(#"grep -l '"Secret":"s"' $(seq 20) | wc -l"#).trimmed == "20")
        try home.succeed("docker-creds lock")
        let locked = try home.shell("printf h | \(get)")
        #expect(locked.termination == .exited(1))
        #expect(locked.output.text.contains("docker creds unlock"), "\(locked.output.text)")
        #expect(locked.output.text.split(separator: "\n").count == 1)
    }

    @Test(.requires("strace")) func `the unlocked key is in no argument, variable, trace or description`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_DEBUG": "1"])
        try home.store("h", "u", "s")
        let key = try home.succeed("sed -n 's/^AGE-SECRET-KEY-1//p' \(home.identity)").trimmed
        try #require(key.count == 58)
        let strace = "strace -f -v -s 100000 -e trace=execve"
        try home.succeed(
            """
            printf 'horse\\n' | docker-creds key protect --passphrase-stdin > messages 2>&1
            printf 'horse\\n' | \(strace) -o calls docker-creds unlock --passphrase-stdin >> messages 2>&1
            printf h | \(strace) -o more docker-credential-auto get 2>> messages > answer
            docker-creds key show >> messages; cat /proc/keys >> messages; cat more >> calls
            """
        )
        #expect(try home.succeed("cat answer").contains(#""Secret":"s""#))
        #expect(try home.succeed("cat messages").contains("unlocked in the kernel's keyring"))
        #expect(try home.succeed("cat calls").contains("docker-credential-file"))
        // Its text, a part of it, and the passphrase.
        for secret in ["AGE-SECRET-KEY", String(key.prefix(20)), String(key.suffix(20)), "horse"] {
            #expect(try home.succeed("grep -a -i -l -e \(secret) messages calls || true").isEmpty, "\(secret)")
        }
        try home.succeed("docker-creds lock")
    }

    @Test(.requiresRoot, .requires("setpriv", "python3")) func `another user can neither find nor read the key`() throws
    {
        let home = try home()
        try home.succeed("printf 'horse\\n' | docker-creds unlock --passphrase-stdin")
        let fingerprint = try home.succeed("sha256sum \(home.identity)").prefix(16)
        let read = """
            python3 - <<'END'
            import ctypes, os, platform, re, sys
            number = {"x86_64": 250, "aarch64": 219}[platform.machine()]
            keys = [line.split()[0] for line in open("\(home.root)/keys") if "\(fingerprint)" in line]
            libc = ctypes.CDLL(None, use_errno=True)
            buffer = ctypes.create_string_buffer(1000)
            results = {libc.syscall(number, 11, int(key, 16), buffer, 1000) > 0 for key in keys}
            print(results)
            END
            """
        try home.succeed("chmod 755 .; cat /proc/keys > keys")
        #expect(try home.succeed(read) == "{True}\n")
        #expect(try home.succeed("setpriv --reuid 12345 --clear-groups setsid -w \(read)") == "{False}\n")
        try home.succeed("docker-creds lock")
    }

    @Test(.requiresRoot, .requires("setpriv")) func `another user finds nothing in the keyring`() throws {
        let home = try home()
        try home.succeed("printf 'horse\\n' | docker-creds unlock --passphrase-stdin")
        try home.succeed("chmod 755 . .local .local/state; chown -R 12345 .local; mkdir -p .config")
        let other = try home.shell(
            "printf h | setpriv --reuid 12345 --clear-groups setsid -w docker-credential-file get"
        )
        #expect(other.termination == .exited(1))
        #expect(other.output.text.contains("docker creds unlock"), "\(other.output.text)")
    }

    @Test func `a changed key file invalidates the unlocked key`() throws {
        let home = try home()
        try home.succeed("printf 'horse\\n' | docker-creds unlock --passphrase-stdin")
        try home.succeed("printf 'cow\\nhorse\\n' | docker-creds key protect --passphrase-stdin")
        #expect(try !home.shell("printf h | setsid -w docker-credential-file get").succeeded)
        try home.succeed("printf 'cow\\n' | docker-creds unlock --passphrase-stdin")
        #expect(try home.succeed("printf h | setsid -w docker-credential-file get").contains(#""Secret":"s""#))
    }

    @Test(.requires("strace", "expect")) func `without a kernel keyring each call prompts and reports why`() throws {
        let home = try home()
        try home.succeed("printf horse > passphrase; chmod 600 passphrase")
        let refused = try home.shell(
            """
            printf 'horse\\n' | strace -f -qq -o /dev/null -e trace=add_key -e inject=add_key:error=EPERM \\
                docker-creds unlock --passphrase-stdin
            """
        )
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("keyring: permission denied"), "\(refused.errorOutput.text)")
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn sh -c "printf h | strace -f -qq -o /dev/null -e trace=add_key -e inject=add_key:error=ENOSYS docker-credential-file get"
                expect "Passphrase for"; send "horse\\r"; expect eof'
            """
        )
        #expect(
            dialogue.contains(#""Secret":"s""#) && dialogue.contains("asks for the passphrase again"),
            "\(dialogue)"
        )
        // A passphrase file needs no keyring.
        let variables = ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"]
        try home.store("g", "u", "s", variables)
        #expect(try home.helper("get", "g", variables).succeeded)
    }

    @Test(.requires("prlimit")) func `a get of an unlocked store does no work for the passphrase`() throws {
        let home = try home()
        try home.succeed("printf 'horse\\n' | docker-creds unlock --passphrase-stdin")
        // scrypt alone takes 256 MiB: within a quarter of that it cannot have run.
        try home.succeed("printf h | prlimit --data=67108864 docker-credential-file get > /dev/null")
        try home.succeed("docker-creds lock; printf horse > passphrase; chmod 600 passphrase")
        let locked = try home.shell(
            "printf h | prlimit --data=67108864 docker-credential-file get",
            ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"]
        )
        #expect(locked.output.text.contains("memory"), "\(locked.output.text)")
    }
}
