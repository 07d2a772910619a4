import SystemSupport
import TestSupport
import Testing

/// docker-credential-auto with backends that are broken, hang, or are not what they seem.
@Suite struct AutoBackendTests {
    /// A store in a file of its own, which writes what it was called with into `calls`.
    private static let recording = #"""
        echo "$0 $*" >> "$HOME/calls"; env | grep -v ^HELPER_INPUT= >> "$HOME/calls"
        case $1 in
        store) cat > "$HOME/stored" ;;
        get) cat "$HOME/stored" 2> /dev/null || { echo credentials not found in native keychain; exit 1; } ;;
        erase) rm -f "$HOME/stored" ;;
        list)
            if [ -e "$HOME/stored" ]; then
                sed 's/.*"ServerURL":"\([^"]*\)","Username":"\([^"]*\)".*/{"\1":"\2"}/' "$HOME/stored"
            else
                echo '{}'
            fi
            ;;
        esac
        """#

    @Test(arguments: [
        ("exit 7", "failed: exit status 7"), ("kill -9 $$", "was ended by signal 9"),
        ("sleep 60", "store timed out after"),
        ("echo not implemented; exit 1", "failed: it does not support this verb"),
        ("echo 'there is no session bus: x'; exit 1", "failed: there is no session bus"),
        ("docker-credential-auto \"$@\"", "failed: exit status 1"),
    ])
    func `a backend that does not work loses no login`(script: String, reason: String) throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "6"])
        try home.makeHelper("odd", script)
        let said = try home.autoStore("h.example", "ann", "hunter2", home.order("odd,file"))
        #expect(said.contains("stored by docker-credential-file, because docker-credential-odd \(reason)"), "\(said)")
        #expect(!said.contains("hunter2"))
        #expect(try home.autoGet("h.example", home.order("odd,file")) == "ann:hunter2")
        // The file is remembered, so the next login says nothing.
        #expect(try !home.autoStore("i.example", "ann", "x", home.order("odd,file")).contains("stored by"))
    }

    @Test(arguments: ["echo nonsense", "printf '\\\\377'", "exit 0", "echo '[]'"])
    func `a reply that is not the protocol's is an error where no other backend has the login`(script: String) throws {
        let home = try Sandbox()
        try home.makeHelper("odd", script)
        let found = try home.autoGet("h.example", home.order("odd,file"))
        #expect(found.hasPrefix("docker-credential-odd failed: the helper's reply"), "\(found)")
        try home.store("h.example", "ann", "secret")
        #expect(try home.autoGet("h.example", home.order("odd,file")) == "ann:secret")
    }

    @Test func `missing programs are skipped, and without any a login is an error`() throws {
        let home = try Sandbox()
        #expect(
            try home.autoStore("h.example", "ann", "secret", home.order("one,two,file")).contains("created the key")
        )
        let none = home.order("one,two")
        let store = try home.auto("store", #"{"ServerURL":"h","Username":"u","Secret":"s"}"#, none)
        #expect(store.termination == .exited(1))
        #expect(store.output.text.contains("docker-credential-one, docker-credential-two"))
        #expect(store.errorOutput.text.contains("DOCKER_CREDENTIAL_AUTO_ORDER"))
        #expect(try home.autoGet("h", none) == Sandbox.notFound)
        #expect(try home.auto("list", "", none).output.text == "{}\n")
        #expect(try home.auto("erase", "h", none).succeeded)
        let strict = none.merging(["DOCKER_CREDENTIAL_STRICT": "1"]) { $1 }
        #expect(try home.autoGet("h", strict).contains("is installed"))
        let trace = try home.auto("list", "", none.merging(["DOCKER_CREDENTIAL_DEBUG": "1"]) { $1 }).errorOutput.text
        #expect(trace.contains("skipped: cannot find the program docker-credential-one"), "\(trace)")
    }

    @Test func `it never calls itself, under whatever name`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir -p bin; ln -s \(BuiltPrograms.autoHelper) bin/docker-credential-me")
        try home.makeHelper("file", "exit 1")
        try home.autoStore("h.example", "ann", "secret", home.order("auto,me,file"))
        // The file helper beside the program goes before the one in PATH.
        #expect(try home.helper("get", "h.example").succeeded)
        let alone = try home.auto("get", "h.example", home.order("auto"))
        #expect(alone.termination == .exited(1) && alone.output.text.contains("DOCKER_CREDENTIAL_AUTO_ORDER"))
    }

    @Test func `a link to the program finds the helpers beside it, whatever is in PATH`() throws {
        let home = try Sandbox()
        let path = ["PATH": "/usr/bin:/bin"]
        try home.succeed("ln -s \(BuiltPrograms.autoHelper) link", path)
        let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#
        try home.succeed(
            "export DOCKER_CREDENTIAL_AUTO_ORDER=file; ./link store <<< '\(request)'; ./link get <<< h",
            path
        )
    }

    @Test func `a secret is in no argument, variable, trace or file of its own`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_DEBUG": "1"])
        try home.makeHelper("recording", Self.recording)
        let variables = home.order("recording")
        let said = try home.autoStore("h.example", "ann", "hunter2", variables)
        let get = try home.auto("get", "h.example", variables)
        #expect(get.output.text.contains("hunter2"))
        #expect(!(said + get.errorOutput.text).contains("hunter2"))
        #expect(try home.succeed("cat stored").contains("hunter2"))
        #expect(try home.succeed("grep -c '^/.* store$' calls").trimmed == "1")
        #expect(try home.succeed("grep -r -l hunter2 calls .local || true").isEmpty)
        #expect(
            try home.succeed("grep DOCKER_CREDENTIAL_NO_PROMPT= calls | sort -u") == "DOCKER_CREDENTIAL_NO_PROMPT=1\n"
        )
    }

    @Test func `the time limit is for all backends together`() throws {
        let home = try Sandbox()
        for name in ["one", "two", "three"] { try home.makeHelper(name, "echo $1 >> \"$HOME/calls\"; sleep 60") }
        let variables = home.order("one,two,three").merging(["DOCKER_CREDENTIAL_TIMEOUT": "3"]) { $1 }
        let outcome = try home.shell("printf h | timeout 6 docker-credential-auto get", variables)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.hasPrefix("docker-credential-one get timed out after "), "\(outcome.output.text)")
        #expect(try home.succeed("cat calls") == "get\nget\nget\n")
    }

    @Test func `advice of a backend that failed is passed on, and a note of one that worked`() throws {
        let home = try Sandbox()
        let advice = "echo 'docker-credential-odd: Insert the card.' >&2"
        try home.makeHelper("odd", "\(advice); echo 'the card is locked'; exit 1")
        let failed = try home.auto("get", "h", home.order("odd"))
        #expect(failed.output.text == "docker-credential-odd failed: its store is locked\n")
        #expect(failed.errorOutput.text.contains("docker-credential-odd: Insert the card."))
        try home.makeHelper("odd", "\(advice); echo unasked >&2; echo '{\"Username\":\"u\",\"Secret\":\"s\"}'")
        let worked = try home.auto("get", "h", home.order("odd"))
        #expect(worked.errorOutput.text == "docker-credential-auto: Insert the card.\n")
        #expect(worked.output.text == "{\"ServerURL\":\"h\",\"Username\":\"u\",\"Secret\":\"s\"}\n")
    }

    @Test func `no advice on backends that do not exist here appears while another one works`() throws {
        let home = try Sandbox(["PASSWORD_STORE_DIR": "/nowhere"])
        #expect(try home.autoStore("h.example", "ann", "secret").split(separator: "\n").count == 2)
        #expect(try home.autoStore("h.example", "bob", "secret").isEmpty)
        for (action, input) in [("get", "h.example"), ("list", ""), ("erase", "h.example")] {
            let outcome = try home.auto(action, input)
            #expect(outcome.succeeded && outcome.errorOutput.isEmpty, "\(action): \(outcome.errorOutput.text)")
        }
    }

    @Test(.requiresRoot, .requires("unshare", "mount")) func `a full disk is one error with its advice once`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_AUTO_ORDER": "file"])
        let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#
        let outcome = try home.succeed(
            """
            mkdir full; printf %s '\(request)' > request
            unshare --mount sh -c '
                mount -t tmpfs -o size=64k none full; mkdir full/state full/data
                export XDG_STATE_HOME=$HOME/full/state XDG_DATA_HOME=$HOME/full/data
                docker-credential-auto store < request 2> /dev/null
                head -c 100000 /dev/zero > full/rest 2> /dev/null
                sed s/s\"}/$(head -c 9000 /dev/zero | tr "\\\\0" a)\"}/ request | docker-credential-auto store 2>&1 || echo $?
                printf h | docker-credential-auto get'
            """
        )
        #expect(outcome.contains("docker-credential-file failed: the disk is full\n"), "\(outcome)")
        #expect(outcome.split(separator: "Free some space").count == 2, "\(outcome)")
        // The earlier login is still there.
        #expect(outcome.hasSuffix(#"1\#n{"ServerURL":"h","Username":"u","Secret":"s"}"# + "\n"), "\(outcome)")
    }

    @Test func `a record that is damaged or cannot be written loses no login`() throws {
        let home = try Sandbox()
        try home.succeed("mkdir -p .local/state; echo x > .local/state/docker-credential-auto")
        let variables = home.order("file")
        try home.autoStore("h.example", "ann", "secret", variables)
        #expect(try home.autoGet("h.example", variables) == "ann:secret")
        try home.succeed("rm .local/state/docker-credential-auto; mkdir .local/state/docker-credential-auto")
        try home.succeed("printf '{\"used\":[\"../x\"]}' > .local/state/docker-credential-auto/logins.json")
        #expect(try home.autoGet("h.example", variables) == "ann:secret")
        try home.autoStore("h.example", "bob", "secret", variables)
        let record = try home.succeed("cat .local/state/docker-credential-auto/logins.json")
        #expect(record == "{\"used\":[\"file\"],\"outdated\":{}}\n")
    }

    @Test(.requires("python3")) func `kills at random moments of a login leave the older or the newer one`() throws {
        let home = try Sandbox()
        try home.makeHelper("recording", Self.recording)
        // Every third login is refused, so that the logins move from one backend to the other and back.
        try home.makeHelper(
            "flaky",
            """
            [ $1 != store ] || [ $(($$ % 3)) != 0 ] || { echo failed; exit 1; }
            exec docker-credential-recording "$@"
            """
        )
        let variables = home.order("flaky,file")
        try home.autoStore("same", "u0", "s0", variables)
        let seed = Int.random(in: 0...1_000_000)
        try home.succeed(
            #"""
            python3 - \#(seed) <<'END'
            import json, os, random, signal, subprocess, sys, time
            random.seed(int(sys.argv[1]))
            auto = "docker-credential-auto"
            def request(number):
                return json.dumps({"ServerURL": "same", "Username": f"u{number}", "Secret": f"s{number}"}).encode()
            def get():
                answer = subprocess.run([auto, "get"], input=b"same", capture_output=True)
                if answer.returncode != 0:
                    sys.exit(f"{answer.stdout} {answer.stderr}")
                return json.loads(answer.stdout)["Username"]
            begin = time.monotonic()
            subprocess.run([auto, "store"], input=request(1), check=True)
            whole, last = time.monotonic() - begin, "u1"
            for number in range(2, 42):
                process = subprocess.Popen([auto, "store"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL)
                process.stdin.write(request(number))
                process.stdin.close()
                time.sleep(random.uniform(0, whole * 1.2))
                process.kill()
                ended = process.wait() == 0
                # A backend that was started goes on by itself.
                time.sleep(whole)
                found = get()
                if found != f"u{number}" and (ended or found != last):
                    sys.exit(f"after the login of u{number} {found} was found, and {last} before")
                last = found
            for number in range(100, 103):
                subprocess.run([auto, "store"], input=request(number), check=True)
                if get() != f"u{number}":
                    sys.exit(f"u{number} is shadowed by {get()}")
            END
            """#,
            variables
        )
    }

    @Test func `logins at the same time are all kept, each in one backend`() throws {
        let home = try Sandbox(["DOCKER_CREDENTIAL_TIMEOUT": "120"])
        try home.makeHelper("recording", Self.recording)
        try home.makeHelper(
            "flaky",
            """
            [ $1 != store ] || [ $(($$ % 2)) = 0 ] || { echo failed; exit 1; }
            exec docker-credential-recording "$@"
            """
        )
        let variables = home.order("flaky,file")
        try home.succeed(
            """
            for number in 1 2 3 4 5 6; do
                printf '{"ServerURL":"same","Username":"u%s","Secret":"s"}' $number | docker-credential-auto store &
            done
            wait
            """,
            variables
        )
        let found = try home.autoGet("same", variables)
        #expect(found.hasSuffix(":s"), "\(found)")
    }
}
