import SystemSupport
import TestSupport
import Testing

/// One home directory in a desktop session, on a server without a bus, and where there is nothing but a file.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "gpg", "pass", "git"))
struct AutoWorldsTests {
    private let store: PassHome
    private let session: KeyringSession
    private var home: Sandbox { store.home }

    init() throws {
        store = try PassHome()
        session = try KeyringSession(in: store.home)
    }

    /// The variables that make a world of this home directory.
    private func variables(_ world: AutoWorld) -> [String: String] {
        switch world {
        case .desktop: session.variables
        case .server: [:]
        case .bare: ["PASSWORD_STORE_DIR": "\(home.root)/nowhere"]
        }
    }

    private static let orders: [[AutoWorld]] = [
        [.desktop, .server, .bare], [.bare, .server, .desktop], [.server, .bare, .desktop], [.desktop, .bare, .server],
    ]

    @Test(arguments: orders)
    func `a login of each world is found wherever its backend is`(order: [AutoWorld]) throws {
        var backends: [AutoWorld: String] = [:]
        for world in order {
            try home.autoStore("\(world).example", "\(world)", "of \(world)", variables(world))
            let backend = try home.rememberedBackend()
            #expect(world.backends.contains(backend))
            backends[world] = backend
            for (earlier, backend) in backends {
                let found = try home.autoGet("\(earlier).example", variables(world))
                let expected = world.backends.contains(backend) ? "\(earlier):of \(earlier)" : Sandbox.notFound
                #expect(found == expected, "\(earlier) in \(world)")
            }
        }
        // The desktop session has all backends.
        let listed = try home.auto("list", "", session.variables).output.text
        for world in order {
            #expect(try home.autoGet("\(world).example", session.variables) == "\(world):of \(world)")
            #expect(listed.contains("\"\(world).example\":\"\(world)\""), "\(listed)")
        }
    }

    @Test(
        arguments: [
            [.desktop, .server, .bare], [.desktop, .bare], [.server, .bare, .server],
            [.desktop, .server, .desktop, .bare, .desktop],
        ] as [[AutoWorld]]
    )
    func `the last login of a server is the one that every later world finds, or none`(order: [AutoWorld]) throws {
        for (step, world) in order.enumerated() {
            try home.autoStore("same.example", "user\(step)", "secret\(step)", variables(world))
            // A login of another server in the first world makes its backend the remembered one again.
            try home.autoStore("other.example", "x", "y", variables(order[0]))
            let last = "user\(step):secret\(step)"
            #expect(try home.autoGet("same.example", variables(world)) == last)
            #expect(try home.autoGet("same.example", session.variables) == last)
            for elsewhere in AutoWorld.allCases {
                let found = try home.autoGet("same.example", variables(elsewhere))
                #expect(found == last || found == Sandbox.notFound, "after a login in \(world), in \(elsewhere)")
            }
        }
        let users = try home.auto("list", "", session.variables).output.text
        #expect(users.contains("\"same.example\":\"user\(order.count - 1)\""), "\(users)")
        // In the desktop session every backend is within reach, so nothing is left of the server.
        #expect(try home.auto("erase", "same.example", session.variables).succeeded)
        for world in AutoWorld.allCases {
            #expect(try home.autoGet("same.example", variables(world)) == Sandbox.notFound)
        }
        #expect(try !home.auto("list", "", session.variables).output.text.contains("same.example"))
    }

