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

    @Test func `no directory gets the number of a closed standard stream`() throws {
        let script = #"mkdir inner; status=0; "$exerciser" directory inner || status=$?; echo $status"#
        #expect(try directory.exercise(script) == "1")
    }

    /// The processes leave their process group, their session and their parent.
    private static let leaveProcesses = """
        setsid sleep 1000 & (setsid sh -c 'trap "" TERM; echo $$ > stubborn; sleep 1000' &) ; \
        while [ ! -s stubborn ]; do sleep 0.05; done
        """

    @Test(.requires("setsid")) func `descendants in other sessions are ended, and earlier children are not`() throws {
        try directory.shell("cat > leave", input: Array(Self.leaveProcesses.utf8))
        let script = """
            sleep 1000 & earlier=$!
            (exec "$exerciser" descendants '. ./leave; echo left')
            kill -0 $earlier && kill $earlier
            for process in /proc/[0-9]*; do
                if [ "$(readlink $process/cwd)" = "$PWD" ] && [ "$(cat $process/comm)" = sleep ]; then
                    [ ${process#/proc/} = $earlier ] || cat $process/comm
                fi
            done
            """
        #expect(try directory.exercise(script) == "left")
    }

    @Test(.requires("setsid"), arguments: [("TERM", "143"), ("HUP", "129")])
    func `a signal ends descendants in other sessions too`(signal: String, status: String) throws {
        try directory.shell("cat > leave", input: Array(Self.leaveProcesses.utf8))
        let script = """
            set +e
            setsid "$exerciser" descendants '. ./leave; touch ready; sleep 1000' & program=$!
            while [ ! -e ready ]; do sleep 0.05; done
            kill -s \(signal) $program; wait $program; echo $?
            for process in /proc/[0-9]*; do
                if [ "$(readlink $process/cwd)" = "$PWD" ] && [ "$(cat $process/comm)" = sleep ]; then echo left; fi
            done
            """
        #expect(try directory.exercise(script) == status)
    }

    @Test func `writing to a closed stream fails, also in a child`() throws {
        let script = #""$exerciser" run background 60 /bin/sh -c 'echo x >&2 || echo failed' 2>&-"#
        #expect(try directory.exercise(script) == "failed\nexited(0)")
    }
}
