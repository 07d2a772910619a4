import HelperProtocol
import RegistryCredentials
import SystemPackage
import Testing

/// Helpers that are missing, hang or print invalid output: each has its own error, and nothing hangs, crashes or leaks.
@Suite(.serialized) struct HelperFailureTests {
    private static let secret = "hunter2"
    private static let credential = Credential.password(username: "ann", password: Secret(secret))
    private static let origin = CredentialStoreError.Place(file: "/home/ann/.docker/config.json", key: "credsStore")

    /// Returns the error of a get from a helper, after checking the parts that every error must have.
    private func failure(
        _ name: String,
        _ scripts: HelperScripts,
        timeout: Duration = .seconds(30),
        allowed: Set<String>? = nil,
        isSlow: Bool = false
    ) async throws -> CredentialStoreError {
        let options = scripts.options(timeout: timeout, allowed: allowed, origin: Self.origin)
        let store = NativeStore(name, options: options)
        let error = try #require(await storeError { _ = try await store.get(ServerAddress("registry.example")) })
        #expect(error.place.file == Self.origin.file)
        #expect(error.place.key == "registry.example")
        #expect(error.place.helper == "docker-credential-\(name)")
        #expect(error.place.setting == "credsStore" && error.advice.count <= 2)
        #expect(!error.description.contains(Self.secret) && !error.description.contains("\n"))
        // Every verb fails with the same error.
        for verb: @Sendable () async throws -> Void in [
            { try await store.put(Self.credential, for: ServerAddress("registry.example")) },
            { try await store.delete(ServerAddress("registry.example")) },
            { _ = try await store.list() },
        ] where !isSlow {
            let error = try #require(await storeError(verb))
            #expect(!error.description.contains(Self.secret))
        }
        return error
    }

    @Test func `a helper that is missing`() async throws {
        let error = try await failure("missing", HelperScripts())
        #expect(error.code == .unavailable)
        #expect(error.message.contains("credential helper docker-credential-missing not found in PATH"))
        #expect(error.advice.first == "Install docker-credential-missing, or name another helper")
    }

