import SystemSupport
import TestSupport
import Testing

/// Logins without a request to the registry: where they are saved, and what is reported.
@Suite(.serialized) struct CredsSavingTests {
    private static func home(_ configuration: String = #"{"credsStore":"file"}"#) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker bin; umask 077; echo '\(configuration)' > .docker/config.json")
        return home
    }

    private static func login(_ arguments: String) -> String {
        "printf 'pass:w0rd' | docker-creds login --no-verify -u alice --password-stdin \(arguments)"
    }

    @Test func `without verification a login is saved and reported as unverified`() throws {
        let home = try Self.home()
        let said = try home.succeed(Self.login("h.example"))
        #expect(
            said == "Saved without verification. The password for h.example is stored by docker-credential-file.\n"
        )
        #expect(try home.helper("get", "h.example").output.text.contains("pass:w0rd"))
    }

    @Test(.requires("python3")) func `JSON output contains the destination, and whether anything changed`() throws {
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

    // docker 28.2 removes blanks and line ends on both sides, and skopeo 1.9 all line ends at the end.
    @Test(arguments: [
        ("pw\n", "pw"), ("pw\r\n", "pw"), ("pw\r", "pw"), ("pw\n\n", "pw"), ("pw\n\r", "pw"), (" pw \n", " pw "),
        ("\npw", "\npw"),
        ("p\nw", "p\nw"), ("pw", "pw"),
    ])
    func `--password-stdin removes the line ends after a password, and no blanks`(input: String, password: String)
        throws
    {
        let home = try Self.home(#"{"auths":{"other.example":{}}}"#)
        try home.succeed(
            "printf '%s' \"$INPUT\" | docker-creds login --no-verify --allow-plaintext -u a --password-stdin h.example",
            ["INPUT": input]
        )
        let stored = #"sed -n 's/.*"auth": *"\([^"]*\)".*/\1/p' .docker/config.json | base64 -d"#
        #expect(try Array(home.succeed(stored).utf8) == Array("a:\(password)".utf8))
    }

    @Test func `plain text is refused before any input, with remedies that work`() throws {
        let home = try Self.home(#"{"auths":{"other.example":{}}}"#)
        let refused = try home.shell(Self.login("h.example"))
        #expect(refused.termination == .exited(1))
        #expect(
            refused.errorOutput.text == """
                docker-creds: refusing to save the password in plain text in \(home.root)/.docker/config.json
                  Set "credsStore" to "file" in that file, or pass --allow-plaintext
                  Set up a helper that works here: docker-creds setup

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
        // Like amazon-ecr-credential-helper, which implements only `get`.
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

    @Test func `a helper that hangs is killed at the limit, which an option or a variable sets`() throws {
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
                // init may reap a killed process a little later.
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
                // A helper with terminal access shares the process group of its caller, and so do its children.
                if command == "list" { #expect(left.isEmpty, "\(left)") }
            }
        }
        #expect(try home.shell("docker-creds list --timeout 0", path).termination == .exited(64))
        let wrong = try home.shell("docker-creds list", path.merging(["DOCKER_CREDENTIAL_TIMEOUT": "soon"]) { $1 })
        #expect(wrong.termination == .exited(64) && wrong.errorOutput.text.contains("DOCKER_CREDENTIAL_TIMEOUT"))
    }

    @Test func `a password with a line feed is reported by commands that inspect it`() throws {
        let home = try Self.home(#"{"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjIK"}}}"#)
        let explained = try home.succeed("docker-creds explain h.example")
        #expect(explained.contains("the password ends with a line feed"), "\(explained)")
        #expect(!explained.contains("hunter2"))
        #expect(try home.shell("docker-creds get h.example").errorOutput.text.contains("ends with a line feed"))
    }

    @Test(arguments: [#"$'a\nb'"#, #"$'\e[31m'"#, #"$'a\u009bb'"#])
    func `a user name with a control character is refused`(name: String) throws {
        let home = try Self.home()
        let outcome = try home.shell(
            "printf pw | docker-creds login --no-verify -u \(name) --password-stdin h.example"
        )
        #expect(outcome.termination == .exited(1))
        let said = "docker-creds: cannot log in: the user name contains a control character\n"
        #expect(outcome.errorOutput.text == said, "\(outcome.errorOutput.text)")
        #expect(try home.helper("list").output.text == "{}\n")
    }

    /// docker 28.2 and skopeo 1.9 show the password while it is typed, and ask for nothing.
    @Test(.requires("expect")) func `--password-stdin on a terminal prompts for the password without echo`() throws {
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

    @Test(.requires("expect")) func `a login in the background stops and leaves the terminal to the shell`() throws {
        let home = try Self.home()
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho env PS1=READY- bash --norc --noprofile -i
                expect "READY-"
                send "docker-creds login --no-verify -u alice h.example & wait %1; jobs; stty -a; echo DONE\\r"
                expect -re "\\nDONE"; send "kill -KILL %1; exit\\rexit\\r"; expect eof' | tr -d '\\r'
            """
        )
        #expect(dialogue.contains("Stopped") && dialogue.contains(" echo "), "\(dialogue)")
        #expect(!dialogue.contains("Password for"), "\(dialogue)")
    }

    @Test func `a variable that is not UTF-8 is reported, and a helper gets all others unchanged`() throws {
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
