import SystemSupport
import TestSupport
import Testing

/// Machines without a session bus, and buses without a keyring.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3")) struct SecretServiceAbsenceTests {
    enum Absence: CaseIterable {
        case noBus
        case deadSocket
        case noProvider
        case autolaunch
        case silentSocket

        func variables(in home: Sandbox, _ session: KeyringSession) -> [String: String] {
            switch self {
            case .noBus: [:]
            case .deadSocket: ["DBUS_SESSION_BUS_ADDRESS": "unix:path=\(home.root)/gone"]
            case .noProvider: session.variables
            case .autolaunch: ["DBUS_SESSION_BUS_ADDRESS": "autolaunch:", "DISPLAY": ":9"]
            case .silentSocket: ["DBUS_SESSION_BUS_ADDRESS": "unix:path=\(home.root)/silent"]
            }
        }
    }

    /// Accepts connections and sends nothing; prints its process ID.
    private static let silentSocket = """
        /usr/bin/python3 -c '
        import socket, time
        listener = socket.socket(socket.AF_UNIX); listener.bind("silent"); listener.listen(); open("ready", "w")
        connections = []
        while True: connections.append(listener.accept())
        ' > /dev/null 2>&1 < /dev/null &
        for attempt in $(seq 100); do [ -e ready ] && break; sleep 0.05; done; echo $!
        """

    @Test(arguments: ["", "XDG_RUNTIME_DIR=$HOME "])
    func `the calls of one command show the advice once, and the next command shows it again`(place: String) throws {
        let home = try Sandbox()
        let command = "for call in 1 2 3; do printf h | \(place)docker-credential-secretservice get || true; done"
        for count in 1...2 {
            try home.succeed("bash -c '\(command)' > answers 2>> notes")
            #expect(try home.succeed("sort -u answers") == "credentials not found in native keychain\n")
            #expect(try home.succeed("grep -c 'there is no session bus' notes") == "\(count)\n")
        }
    }

    @Test func `the bus is found despite autolaunch in the variable`() throws {
        let session = try KeyringSession(in: Sandbox())
        try session.store("h", "u", "s", with: ["DBUS_SESSION_BUS_ADDRESS": "autolaunch:"])
        #expect(try session.run("get", "h").output.text.contains(#""Secret":"s""#))
    }

    @Test(.requires("strace"), arguments: Absence.allCases)
    func `get and list are empty, store and erase give a remedy, and no process is started`(
        _ absence: Absence
    ) throws {
        let home = try Sandbox()
        let session = try KeyringSession(in: home, .none)
        let variables = absence.variables(in: home, session)
        let silence = absence == .silentSocket ? try home.succeed(Self.silentSocket).trimmed : nil
        defer { if let silence { _ = try? home.shell("kill \(silence)") } }
        for (action, strict) in [
            ("get", ""), ("list", ""), ("store", ""), ("erase", ""), ("get", "1"), ("list", "1"), ("store", "1"),
            ("erase", "1"),
        ] {
            let start = ContinuousClock.now
            let outcome = try home.shell(
                """
                printf '{"ServerURL":"h","Username":"u","Secret":"hunter2"}' |
                    DOCKER_CREDENTIAL_STRICT=\(strict) docker-credential-secretservice \(action)
                """,
                variables
            )
            #expect(ContinuousClock.now - start < .seconds(15))
            let (output, errors) = (outcome.output.text, outcome.errorOutput.text)
            #expect(output.split(separator: "\n").count == 1 && !(output + errors).contains("hunter2"))
            switch (action, strict) {
            case ("get", ""):
                #expect(outcome.termination == .exited(1) && output == "credentials not found in native keychain\n")
                #expect(errors.split(separator: "\n").count == 1 && errors.contains("docker-credential-file"))
            case ("list", ""):
                #expect(outcome.succeeded && output == "{}\n")
                #expect(errors.split(separator: "\n").count == 1 && errors.contains("docker-credential-file"))
            default:
                #expect(outcome.termination == .exited(1))
                let message = absence == .noProvider ? "no keyring is running" : "there is no session bus"
                #expect(output.hasPrefix(message))
                #expect(errors.contains(absence == .noProvider ? "KeePassXC" : "loginctl enable-linger"))
            }
        }
        let traced = try home.succeed(
            """
            for action in get list store erase; do
                printf '{"ServerURL":"h","Username":"u","Secret":"s"}' | strace -f -o trace-$action \
                    -e trace=execve,fork,vfork,clone,clone3 docker-credential-secretservice $action > answer 2>&1 || true
            done
            # One program is run, and what is cloned are threads.
            cat trace-* | grep -c 'execve('
            ! cat trace-* | grep -e 'fork(' -e 'clone3\\{0,1\\}(' | grep -v CLONE_THREAD
            """,
            variables
        )
        #expect(traced == "4\n")
    }

    @Test(.requires("curl", "docker", "docker-registry", "htpasswd"), arguments: [Absence.noBus, .noProvider])
    func `docker reads a public image, and a login fails with the advice`(_ absence: Absence) throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home, isPublic: true)
        let session = try KeyringSession(in: home, .none)
        let variables = absence.variables(in: home, session)
        try home.succeed("mkdir -m 700 .docker; echo '{\"credsStore\":\"secretservice\"}' > .docker/config.json")
        let manifest = try home.succeed("docker manifest inspect --insecure \(registry.address)/demo:1", variables)
        #expect(manifest.contains("application/vnd.oci.image.config.v1+json"))
        let login = try home.shell(
            "printf hunter2 | docker login --username ann --password-stdin \(registry.address) 2>&1",
            variables
        )
        #expect(!login.succeeded && login.output.text.contains("docker-credential-file"), "\(login.output.text)")
        #expect(try !home.succeed("cat .docker/config.json").contains("\"auth\""))
    }
}
