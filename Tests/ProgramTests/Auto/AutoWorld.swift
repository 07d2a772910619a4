import HelperConformance
import SystemSupport
import TestSupport
import Testing

/// What docker-credential-auto finds around it, by the backend that it then prefers.
enum AutoWorld: String, CaseIterable {
    /// A desktop session with an open gnome-keyring.
    case desktop = "secretservice"
    /// No bus, but a password store.
    case server = "pass"
    /// Nothing but the file helper.
    case bare = "file"

    /// The backends that work in this world.
    var backends: [String] {
        switch self {
        case .desktop: ["secretservice", "pass", "file"]
        case .server: ["pass", "file"]
        case .bare: ["file"]
        }
    }
}

/// A home directory in one of the worlds.
///
/// Only the backend that this world prefers has been set up there.
struct AutoWorldHome {
    let world: AutoWorld
    let home: Sandbox
    let variables: [String: String]
    // Their processes end with them.
    private let session: KeyringSession?
    private let store: PassHome?

    init(_ world: AutoWorld) throws {
        self.world = world
        switch world {
        case .desktop:
            let session = try KeyringSession(in: Sandbox())
            (self.session, store, home, variables) = (session, nil, session.home, session.variables)
        case .server:
            let store = try PassHome()
            (session, self.store, home, variables) = (nil, store, store.home, [:])
        case .bare:
            (session, store, home, variables) = (nil, nil, try Sandbox(), [:])
        }
    }

    var program: HelperProgram {
        HelperProgram(path: BuiltPrograms.autoHelper, environment: home.environment.merging(variables) { $1 })
    }

    /// Erases all logins.
    func clear() throws {
        try home.succeed(
            #"""
            docker-credential-auto list | python3 -c '
            import json, subprocess, sys
            for server in json.load(sys.stdin):
                subprocess.run(["docker-credential-auto", "erase"], input=server.encode(), check=True)'
            """#,
            variables
        )
    }

    /// The backend that stored the last login.
    func rememberedBackend() throws -> String { try home.rememberedBackend() }
}

extension Sandbox {
    /// The backend that docker-credential-auto remembers.
    func rememberedBackend() throws -> String {
        try succeed(
            #"""
            python3 -c 'import json; print(json.load(open(".local/state/docker-credential-auto/logins.json"))["used"][0])'
            """#
        ).trimmed
    }
}