    @Test func `a locked keyring is passed over without a prompt, and the older login in it is reported`() throws {
        try home.autoStore("h.example", "ann", "old", session.variables)
        try session.keyring("lock")
        let said = try session.withSilentPrompter {
            // Locked, and the only one that has it: an error, and not "not found".
            let get = try home.auto(
                "get",
                "h.example",
                session.variables.merging(["DOCKER_CREDENTIAL_TIMEOUT": "4"]) { $1 }
            )
            #expect(get.termination == .exited(1))
            #expect(get.output.text.hasPrefix("docker-credential-secretservice failed: "), "\(get.output.text)")
            // A logout that leaves the login in the locked keyring is an error, too.
            let erase = try home.auto(
                "erase",
                "h.example",
                session.variables.merging(["DOCKER_CREDENTIAL_TIMEOUT": "4"]) { $1 }
            )
            #expect(erase.termination == .exited(1))
            #expect(erase.output.text.hasPrefix("docker-credential-secretservice "), "\(erase.output.text)")
            return try home.autoStore("h.example", "bob", "new", session.variables)
        }
        #expect(said.contains("stored by docker-credential-pass, because docker-credential-secretservice failed: "))
        #expect(
            said.contains("an older login for this server may remain in docker-credential-secretservice"),
            "\(said)"
        )
        #expect(said.split(separator: "\n").count == 2, "\(said)")
        #expect(try home.autoGet("h.example", session.variables) == "bob:new")
        try session.unlock()
        // The older one is there again, and does not come back; the next login removes it.
        try home.autoStore("other.example", "x", "y", session.variables)
        #expect(try home.autoGet("h.example", session.variables) == "bob:new")
        try home.autoStore("h.example", "cleo", "newer", session.variables)
        #expect(try !session.keyring("items").contains("ann"))
    }

    @Test func `a password store with a locked key is passed over without a prompt`() throws {
        let locked = try PassHome(passphrase: "correct horse")
        let home = locked.home
        try home.succeed("gpgconf --kill gpg-agent")
        let said = try home.autoStore("h.example", "ann", "secret")
        #expect(said.contains("stored by docker-credential-file, because docker-credential-secretservice failed: "))
        #expect(said.contains("; docker-credential-pass failed: its store is locked"), "\(said)")
        #expect(try home.autoGet("h.example") == "ann:secret")
        #expect(try locked.list() == "{}")
    }

    @Test func `a login that may be out of reach is not silently missing`() throws {
        try home.autoStore("h.example", "ann", "secret", session.variables)
        let outcome = try home.auto("get", "h.example")
        #expect(outcome.output.text.trimmed == Sandbox.notFound)
        let note =
            "docker-credential-auto: logins stored by docker-credential-secretservice are out of reach: there is no session bus"
        #expect(outcome.errorOutput.text.hasPrefix(note), "\(outcome.errorOutput.text)")
        #expect(outcome.errorOutput.text.split(separator: "\n").count == 1)
        // Nothing is said where another helper has the login, and about a password store that never had one.
        try home.autoStore("g.example", "bob", "secret")
        #expect(try home.auto("get", "g.example").errorOutput.isEmpty)
        #expect(try home.auto("get", "nowhere.example", session.variables).errorOutput.isEmpty)
    }

    @Test(.requires("docker-credential-pass", "docker-credential-secretservice"))
    func `Docker's own helpers are backends like those of this package`() throws {
        let home = home
        let (programs, auto) = (BuiltPrograms.directory, "docker-credential-auto")
        // Copies, since the helpers beside the program go before those in PATH.
        try home.succeed("mkdir own; cp \(programs)/\(auto) \(programs)/docker-credential-file own")
        let variables = ["PATH": "\(home.root)/own:/usr/bin:/bin"]
        let said = try home.autoStore("h.example", "ann", "secret", variables)
        #expect(
            said.hasPrefix(
                "\(auto): stored by docker-credential-pass, because docker-credential-secretservice failed: "
            )
        )
        #expect(said.contains("there is no session bus") && said.split(separator: "\n").count == 1, "\(said)")
        #expect(try home.autoStore("g.example", "bob", "other", variables).isEmpty)
        #expect(try home.autoGet("h.example", variables) == "ann:secret")
        #expect(try home.autoGet("elsewhere.example", variables) == Sandbox.notFound)
        #expect(try store.list() == #"{"g.example":"bob","h.example":"ann"}"#)
        #expect(try home.auto("erase", "h.example", variables).succeeded)
        #expect(try home.auto("list", "", variables).output.text == "{\"g.example\":\"bob\"}\n")
        // What Docker's helper has, that of this package returns.
        #expect(try home.autoGet("g.example") == "bob:other")
    }

    @Test func `a login that the password store cannot keep leaves it the remembered one`() throws {
        let home = home
        try home.autoStore("h.example", "ann", "secret")
        let long = String(repeating: "a", count: 300)
        let said = try home.autoStore(long, "ann", "long")
        #expect(said.contains("docker-credential-pass failed: it cannot keep such a key"), "\(said)")
        #expect(try home.rememberedBackend() == "pass")
        #expect(try home.autoGet(long) == "ann:long")
        #expect(!(try home.autoStore("g.example", "ann", "secret").contains("stored by")))
        #expect(try store.list() == #"{"g.example":"ann","h.example":"ann"}"#)
    }

    @Test func `a login in a locked password store is an error that names the passphrase`() throws {
        let locked = try PassHome(passphrase: "correct horse")
        let home = locked.home
        try home.succeed(
            """
            printf '{"ServerURL":"h.example","Username":"ann","Secret":"secret"}' |
                DOCKER_CREDENTIAL_PASS_NO_VERIFY=1 docker-credential-pass store
            gpgconf --kill gpg-agent
            """
        )
        let get = try home.shell("printf h.example | setsid -w docker-credential-auto get")
        #expect(get.termination == .exited(1))
        #expect(get.output.text.hasPrefix("docker-credential-pass failed: "), "\(get.output.text)")
        #expect(get.output.text.split(separator: "\n").count == 1)
        #expect((get.output.text + get.errorOutput.text).contains("passphrase"), "\(get.errorOutput.text)")
    }

    @Test func `a login in an encrypted file that is locked is an error that names the command to unlock it`() throws {
        let home = try Sandbox()
        try home.autoStore("h.example", "ann", "secret")
        try home.succeed("printf 'horse\\n' | docker-creds key protect --passphrase-stdin")
        let request = #"{"ServerURL":"g.example","Username":"bob","Secret":"hunter2"}"#
        for (action, input) in [("get", "h.example"), ("get", "g.example"), ("store", request), ("erase", "h.example")]
        {
            let outcome = try home.shell("printf %s '\(input)' | setsid -w docker-credential-auto \(action)")
            #expect(outcome.termination == .exited(1), "\(action)")
            let text = outcome.output.text
            #expect(
                text.contains("docker-credential-file failed: its key is locked by a passphrase"),
                "\(action): \(text)"
            )
            #expect(text.contains("run `docker creds unlock`") && !text.contains("not found"), "\(action): \(text)")
            #expect(text.split(separator: "\n").count == 1 && !text.contains("hunter2"))
        }
        let list = try home.shell("setsid -w docker-credential-auto list")
        #expect((list.output.text + list.errorOutput.text).contains("run `docker creds unlock`"))
        // The advice works.
        try home.succeed("printf 'horse\\n' | docker-creds unlock --passphrase-stdin")
        #expect(try home.succeed("printf h.example | setsid -w docker-credential-auto get").contains("secret"))
        #expect(try home.succeed("docker-creds lock").contains("is locked"))
    }
}
