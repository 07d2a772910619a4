import SystemSupport
import TestSupport
import Testing

/// Memory checks with valgrind; serialized, because each call keeps a processor busy.
@Suite(.serialized, .requires("dbus-daemon", "gdbus", "gnome-keyring-daemon", "python3"))
struct SecretServiceMemoryTests {
    private static let request = #"{"ServerURL":"host1","Username":"new","Secret":"s"}"#

    /// The result of valgrind for one call: leaked bytes and invalid accesses.
    private func check(_ action: String, in session: KeyringSession) throws -> (lost: [Int], errors: Int) {
        let report = try session.home.succeed(
            """
            # Valgrind 3.19 gives up on the debug information of Swift 6.
            strip -o stripped "$(command -v docker-credential-secretservice)"
            # Under valgrind, beside other tests, the bus may take longer than the two seconds that it is given; without the
            # strict mode the helper would then succeed as if the keyring were empty.
            export DOCKER_CREDENTIAL_STRICT=1
            for attempt in $(seq 15); do
                printf '%s' '\(action == "store" ? Self.request : "host1")' | valgrind --leak-check=full \
                    --show-leak-kinds=definite,indirect --errors-for-leak-kinds=none \
                    --log-file=valgrind.log ./stripped \(action) > answer 2> errors && break
                grep 'session bus' answer errors
            done
            if grep 'session bus' answer errors; then exit 1; fi
            sed 's/,//g' valgrind.log
            """,
            session.variables
        )
        func number(after words: String) throws -> Int {
            let line = try #require(report.split(separator: "\n").first { $0.contains(words) }, "\(report)")
            let rest = line[try #require(line.firstRange(of: words)).upperBound...]
            return try #require(Int(rest.drop { !$0.isNumber }.prefix { $0.isNumber }))
        }
        let hasNoLeak = report.contains("All heap blocks were freed")
        return (
            try hasNoLeak ? [] : ["definitely lost:", "indirectly lost:"].map(number),
            try number(after: "ERROR SUMMARY:")
        )
    }

    @Test(arguments: ["list", "get", "store", "erase"])
    func `no leak grows with the number of items, and no access is invalid`(_ action: String) throws {
        let session = try KeyringSession(in: Sandbox())
        func fill(_ numbers: ClosedRange<Int>) throws {
            for number in numbers {
                try session.addReference("h", "host\(number)", "u", "s", hasLabel: true)
                // Several items of one server: `get` must choose one, and the other two verbs delete them.
                if action != "list" { try session.addReference("h", "host1", "u\(number)", "s", hasLabel: true) }
            }
        }
        try fill(1...10)
        let few = try check(action, in: session)
        // Each item takes a process, so fewer are used where each number makes two.
        try fill(11...(action == "list" ? 200 : 60))
        let many = try check(action, in: session)
        if action == "store" { #expect(try session.run("get", "host1").output.text.contains(#""Username":"new""#)) }
        if action == "erase" { #expect(try !session.run("get", "host1").succeeded) }
        #expect(few.errors == 0 && many.errors == 0)
        #expect(many.lost == few.lost)
    }
}
