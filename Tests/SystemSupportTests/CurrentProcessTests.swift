import SystemSupport
import TestSupport
import Testing

@Suite struct CurrentProcessTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test func `arguments are those of the call`() throws {
        #expect(
            try directory.exercise(#""$exerciser" arguments one "" "two words" münchen"#) == "one||two words|münchen"
        )
        #expect(try directory.exercise(#"exec -a "" "$exerciser" arguments x"#) == "x")
    }

    @Test(.requires("unshare"), .requiresRoot) func `arguments are available without proc`() throws {
        let script = #"unshare --mount bash -c 'mount -t tmpfs none /proc && exec "$0" arguments one two' "$exerciser""#
        #expect(try directory.exercise(script) == "one|two")
    }

    @Test(arguments: ["<&-", ">&-", "2>&-", "<&- 2>&-", "<&- >&- 2>&-"])
    func `no file gets the number of a closed standard stream`(closed: String) throws {
        let status = try directory.exercise(#"status=0; "$exerciser" open \#(closed) || status=$?; echo $status"#)
        let number = try #require(Int(status))
        #expect((3..<100).contains(number))
    }

    @Test(.requires("unshare"), .requiresRoot) func `closed streams are replaced without a dev directory`() throws {
        let command = #"mount -t tmpfs none /dev && exec "$0" open <&- >&- 2>&-"#
        let script = #"status=0; unshare --mount bash -c '\#(command)' "$exerciser" || status=$?; echo $status"#
        let number = try #require(Int(try directory.exercise(script)))
        #expect((3..<100).contains(number))
    }

    @Test func `writing to a closed stream fails, also in a child`() throws {
        let script = #""$exerciser" run background 60 /bin/sh -c 'echo x >&2 || echo failed' 2>&-"#
        #expect(try directory.exercise(script) == "failed\nexited(0)")
    }
}
