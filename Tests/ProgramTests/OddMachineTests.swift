import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The programs where the system lacks what they usually find: /proc, /dev, open standard streams.
@Suite struct OddMachineTests {
    private static let helpers = [
        BuiltPrograms.fileHelper, BuiltPrograms.passHelper, BuiltPrograms.secretServiceHelper,
    ]

    @Test(.requires("unshare"), .requiresRoot, arguments: helpers + [BuiltPrograms.conformance])
    func `a program reads its arguments without proc`(program: FilePath) throws {
        let home = try Sandbox()
        let script = #"unshare --mount bash -c 'mount -t tmpfs none /proc && exec "$0" "$@"' \#(program)"#
        let help = try home.shell("\(script) --help")
        #expect(help.termination == .exited(0) && help.output.text.hasPrefix("Usage: "))
        let unknown = try home.shell("\(script) --no-such-option")
        #expect(unknown.termination != .exited(0))
        #expect((unknown.output + unknown.errorOutput).text.contains("--no-such-option"))
    }

    @Test(.requires("unshare"), .requiresRoot)
    func `logging out without proc is not taken for a call without arguments`()
        throws
    {
        let home = try Sandbox()
        let script = #"unshare --mount bash -c 'mount -t tmpfs none /proc && exec "$0" "$@"' \#(BuiltPrograms.creds)"#
        #expect(try !home.shell("\(script) logout nowhere.example").output.text.contains("USAGE"))
        #expect(try home.shell("\(script) no-such-command").termination != .exited(0))
    }

    @Test(arguments: helpers, ["version", "list"])
    func `a helper whose output went nowhere does not exit with 0`(helper: FilePath, action: String) throws {
        let outcome = try Sandbox().shell("\(helper) \(action) >&-")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("cannot write the output"))
    }

    @Test(.requires("unshare"), .requiresRoot)
    func `no store is written to by a message when standard error is closed`()
        throws
    {
        let home = try Sandbox()
        let request = #"{"ServerURL":"h.example","Username":"u","Secret":"s"}"#
        try home.succeed(
            """
            mkdir -p .local/share .local/state
            export DOCKER_CREDENTIAL_DEBUG=1
            unshare --mount bash -c 'mount -t tmpfs none /dev && exec "$0" store 2>&-' \(BuiltPrograms.fileHelper) \
                <<< '\(request)' || true
            ! grep --recursive debug: .local
            """
        )
    }
}
