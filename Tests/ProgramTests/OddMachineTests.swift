import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// The programs on systems without /proc, /dev or open standard streams.
@Suite struct OddMachineTests {
    private static let helpers = [
        BuiltPrograms.autoHelper, BuiltPrograms.fileHelper, BuiltPrograms.passHelper,
        BuiltPrograms.secretServiceHelper,
    ]

    @Test(.requires("unshare"), .requiresRoot, arguments: helpers + [BuiltPrograms.conformance])
    func `a program reads its arguments without proc`(program: FilePath) throws {
        let home = try Sandbox()
        let script = #"unshare --mount bash -c 'mount -t tmpfs none /proc && exec "$0" "$@"' \#(program)"#
        let help = try home.shell("\(script) --help")
        #expect(help.termination == .exited(0) && help.output.text.uppercased().contains("USAGE: "))
        // helper-conformance names an unknown option only if nothing else is wrong.
        let operand = program == BuiltPrograms.conformance ? "/bin/true" : ""
        let unknown = try home.shell("\(script) --no-such-option \(operand)")
        #expect(unknown.termination != .exited(0))
        #expect((unknown.output + unknown.errorOutput).text.contains("--no-such-option"))
    }

    @Test(.requires("unshare"), .requiresRoot)
    func `a logout without proc is not treated as a call without arguments`()
        throws
    {
        let home = try Sandbox()
        let script = #"unshare --mount bash -c 'mount -t tmpfs none /proc && exec "$0" "$@"' \#(BuiltPrograms.creds)"#
        #expect(try !home.shell("\(script) logout nowhere.example").output.text.contains("USAGE"))
        #expect(try home.shell("\(script) no-such-command").termination != .exited(0))
    }

    @Test(arguments: helpers, ["version", "list"])
    func `a helper whose output is lost does not exit with 0`(helper: FilePath, action: String) throws {
        let outcome = try Sandbox().shell("\(helper) \(action) >&-")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("cannot write the output"))
    }

    @Test(.requires("unshare"), .requiresRoot)
    func `messages are not written into a store when standard error is closed`()
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

    @Test(.requires("unshare"), .requiresRoot)
    func `docker-credential-auto finds the helpers beside it without proc`() throws {
        let home = try Sandbox()
        let request = #"{"ServerURL":"h.example","Username":"u","Secret":"s"}"#
        try home.succeed(
            """
            export PATH=/usr/bin:/bin DOCKER_CREDENTIAL_AUTO_ORDER=file
            for call in store get; do
                unshare --mount bash -c 'mount -t tmpfs none /proc && exec "$0" "$1"' \
                    \(BuiltPrograms.autoHelper) $call <<< "$([ $call = get ] && echo h.example || echo '\(request)')"
            done | grep '"Username":"u"'
            """
        )
    }
}
