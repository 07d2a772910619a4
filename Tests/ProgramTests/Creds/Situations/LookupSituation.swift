import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// A command, the files that it finds, and all that it says.
struct LookupSituation: CustomTestStringConvertible, Sendable {
    /// The config file.
    let config: String
    /// The script of `docker-credential-supplier`.
    let helper: String
    let command: String
    /// The output, the status, and the config file or `unchanged`.
    let result: String

    init(_ config: String, helper: String = "exit 1", _ command: String, _ result: String) {
        (self.config, self.helper, self.command, self.result) = (config, helper, command, result)
    }

    var testDescription: String { "\(command) with \(config)" }

    /// Runs the command, and compares its output and what it did.
    func check() throws {
        let home = try Sandbox()
        let output = try home.succeed(
            """
            umask 077; mkdir .docker bin; export PATH=$PWD/bin:$PATH
            printf '%s' "$CONFIG" > .docker/config.json
            printf '%s\\n' "$HELPER" > bin/docker-credential-supplier; chmod 700 bin/docker-credential-supplier
            status=0; (\(command)) 2>&1 || status=$?
            echo "status $status"; cat .docker/config.json
            """,
            ["CONFIG": config, "HELPER": helper]
        )
        let shown = output.replacing(home.root.string, with: "~").trimmed
        let isUnchanged = shown.hasSuffix("\n\(config)")
        #expect((isUnchanged ? "\(shown.dropLast(config.utf8.count))unchanged" : shown) == result)
        #expect(!shown.prefix { $0 != "{" }.contains("hunter"))
    }
}
