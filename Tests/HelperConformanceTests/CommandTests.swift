import HelperConformance
import SystemPackage
import TestSupport
import Testing

/// The program `helper-conformance`, called by a user or a script.
@Suite struct CommandTests {
    /// The built program, in the directory of the test program.
    private static let command = FilePath(CommandLine.arguments[0]).removingLastComponent()
        .appending("helper-conformance")

    private func call(_ arguments: [String]) throws -> (exitStatus: Int32, output: String, error: String) {
        let outcome = try HelperProgram(path: Self.command, environment: ["PATH": "/usr/bin:/bin"]).call(
            arguments,
            input: []
        )
        return (
            outcome.exitStatus, String(decoding: outcome.output, as: UTF8.self),
            String(decoding: outcome.errorOutput, as: UTF8.self)
        )
    }

    /// Runs the program against the example helper, optionally with a fault.
    private func check(_ fault: String? = nil, _ options: [String]) throws -> (exitStatus: Int32, output: String) {
        let directory = try TemporaryDirectory()
        let script = try Fault.all.first { $0.name == fault }?.script() ?? ExampleHelper.script
        let path = try directory.executable("docker-credential-example", script)
        let store = directory.path.appending("store").string
        let result = try call(options + ["--env", "CONFORMANCE_STORE=\(store)", path.string])
        #expect(result.error == "")
        return (result.exitStatus, result.output)
    }

    @Test func `a helper that follows the rules succeeds`() throws {
        let result = try check(nil, ["--rule", "get", "--rule=call.help", "--strict"])
        #expect(result.exitStatus == 0)
        #expect(result.output.hasSuffix(": 11 kept\n"), "\(result.output)")
    }

    @Test func `a violation of a required rule fails, and the report names it`() throws {
        let result = try check("erase of what is absent fails", ["--rule=erase"])
        #expect(result.exitStatus == 1)
        #expect(result.output.contains("erase.absent: erase of a missing entry prints nothing and exits with 0."))
        #expect(result.output.hasSuffix("6 rules: 5 kept, 1 broken\n"), "\(result.output)")
    }

    @Test func `a violation of a recommended rule fails only with --strict`() throws {
        #expect(try check("no help", ["--rule=call"]).exitStatus == 0)
        #expect(try check("no help", ["--rule=call", "--strict"]).exitStatus == 1)
    }

    @Test func `an expected violation succeeds, and its absence fails`() throws {
        let options = ["--rule=erase", "--expect-violation=erase.absent"]
        let known = try check("erase of what is absent fails", options)
        #expect(known.exitStatus == 0)
        #expect(known.output.contains("1 broken as known"))
        let gone = try check(nil, options)
        #expect(gone.exitStatus == 1)
        #expect(gone.output.contains("Known deviations that are gone"))
    }

    @Test func `a helper can be given by a relative path`() throws {
        let directory = try TemporaryDirectory()
        _ = try directory.executable("docker-credential-example", ExampleHelper.script)
        let script =
            "exec '\(Self.command)' --env CONFORMANCE_STORE=\"$PWD/store\" --rule call.help docker-credential-example"
        let output = try directory.shell(script, variables: ["PATH": "/usr/bin:/bin"])
        #expect(output.hasSuffix("1 rule: 1 kept"))
    }

    @Test func `help and the list of rules go to standard output`() throws {
        let help = try call(["--help"])
        #expect(help.exitStatus == 0)
        #expect(help.output.contains("helper-conformance [OPTION]... PATH-TO-HELPER"))
        for option in ["--env", "--rule", "--expect-violation", "--strict", "--timeout", "--time-limit", "--list"] {
            #expect(help.output.contains(option))
        }
        let list = try call(["--list"])
        #expect(list.exitStatus == 0)
        #expect(list.output.split(separator: "\n").count == ConformanceSuite.allRules.count)
        #expect(list.output.contains("get.absent "))
    }

