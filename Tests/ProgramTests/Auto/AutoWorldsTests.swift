import SystemSupport
import TestSupport
import Testing

/// One home directory in a desktop session, on a server without a bus, and where there is nothing but a file.
@Suite(.requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3", "gpg", "pass", "git"))
struct AutoWorldsTests {
    /// A world, by the variables that make it.
    private struct World {
        let name: String
        let variables: [String: String]
    }

    private let store: PassHome
    private let session: KeyringSession
    private let worlds: [World]
    private var home: Sandbox { store.home }

    init() throws {
        store = try PassHome()
        session = try KeyringSession(in: store.home)
        worlds = [
            World(name: "desktop", variables: session.variables), World(name: "server", variables: [:]),
            World(name: "bare", variables: ["PASSWORD_STORE_DIR": "\(store.home.root)/nowhere"]),
        ]
    }

    @Test(arguments: [[0, 1, 2], [2, 1, 0], [1, 2, 0], [0, 2, 1]])
    func `a login of each world is found wherever its backend is`(order: [Int]) throws {
        var users: [String: String] = [:]
        for index in order {
            let world = worlds[index]
            try home.autoStore("\(world.name).example", world.name, "of \(world.name)", world.variables)
            users["\(world.name).example"] = world.name
            for earlier in users.keys {
                let found = try home.autoGet(earlier, world.variables)
                // What is in a backend that is not here is not found, or known to be out of reach, but never wrong.
                let user = earlier.prefix { $0 != "." }
                #expect(
                    found == "\(user):of \(user)" || !found.contains(":of"),
                    "\(earlier) in \(world.name): \(found)"
                )
            }
        }
        // The desktop session has all backends.
        for server in users.keys.sorted() {
            let user = server.prefix { $0 != "." }
            #expect(try home.autoGet(server, session.variables) == "\(user):of \(user)")
        }
        let listed = try home.auto("list", "", session.variables).output.text
        for server in users.keys { #expect(listed.contains(server), "\(listed)") }
    }

    @Test(arguments: [[0, 1, 2], [0, 2], [1, 2, 1], [0, 1, 0, 2, 0]])
    func `the last login of a server is the one that every later world finds, or none`(order: [Int]) throws {
        for (step, index) in order.enumerated() {
            let world = worlds[index]
            try home.autoStore("same.example", "user\(step)", "secret\(step)", world.variables)
            // A login of another server in the first world makes its backend the remembered one again.
            try home.autoStore("other.example", "x", "y", worlds[order[0]].variables)
            #expect(try home.autoGet("same.example", world.variables) == "user\(step):secret\(step)")
            #expect(try home.autoGet("same.example", session.variables) == "user\(step):secret\(step)")
        }
        let users = try home.auto("list", "", session.variables).output.text
        #expect(users.contains("\"same.example\":\"user\(order.count - 1)\""), "\(users)")
        // In the desktop session every backend is within reach, so nothing is left of the server.
        #expect(try home.auto("erase", "same.example", session.variables).succeeded)
        for world in worlds { #expect(try home.autoGet("same.example", world.variables) != "user0:secret0") }
        #expect(try home.autoGet("same.example", session.variables) == Sandbox.notFound)
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
}
