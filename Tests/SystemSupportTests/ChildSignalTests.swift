import SystemSupport
import TestSupport
import Testing

/// The effect of signals on the children of a program.
@Suite(.serialized) struct ChildSignalTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A child that starts a child of its own, writes both process numbers, and is then ready.
    ///
    /// Nothing else runs then: bash runs no trap for a Control-C that arrives while it waits for a command that succeeds.
    private func writeChild(_ preparation: String = "") throws {
        _ = try directory.executable(
            "child",
            "#!/bin/bash\n\(preparation)\nsleep 1000 &\necho \"$$ $!\" > numbers\n: > ready\nwait\n"
        )
    }

    private static let waitForChild =
        "for _ in $(seq 500); do test -e ready && break; sleep 0.02; done; read -r child grandchild < numbers"

    /// Waits until a process has exited.
    ///
    /// A zombie is considered exited.
    private static let functions = """
        state() { sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null || echo gone; }
        until_state() { # PROCESS PATTERN
            for _ in $(seq 300); do [[ $(state "$1") =~ $2 ]] && return; sleep 0.02; done
            echo "process $1 is in state $(state "$1"), not $2"; exit 1
        }
        """

    @Test(arguments: ["INT", "TERM", "HUP", "QUIT"], ["background", "foreground", "none"])
    func `a signal that ends a program ends its children`(signal: String, access: String) throws {
        try writeChild()
        try directory.exercise(
            """
            \(Self.functions)
            # A shell ignores SIGINT and SIGQUIT for what it starts in the background; env does not.
            env --default-signal "$exerciser" run \(access) 60 "$PWD/child" & program=$!
            \(Self.waitForChild)
            kill -\(signal) $program
            status=0; wait $program || status=$?
            [ $status -eq $((128 + $(kill -l \(signal)))) ] || { echo "status $status"; exit 1; }
            until_state $child 'gone|Z'; until_state $grandchild 'gone|Z'
            """
        )
    }

    @Test func `a child that ignores the signal is killed`() throws {
        try writeChild("trap '' TERM INT HUP")
        try directory.exercise(
            """
            \(Self.functions)
            "$exerciser" run background 60 "$PWD/child" & program=$!
            \(Self.waitForChild)
            kill -TERM $program
            status=0; wait $program || status=$?
            [ $status -eq 143 ]
            until_state $child 'gone|Z'; until_state $grandchild 'gone|Z'
            """
        )
    }

    @Test func `an ignored signal ends neither the program nor its child`() throws {
        try writeChild()
        try directory.exercise(
            """
            \(Self.functions)
            (trap '' HUP; exec "$exerciser" run background 60 "$PWD/child") & program=$!
            \(Self.waitForChild)
            kill -HUP $program
            sleep 0.2
            kill -0 $program; kill -0 $child; kill -0 $grandchild
            kill -TERM $program
            wait $program || true
            until_state $grandchild 'gone|Z'
            """
        )
    }

    @Test func `a program that is stopped and continued stops and continues its child`() throws {
        try writeChild()
        try directory.exercise(
            """
            \(Self.functions)
            "$exerciser" run background 60 "$PWD/child" & program=$!
            \(Self.waitForChild)
            kill -TSTP $program
            until_state $program T; until_state $child T; until_state $grandchild T
            kill -CONT $program
            until_state $program '[SR]'; until_state $child '[SR]'; until_state $grandchild '[SR]'
            kill -TERM $program
            wait $program || true
            until_state $child 'gone|Z'; until_state $grandchild 'gone|Z'
            """
        )
    }

    /// Types at a pseudo-terminal, in which a shell with job control runs.
    private func atTerminal(_ dialogue: String) throws {
        try directory.exercise(
            """
            \(Self.functions)
            export exerciser PS1='ready> '
            cat > dialogue <<'EOF'
            set timeout 20
            proc await {pattern} {
                expect {
                    -re $pattern {}
                    timeout { puts "no $pattern"; exit 1 }
                    eof { puts "ended before $pattern"; exit 1 }
                }
            }
            spawn -noecho bash --noprofile --norc -i
            await "ready> "
            \(dialogue)
            exit 0
            EOF
            expect dialogue < /dev/null
            if test -e numbers; then
                read -r child grandchild < numbers
                until_state $child 'gone|Z'; until_state $grandchild 'gone|Z'
            fi
            """
        )
    }

    private static let untilChildRuns = """
        for {set round 0} {![file exists ready] && $round < 500} {incr round} { after 20 }
        """

    @Test(.requires("expect"), arguments: ["background", "foreground", "shared"])
    func `Control-C ends a program and its children`(access: String) throws {
        try writeChild("trap 'trap - INT; kill $!; kill -INT $$' INT")
        try atTerminal(
            """
            send "\\$exerciser run \(access) 60 \\$PWD/child\\r"
            \(Self.untilChildRuns)
            send "\\003"
            await "ready> "
            send "echo status \\$?\\r"
            await "status 130"
            """
        )
    }

    @Test(.requires("expect")) func `a child in the foreground reads from the terminal, and the shell gets it back`()
        throws
    {
        try atTerminal(
            #"""
            send "\$exerciser run foreground 60 /bin/bash -c 'read -r line < /dev/tty; echo got \$line'\r"
            after 300
            send "hello\r"
            await "got hello"
            await "exited\\(0\\)"
            send "echo shell \$((6 * 7))\r"
            await "shell 42"
            """#
        )
    }

    @Test(.requires("expect"))
    func `Control-Z stops a program with its child in the foreground, and fg continues both`() throws {
        try atTerminal(
            #"""
            send "\$exerciser run foreground 60 /bin/bash -c 'read -r line < /dev/tty; echo got \$line'\r"
            after 300
            send "\032"
            await "Stopped"
            send "echo shell \$((6 * 7))\r"
            await "shell 42"
            send "fg\r"
            after 300
            send "hello\r"
            await "got hello"
            await "exited\\(0\\)"
            """#
        )
    }

    @Test(.requires("expect")) func `a child in the foreground is killed with its own children at the deadline`() throws
    {
        try writeChild()
        try atTerminal(
            """
            send "\\$exerciser run foreground 1 \\$PWD/child\\r"
            await "timedOut"
            send "echo shell \\$((6 * 7))\\r"
            await "shell 42"
            """
        )
    }

    @Test(.requires("expect")) func `a child without a terminal cannot open it`() throws {
        try atTerminal(
            #"""
            send "\$exerciser run none 60 /bin/bash -c ': < /dev/tty'\r"
            await "No such device"
            await "exited\\(1\\)"
            """#
        )
    }
}
