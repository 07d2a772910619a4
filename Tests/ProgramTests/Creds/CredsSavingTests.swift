import SystemSupport
import TestSupport
import Testing

/// Logins for which no registry is asked: what is saved where, and what is said of it.
@Suite(.serialized) struct CredsSavingTests {
    private static func home(_ configuration: String = #"{"credsStore":"file"}"#) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker bin; umask 077; echo '\(configuration)' > .docker/config.json")
        return home
    }

    private static func login(_ arguments: String) -> String {
        "printf 'pass:w0rd' | docker-creds login --no-verify -u alice --password-stdin \(arguments)"
    }

    @Test func `without verification a login is saved, and is said to be unverified`() throws {
        let home = try Self.home()
        let said = try home.succeed("\(Self.login("h.example")) 2>&1")
        #expect(
            said == "Saved without verification. The password for h.example is stored by docker-credential-file.\n"
        )
        #expect(try home.helper("get", "h.example").output.text.contains("pass:w0rd"))
    }

    @Test func `JSON says where it was saved, and whether anything changed`() throws {
        let home = try Self.home()
        let read = "python3 -c 'import json, sys; t = json.load(sys.stdin); print(*(t[k] for k in sys.argv[1:]))' "
        let members = "server result changed helper username"
        let first = try home.succeed("\(Self.login("--format json h.example")) | \(read) \(members)")
        #expect(first == "h.example savedUnverified True docker-credential-file alice\n")
        let again = try home.succeed("\(Self.login("--format json h.example")) | \(read) changed")
        #expect(again == "False\n")
        let text = try home.succeed(Self.login("--format json h.example"))
        #expect(!text.contains("w0rd"))
    }

    @Test func `a path is dropped with a note, as docker has one login for a registry`() throws {
        let home = try Self.home()
        let outcome = try home.shell(Self.login("h.example/team"))
        #expect(outcome.succeeded && outcome.errorOutput.text.contains("note: logging in to h.example"))
        #expect(try home.helper("list").output.text == #"{"h.example":"alice"}"# + "\n")
    }

    @Test func `plain text is refused before anything is read, with two ways out that work`() throws {
        let home = try Self.home(#"{"auths":{"other.example":{}}}"#)
        let refused = try home.shell(Self.login("h.example"))
        #expect(refused.termination == .exited(1))
        #expect(
            refused.errorOutput.text == """
                docker-creds: refusing to save the password in plain text in \(home.root)/.docker/config.json
                  Set "credsStore" to "file" in that file, or pass --allow-plaintext

                """
        )
        let allowed = try home.succeed(Self.login("--allow-plaintext h.example"))
        #expect(allowed.contains("is stored in plain text in \(home.root)/.docker/config.json"))
        try home.succeed(#"echo '{"auths":{"other.example":{}},"credsStore":"file"}' > .docker/config.json"#)
        #expect(try home.succeed(Self.login("h.example")).contains("docker-credential-file"))
    }

    @Test(arguments: ["ecr-login", "of-ones-own"])
    func `a helper that supplies credentials by itself needs no login`(helper: String) throws {
        let home = try Self.home(#"{"credHelpers":{"h.example":"\#(helper)"}}"#)
        // As amazon-ecr-credential-helper: only `get` does anything.
        try home.succeed(
            #"""
            cat > bin/docker-credential-\#(helper) <<'END'
            #!/bin/sh
            case $1 in
            get) echo '{"ServerURL":"h.example","Username":"AWS","Secret":"s3cret"}' ;;
            *) echo 'not implemented'; exit 1 ;;
            esac
            END
            chmod +x bin/*
            """#
        )
        let path = ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        let said = try home.succeed("docker-creds login h.example < /dev/null", path)
        #expect(said == "No login needed: docker-credential-\(helper) supplies credentials for h.example.\n")
        let json = try home.succeed("docker-creds login --format json h.example < /dev/null", path)
        #expect(json.contains(#""result": "notNeeded""#) && !json.contains("s3cret"))
    }

    @Test func `a helper that hangs is ended at the limit, which the option and the variable set`() throws {
        let home = try Self.home(#"{"credsStore":"hangs"}"#)
        try home.succeed(
            "printf '#!/bin/sh\\necho $$ >> pids\\nsleep 600 & echo $! >> pids\\nwait\\n' > bin/docker-credential-hangs; chmod +x bin/*"
        )
        let path = ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        for (option, variable) in [("--timeout 1", "300"), ("", "1")] {
            let variables = path.merging(["DOCKER_CREDENTIAL_TIMEOUT": variable]) { $1 }
            for command in ["list", "get h.example", "explain h.example"] {
                let outcome = try home.shell("docker-creds \(command) \(option)", variables)
                #expect(outcome.termination == .exited(1), "\(command)")
                #expect((outcome.output.text + outcome.errorOutput.text).contains("hangs"), "\(command)")
                // What is killed may be waited for by init a little later.
                let left = try home.succeed(
                    """
                    for pid in $(cat pids); do
                        for attempt in $(seq 50); do
                            [ -e /proc/$pid ] && ! grep -q '^State:.Z' /proc/$pid/status || continue 2
                            sleep 0.1
                        done
                        echo $pid; kill $pid
                    done; rm pids
                    """
                )
                // A helper that may use the terminal is in the process group of its caller, with what it has started.
                if command == "list" { #expect(left.isEmpty, "\(left)") }
            }
        }
        #expect(try home.shell("docker-creds list --timeout 0", path).termination == .exited(64))
        let wrong = try home.shell("docker-creds list", path.merging(["DOCKER_CREDENTIAL_TIMEOUT": "soon"]) { $1 })
        #expect(wrong.termination == .exited(64) && wrong.errorOutput.text.contains("DOCKER_CREDENTIAL_TIMEOUT"))
    }

    @Test func `a password with a line feed is told when it is looked at`() throws {
        let home = try Self.home(#"{"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjIK"}}}"#)
        let explained = try home.succeed("docker-creds explain h.example")
        #expect(explained.contains("the password ends with a line feed"), "\(explained)")
        #expect(!explained.contains("hunter2"))
        #expect(try home.shell("docker-creds get h.example").errorOutput.text.contains("ends with a line feed"))
    }

    @Test func `--password-stdin on a terminal asks for the password and does not show it`() throws {
        let home = try Self.home()
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds login --no-verify -u alice --password-stdin h.example
                expect "Password for alice at h.example"; sleep 1; send "pass:w0rd\\r"; expect eof
                exit [lindex [wait] 3]'
            """
        )
        #expect(dialogue.contains("Saved without verification") && !dialogue.contains("w0rd"), "\(dialogue)")
        #expect(try home.helper("get", "h.example").output.text.contains("pass:w0rd"))
    }

    @Test func `in the background a login stops and leaves the terminal to the shell`() throws {
        let home = try Self.home()
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho bash --norc --noprofile -i
                expect "\\\\$ "; send "PS1=READY-\\r"; expect -re "\\nREADY-"
                send "docker-creds login --no-verify -u alice h.example & wait %1; jobs; stty -a; echo DONE\\r"
                expect -re "\\nDONE"; send "kill -KILL %1; exit\\r"; expect eof' | tr -d '\\r'
            """
        )
        #expect(dialogue.contains("Stopped") && dialogue.contains(" echo "), "\(dialogue)")
        #expect(!dialogue.contains("Password for"), "\(dialogue)")
    }

    @Test func `a variable that is not UTF-8 is named, and a helper gets every other byte for byte`() throws {
        let home = try Self.home()
        let refused = try home.shell("DOCKER_CONFIG=$(printf '/tmp/\\377') docker-creds get h.example")
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("cannot use DOCKER_CONFIG: its value is not UTF-8"))
        let path = try home.succeed(
            """
            printf '#!/bin/sh\nprintf %%s "$ODD" | od -An -tx1 > odd; echo "{}"\n' > bin/docker-credential-spy
            chmod +x bin/docker-credential-spy; echo '{"credsStore":"spy"}' > .docker/config.json
            echo "$HOME/bin:$PATH"
            """
        ).trimmed
        try home.succeed("ODD=$(printf 'a\\377b') docker-creds list", ["PATH": path])
        #expect(try home.succeed("cat odd").trimmed == "61 ff 62")
    }
}