    @Test func `a helper without execute permission`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("plain", mode: "644", "echo \(Self.secret)")
        let error = try await failure("plain", scripts)
        #expect(error.code == .unavailable && error.message.contains("permission denied"))
        #expect(error.advice.first == "Run: chmod +x '\(scripts.path)/docker-credential-plain'")
    }

    @Test(arguments: ["#!/nowhere/interpreter\n", "not a program\n", ""])
    func `a helper that is not a program`(content: String) async throws {
        let scripts = try HelperScripts()
        try scripts.write(content, to: "docker-credential-text", mode: "755")
        #expect(try await failure("text", scripts).code == .unavailable)
    }

    @Test func `a helper that the policy forbids is not run`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("foreign", "touch \"$DIRECTORY/ran\"; echo '{}'")
        let error = try await failure("foreign", scripts, allowed: ["pass", "file"])
        #expect(error.code == .denied && error.message.hasSuffix("not one of those allowed: file, pass"))
        #expect(try scripts.shell("ls \"$DIRECTORY\"") == "docker-credential-foreign\n")
    }

    @Test(arguments: [
        "../evil", "/tmp/evil", "sub/dir", "", "e\nvil", "e\u{0}vil", "pass ", "e vil", "evil;id", "$(id)",
        "e\u{E9}vil",
    ])
    func `a helper with an invalid name is not run`(name: String) async throws {
        let scripts = try HelperScripts()
        try scripts.shell("mkdir -p \"$DIRECTORY/docker-credential-sub\"")
        try scripts.write("#!/bin/sh\ntouch \"$DIRECTORY/ran\"\n", to: "docker-credential-sub/dir", mode: "755")
        let store = NativeStore(name, options: scripts.options())
        let error = await storeError { _ = try await store.get(ServerAddress("registry.example")) }
        #expect(error?.code == .denied)
        #expect(error?.advice.first?.contains("PATH") == true)
        #expect(try scripts.shell("ls \"$DIRECTORY\"") == "docker-credential-sub\n")
    }

    @Test func `a helper in a relative directory of PATH is not found`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("near", "echo '{}'")
        var options = scripts.options()
        options.environment?["PATH"] = ".:bin::/usr/bin:/bin"
        let store = NativeStore("near", options: options)
        #expect(await storeError { _ = try await store.get(ServerAddress("registry.example")) }?.code == .unavailable)
    }

    @Test func `a helper that hangs is killed with its grandchild at the deadline`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("hanging", "sleep 1000 & echo $$ $! >\"$DIRECTORY/pids\"; wait")
        // The best of several runs, because other tests keep busy the threads that a task needs.
        var shortest = Duration.seconds(1000)
        for _ in 1...30 where shortest >= .milliseconds(600) {
            let start = ContinuousClock.now
            let error = try await failure("hanging", scripts, timeout: .milliseconds(500), isSlow: true)
            shortest = min(shortest, ContinuousClock.now - start)
            #expect(
                error.code == .timedOut
                    && error.message.contains("docker-credential-hanging get timed out after 0.5 seconds")
            )
            try await expectNoProcess(scripts)
        }
        #expect(shortest < .milliseconds(600))
    }

    @Test func `a helper whose grandchild keeps the pipe open does not delay the result`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("leaving", #"sleep 1000 & echo $! >"$DIRECTORY/pids"; echo '{"Username":"ann","Secret":"s"}'"#)
        let store = NativeStore("leaving", options: scripts.options())
        #expect(try await store.get(ServerAddress("registry.example"))?.username == "ann")
        try scripts.shell("kill $(cat \"$DIRECTORY/pids\")")
    }

    @Test func `cancelling a task kills the helper and its grandchild, and throws CancellationError`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("hanging", "sleep 1000 & echo $$ $! >\"$DIRECTORY/pids\"; wait")
        let events = Collected<HelperEvent>()
        let store = NativeStore("hanging", options: scripts.options(trace: events.add))
        let task = Task { try await store.get(ServerAddress("registry.example")) }
        try scripts.shell("until [ -s \"$DIRECTORY/pids\" ]; do sleep 0.01; done")
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await events.all.map(\.stage) == [.started, .cancelled])
        try await expectNoProcess(scripts)

        let late = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await store.get(ServerAddress("registry.example"))
        }
        await #expect(throws: CancellationError.self) { try await late.value }
    }

    @Test func `a helper that exits without reading its input`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("deaf", "exec <&-; echo \(Self.secret); echo \(Self.secret) >&2; exit 3")
        let error = try await failure("deaf", scripts)
        #expect(error.code == .failed && error.message.hasSuffix("exit status 3"))
        let seeing =
            "Run it to see its output, which may contain the secret: printf %s 'registry.example' | docker-credential-deaf get"
        #expect(error.advice.first == seeing)

        // Larger than a pipe's buffer.
        let store = NativeStore("deaf", options: scripts.options())
        let large = Credential.password(
            username: "ann",
            password: Secret(String(repeating: Self.secret, count: 500_000))
        )
        let refused = await storeError { try await store.put(large, for: ServerAddress("registry.example")) }
        #expect(refused?.code == .failed)
    }

    @Test func `a helper that is killed`() async throws {
        let scripts = try HelperScripts()
        try scripts.add("dying", "kill -SEGV $$")
        #expect(try await failure("dying", scripts).message.hasSuffix("was ended by signal 11"))
    }

    @Test(arguments: ["", " >&2"])
    func `a helper that prints 100 MB`(stream: String) async throws {
        let scripts = try HelperScripts()
        try scripts.add("endless", "yes \(Self.secret) | head -c 100000000\(stream); exit 1")
        let error = try await failure("endless", scripts, isSlow: true)
        #expect(error.code == (stream.isEmpty ? .damaged : .failed))
        if stream.isEmpty { #expect(error.message.hasSuffix("printed more than 16 MiB")) }
    }

    @Test(arguments: [
        "echo 'INFO loading'; echo '{\"Username\":\"ann\",\"Secret\":\"hunter2\"}'",
        "echo '[\"hunter2\"]'", "echo '{\"Username\":\"ann\",\"Secret\":\"hunter2'", "echo hunter2", ":",
        "echo '{\"Username\":1,\"Secret\":\"hunter2\"}'", "printf 'hunter2\\377'",
        "echo credentials not found in native keychain hunter2",
    ])
    func `a helper that succeeds with logs before its JSON, or with other JSON`(answer: String) async throws {
        let scripts = try HelperScripts()
        // The output of store and erase is not read.
        try scripts.add("noisy", "case $1 in get|list) \(answer);; *) echo hunter2 >&2; exit 1;; esac")
        let error = try await failure("noisy", scripts)
        #expect(error.code == .damaged)
        #expect(error.advice.first?.hasPrefix("Run it to see its output, which may contain the secret: ") == true)
    }

    @Test func `a key is quoted for the shell`() async throws {
        let scripts = try HelperScripts()
        try scripts.add(
            "failing",
            "[ $1 = list ] && exit 1; [ \"$(cat)\" = \"h/it's\" ] || { echo '{}'; exit; }; exit 1"
        )
        let store = NativeStore("failing", options: scripts.options())
        let error = await storeError { _ = try await store.get(ServerAddress("h/it's")) }
        let command = try #require(error?.advice.first).split(separator: ": ", maxSplits: 1)[1]
        #expect(command.hasPrefix("printf %s 'h/it'\\''s' |"))
    }

    @Test(arguments: [
        ("credentials not found in native keychain: hunter2", CredentialStoreError.Code.failed),
        ("pass not initialized: exit status 1: Error: password store is empty. Try \"pass init\".", .unavailable),
        ("there is no password store at /home/hunter2/.password-store", .unavailable),
        ("Cannot autolaunch D-Bus without X11 $DISPLAY", .unavailable),
        ("Could not connect: No such file or directory", .unavailable),
        (
            "GDBus.Error:org.freedesktop.DBus.Error.ServiceUnknown: The name org.freedesktop.secrets was not provided "
                + "by any .service files", .unavailable
        ),
        ("no keyring is running: hunter2", .unavailable),
        (
            "Error from list function in secretservice_linux.c likely due to error in secretservice library",
            .unavailable
        ),
        ("gpg is not installed: there is neither gpg2 nor gpg on PATH", .unavailable),
        ("cannot open /hunter2: the key file /hunter2.txt is missing", .unavailable),
        ("cannot decrypt x: the secret key 0x1 is not on this machine", .denied),
        ("cannot lock /hunter2: timed out after 30 seconds, because another process holds it", .timedOut),
        ("the keyring is locked, and it cannot ask for its password here", .locked),
        ("cannot decrypt x: the key 0x1 is locked: its passphrase is needed", .locked),
        ("Cannot create an item in a locked collection", .locked),
        ("exit status 2: gpg: decryption failed: No secret key", .locked),
        ("User interaction is not allowed.", .locked),
        ("the prompt of the keyring was dismissed", .denied),
        ("refusing to use /home/hunter2/identity.txt: other users have access to it (mode 0644)", .denied),
        ("timed out after 30 seconds while waiting for the prompt", .timedOut),
        ("/home/hunter2/credentials.age is damaged: it is not age", .damaged),
        ("docker-credential-x: unknown action: list", .unsupported),
        ("no credentials username", .notRepresentable),
        ("hunter2", .failed),
    ])
    func `messages of helpers are recognised on either stream, and not quoted`(
        text: String,
        code: CredentialStoreError.Code
    ) async throws {
        for stream in ["", " >&2"] {
            let scripts = try HelperScripts()
            try scripts.add("talking", "cat >/dev/null; printf '%s\\n' '\(text)'\(stream); exit 1")
            let error = try await failure("talking", scripts)
            #expect(error.code == code, "\(text)")
        }
    }

    @Test func `only advice in the format of this package's helpers becomes the remedy`()
        async throws
    {
        let scripts = try HelperScripts()
        try scripts.add(
            "advising",
            """
            cat >/dev/null; echo 'docker-credential-advising: Hunter2 on standard output'; exec >&2
            echo 'docker-credential-advising: debug: hunter2'; echo 'Run: hunter2'
            echo 'docker-credential-advising: Run: chmod 600 /home/ann/credentials.age'; exit 1
            """
        )
        let error = try await failure("advising", scripts)
        #expect(error.advice == ["Run: chmod 600 /home/ann/credentials.age"])
    }

    @Test(arguments: [("1", CredentialStoreError.Code.timedOut), ("", .timedOut), ("30", nil)])
    func `the variable sets the time limit of a helper, and an option overrides it`(
        seconds: String,
        code: CredentialStoreError.Code?
    ) async throws {
        let scripts = try HelperScripts()
        try scripts.add("slow", "sleep 3; echo '{\"Username\":\"ann\",\"Secret\":\"s\"}'")
        let timeout: Duration? = seconds.isEmpty ? .milliseconds(200) : nil
        let options = scripts.options(timeout: timeout, ["DOCKER_CREDENTIAL_TIMEOUT": seconds.isEmpty ? "30" : seconds])
        let store = NativeStore("slow", options: options)
        #expect(await storeError { _ = try await store.get(ServerAddress("registry.example")) }?.code == code)
    }

    @Test func `a failure on standard output takes precedence over a warning on standard error`() async throws {
        let scripts = try HelperScripts()
        try scripts.add(
            "both",
            "echo 'the keyring is locked'; echo 'credentials not found in native keychain' >&2; exit 1"
        )
        #expect(try await failure("both", scripts).code == .locked)
    }

    /// Waits until none of the processes in `pids` is alive; a zombie is not.
    private func expectNoProcess(_ scripts: HelperScripts) async throws {
        let left = try scripts.shell(
            """
            for attempt in $(seq 100); do
                left=
                for process in $(cat "$DIRECTORY/pids"); do
                    state=$(sed 's/.*) //; s/ .*//' "/proc/$process/stat" 2>/dev/null || echo gone)
                    case $state in Z|X|gone|'') ;; *) left="$left $process";; esac
                done
                [ -z "$left" ] && exit
                sleep 0.02
            done
            echo "$left"
            """
        )
        #expect(left.isEmpty)
    }
}
