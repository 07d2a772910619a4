#if HTTPClient
import SystemSupport
import TestSupport
import Testing

/// The sources of a password for docker-creds, and the places where none may appear.
@Suite(.serialized) struct CredsSecrecyTests {
    @Test(.requires("curl", "docker-registry", "htpasswd", "python3", "strace"))
    func `the password appears in no program's arguments and in no file in plain text`() throws {
        let home = try CredsLoginTests.home()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed(
            "printf '%s' '\(LoopbackRegistry.password)' > input; "
                + "strace -f -s 65536 -e trace=execve -o trace docker-creds login -u alice --password-stdin "
                + "\(registry.address) < input > output 2>&1; rm input"
        )
        #expect(try home.succeed("cat trace").contains("docker-credential-file"))
        let found = try home.succeed(
            "grep -r -a -l -e w0rd -e \(CredsLoginTests.base64) --exclude-dir=registry . || true"
        )
        #expect(found.isEmpty, "\(found)")
    }

    @Test func `a password on the command line is rejected and not repeated`() throws {
        let home = try Sandbox()
        for argument in ["--password hunter2", "--password=hunter2", "-p hunter2", "-phunter2", "-p=hunter2"] {
            let outcome = try home.shell("docker-creds login -u alice \(argument) registry.example")
            #expect(outcome.termination == .exited(64), "\(argument)")
            #expect(outcome.errorOutput.text.contains("--password-stdin"))
            #expect(!(outcome.output.text + outcome.errorOutput.text).contains("hunter2"), "\(argument)")
        }
    }

    @Test func `a password in an address is not shown`() throws {
        let home = try Sandbox()
        for command in ["get", "explain", "logout", "login -u a --password-stdin --allow-plaintext"] {
            let outcome = try home.shell("echo x | docker-creds \(command) https://bob:hunter2@127.0.0.1:1/v2/")
            #expect(!(outcome.output.text + outcome.errorOutput.text).contains("hunter2"), "\(command)")
        }
        try home.succeed(
            #"mkdir -m 700 .docker; umask 077; echo '{"auths":{"https://b:hunter2@h":{"auth":"YTpi"}}}' > .docker/config.json"#
        )
        for command in ["list", "list --format json", "explain h", "explain h --format json", "get h", "logout h"] {
            let outcome = try home.shell("docker-creds \(command)")
            #expect(!(outcome.output.text + outcome.errorOutput.text).contains("hunter2"), "\(command)")
        }
    }

    @Test(.requires("curl", "docker-registry", "expect", "htpasswd", "python3"))
    func `the program prompts for the user and the password, the latter without echo`() throws {
        let home = try CredsLoginTests.home()
        let registry = try LoopbackRegistry(in: home)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds login \(registry.address)
                expect "Username for"; send "alice\\r"
                expect "Password for alice"; sleep 1; send "\(LoopbackRegistry.password)\\r"; expect eof
                exit [lindex [wait] 3]'
            """
        )
        #expect(dialogue.contains("Login succeeded"), "\(dialogue)")
        #expect(!dialogue.contains("w0rd"))
    }

    @Test(.requires("expect")) func `an interrupt at the prompt ends the program and restores the terminal`() throws {
        let home = try CredsLoginTests.home()
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho sh -c "trap : INT; docker-creds login -u alice registry.example; echo status $?; stty -a"
                expect "Password for alice"; sleep 1; send "\\003"; expect eof'
            """
        )
        #expect(dialogue.contains("status 130"), "\(dialogue)")
        #expect(dialogue.contains(" echo ") && !dialogue.contains("-echo "), "\(dialogue)")
        #expect(try home.helper("list").output.text == "{}\n")
    }

    @Test func `without a terminal and standard input the error gives a remedy`() throws {
        let home = try CredsLoginTests.home()
        let outcome = try home.shell("setsid -w docker-creds login -u alice registry.example < /dev/null")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("--password-stdin"), "\(outcome.errorOutput.text)")
        let nobody = try home.shell("echo secret | docker-creds login --password-stdin registry.example")
        #expect(nobody.termination == .exited(64))
        let empty = try home.shell("echo | docker-creds login -u alice --password-stdin registry.example")
        #expect(empty.termination == .exited(1) && empty.errorOutput.text.contains("no password"))
    }
}
#endif
