import SystemPackage
import TestSupport

/// A registry with scripted answers on a loopback port, ended on release; see `scripted-registry.py` for the modes.
final class ScriptedRegistry: Sendable {
    let home: Sandbox
    let address: String
    private let process: String

    init(_ mode: String, in home: Sandbox) throws {
        self.home = home
        let script = Repository.tests.appending("ProgramTests/Scripts/scripted-registry.py")
        let started = try home.succeed(
            """
            python3 '\(script)' \(mode) > registry-\(mode) 2>&1 < /dev/null & echo $!
            for attempt in $(seq 200); do [ -s registry-\(mode) ] && break; sleep 0.05; done
            cat registry-\(mode); rm registry-\(mode)
            """
        ).split(separator: "\n").map(String.init)
        (process, address) = (started[0], "127.0.0.1:\(started[1])")
    }

    deinit {
        _ = try? home.shell("kill \(process)")
    }
}