    @Test(arguments: [
        [], ["one", "two"], ["--no-such-option"], ["--rule"], ["--rule", "no.such", "x"], ["--env", "x", "x"],
        ["--expect-violation=get", "x"], ["--timeout", "soon", "x"], ["--deadline", "soon", "x"],
        ["--time-limit=0", "x"], ["/no/such/helper"], ["/etc/passwd"],
    ])
    func `a run that cannot start has its own exit status`(arguments: [String]) throws {
        let result = try call(arguments)
        #expect(result.exitStatus == 2)
        #expect(result.output == "")
        #expect(result.error.hasPrefix("helper-conformance: "))
        #expect(result.error.split(separator: "\n").count == 1)
    }

    @Test(arguments: [["--no\u{1B}[31m\u{202E}"], ["--rule", "\u{1B}]0;x\u{7}", "/bin/true"], ["a", "\u{9B}2J"]])
    func `arguments in messages are escaped`(arguments: [String]) throws {
        let error = try call(arguments).error
        #expect(!error.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" }, "\(error)")
        #expect(!error.contains("\u{202E}"))
    }

    @Test func `a run stops at its time limit, and says what was not run`() throws {
        let directory = try TemporaryDirectory()
        let path = try directory.executable("docker-credential-slow", "#!/bin/sh\nexec sleep 1000\n")
        let result = try call(["--time-limit", "1", "--rule=get", path.string])
        #expect(result.exitStatus == 2)
        #expect(result.error.hasPrefix("helper-conformance: stopped at the time limit of 1 seconds: 10 of 10 rules"))
        #expect(result.output.contains("Rules that were not run"))
        #expect(result.output.contains("the time limit of the run was reached"))
        let enough = try check(nil, ["--time-limit=300", "--rule=get"])
        #expect(enough.exitStatus == 0)
    }

    @Test func `entries are erased after the time limit`() throws {
        let directory = try TemporaryDirectory()
        // The helper is slow only in get, so an entry is there when the time is up.
        let slow = ExampleHelper.script.replacing("def get():", with: "def get():\n    import time; time.sleep(100)")
        let path = try directory.executable("docker-credential-example", slow)
        let store = directory.path.appending("store").string
        let result = try call(["--time-limit=2", "--rule=store", "--env", "CONFORMANCE_STORE=\(store)", path.string])
        #expect(result.exitStatus == 2 && !result.output.contains("Left behind"), "\(result.output)\(result.error)")
        let variables = ["PATH": "/usr/bin:/bin", "CONFORMANCE_STORE": store]
        #expect(try directory.shell("'\(path)' list", variables: variables) == "{}")
    }

    @Test func `processes that the helper leaves behind are ended`() throws {
        let directory = try TemporaryDirectory()
        let script = """
            #!/bin/sh
            cd '\(directory.path)'; (setsid sleep 1000 > /dev/null 2>&1 < /dev/null &); : > called
            echo "credentials not found in native keychain"; exit 1
            """
        let path = try directory.executable("docker-credential-example", script)
        #expect(try call(["--rule=get.absent", path.string]).exitStatus == 0)
        let list = """
            [ -e called ]; for process in /proc/[0-9]*; do
                if [ "$(readlink $process/cwd)" = "$PWD" ] && [ "$(cat $process/comm)" = sleep ]; then echo left; fi
            done
            """
        #expect(try directory.shell(list) == "")
    }

    @Test func `the environment and the directory of the helper need not be UTF-8`() throws {
        let directory = try TemporaryDirectory()
        let helper = """
            #!/bin/sh
            if [ -t 0 ]; then echo waiting >&2; exit 1; fi
            printf %s "$ODD" | od -An -tx1 > seen
            echo "credentials not found in native keychain"; exit 1
            """
        _ = try directory.executable("docker-credential-example", helper)
        let script = #"""
            mkdir $'caf\xe9'; mv docker-credential-example caf*; cd caf*; export ODD=$'\xe9'
            "$CONFORMANCE" --rule get.absent --rule terminal docker-credential-example > report || true
            cat seen; grep -c 'cannot' report || true
            """#
        let variables = ["PATH": "/usr/bin:/bin", "CONFORMANCE": Self.command.string]
        #expect(try directory.shell(script, variables: variables) == " e9\n0")
    }
}
