import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The commands that replace the key or the store, killed at every step and at random moments.
@Suite(.serialized, .requires("python3", "strace")) struct KeyKillTests {
    /// A command, and how it is called.
    enum Command: String, CaseIterable {
        case rotate, protect, unprotect
        case addRecipient = "add-recipient"
        case removeRecipient = "remove-recipient"

        /// The kills at random moments of an ordinary run: those that run scrypt take a second each.
        var usualKills: Int {
            switch self {
            case .rotate: 20
            case .addRecipient, .removeRecipient: 6
            case .protect, .unprotect: 2
            }
        }
    }

    /// A home directory with a store, and the variables and the command line of the script that kills.
    private func prepare(_ command: Command) throws -> (home: Sandbox, variables: [String: String], line: String) {
        let home = try Sandbox()
        try home.store("h", "u", "s")
        try home.succeed("umask 077; printf horse > passphrase; age-keygen -o backup 2> /dev/null")
        let backup = try home.succeed("age-keygen -y backup").trimmed
        var variables = ["DOCKER_CREDENTIAL_FILE_PASSPHRASE_FILE": "\(home.root)/passphrase"]
        var line = "docker-creds key \(command.rawValue)"
        switch command {
        case .rotate: break
        case .protect, .unprotect:
            variables["KEY_INPUT"] = "horse\n"
            line += " --passphrase-stdin"
            if command == .unprotect {
                try home.succeed("docker-creds key protect --passphrase-stdin <<< horse")
            }
        case .addRecipient:
            line += " \(backup)"
            variables["RETRY"] = "\(line); age -d -i backup \(home.store)"
        case .removeRecipient:
            line += " \(backup)"
            try home.succeed("docker-creds key add-recipient \(backup)")
            variables["RETRY"] = "\(line) || true; ! age -d -i backup \(home.store)"
        }
        return (home, variables, line)
    }

    private static let script = Repository.tests.appending("ProgramTests/Scripts/kill-key-change.py")

    @Test(.requires("age", "age-keygen"), arguments: Command.allCases)
    func `a kill before any step of the replacement leaves a readable key and store`(command: Command) throws {
        let (home, variables, line) = try prepare(command)
        let counts = try home.succeed("python3 \(Self.script) steps \(line)", variables)
        // Without kills on both sides of a rename, the test proves nothing.
        #expect(counts.contains(#/changed=[1-9].* late=0 steps=[1-9].* unchanged=[1-9]/#), "\(counts)")
    }

    /// `DOCKER_CREDENTIALS_KEY_KILLS` sets the number of kills; a release is tested with 300.
    @Test(.requires("age", "age-keygen"), arguments: Command.allCases)
    func `kills at random moments of the replacement leave a readable key and store`(command: Command) throws {
        let named = ProcessEnvironment.current["DOCKER_CREDENTIALS_KEY_KILLS"].flatMap { Int($0) }
        let (home, variables, line) = try prepare(command)
        var rest = named ?? command.usualKills
        while rest > 0 {
            // A program of a test has five minutes.
            let counts = try home.succeed("python3 \(Self.script) moments \(min(rest, 20)) \(line)", variables)
            if named != nil { print("kills of \(command.rawValue): \(counts.trimmed)") }
            rest -= 20
        }
        try home.succeed("printf '%s' \"${KEY_INPUT-}\" | \(line)", variables)
        #expect(try home.helper("get", "h", variables).succeeded)
    }
}
