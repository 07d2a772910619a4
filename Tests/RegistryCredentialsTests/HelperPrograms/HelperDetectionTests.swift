import RegistryCredentials
import SystemPackage
import SystemSupport
import Testing

struct HelperDetectionTests {
    private static let works = "[ \"$1\" = list ] && echo '{}'"
    /// Docker's helper in Go, without a password store.
    private static let uninitialised =
        "[ \"$1\" = list ] && { echo '{}'; exit; }; echo \"$1\" >> \"$DIRECTORY/ran\"; exit 1"

    private func scripts(_ helpers: [(name: String, script: String)], hasPass: Bool = true) throws -> HelperScripts {
        let scripts = try HelperScripts()
        if hasPass { try scripts.write("#!/bin/sh\n", to: "pass", mode: "755") }
        // Only Docker's helper in Go, without a password store, lists nothing and returns nothing.
        if helpers.contains(where: { $0.name == "pass" && $0.script == Self.works }) {
            try scripts.shell("mkdir -p \"$DIRECTORY/store\"; echo KEY > \"$DIRECTORY/store/.gpg-id\"")
        }
        for helper in helpers { try scripts.add(helper.name, helper.script) }
        return scripts
    }

    /// Only the test's own programs, because the machine may have helpers.
    private func options(_ scripts: HelperScripts) -> NativeStore.Options {
        var options = scripts.options()
        options.environment?["PATH"] = scripts.path.string
        options.environment?["PASSWORD_STORE_DIR"] = scripts.path.appending("store").string
        return options
    }

    #if os(Linux)
    @Test(
        arguments: [
            ([], true, nil),
            (["pass", "secretservice", "file"], true, "pass"),
            (["pass", "secretservice", "file"], false, "secretservice"),
            (["secretservice"], true, nil),
            (["file"], false, nil),
        ] as [([String], Bool, String?)]
    )
    func `Docker's default is pass if it is installed, else secretservice if that helper is installed`(
        helpers: [String],
        hasPass: Bool,
        chosen: String?
    ) throws {
        let scripts = try scripts(helpers.map { ($0, "touch \"$DIRECTORY/ran\"") }, hasPass: hasPass)
        #expect(NativeStore.platformDefault(options: options(scripts))?.name == chosen)
        #expect(try !scripts.shell("ls \"$DIRECTORY\"").contains("ran"))
    }

    @Test(arguments: [(true, "pass"), (false, "secretservice")])
    func `Docker's default is found in a PATH that is not UTF-8`(hasPass: Bool, chosen: String) throws {
        let scripts = try scripts([("pass", Self.works), ("secretservice", Self.works)], hasPass: hasPass)
        let directory = try #require(FilePath(bytes: scripts.path.appending("odd").bytes + [0xFF]))
        try scripts.shell(
            #"cd "$DIRECTORY"; odd=odd$(printf '\377'); mkdir "$odd"; find . -type f -exec mv {} "$odd" ';'"#
        )
        var options = NativeStore.Options()
        options.inherited = ProcessEnvironment([:]).replacing("PATH", with: directory)
        #expect(NativeStore.platformDefault(options: options)?.name == chosen)
    }

    @Test(
        arguments: [
            ([("pass", works), ("secretservice", works), ("file", works)], "pass", []),
            ([("secretservice", works), ("file", works)], "secretservice", ["pass"]),
            ([("pass", uninitialised), ("secretservice", works)], "secretservice", ["pass"]),
            (
                [("pass", uninitialised), ("secretservice", "exit 1"), ("file", works)], "file",
                ["pass", "secretservice"]
            ),
            ([("pass", "exit 1")], nil, ["pass", "secretservice", "file"]),
            ([("pass", "echo no JSON")], nil, ["pass", "secretservice", "file"]),
        ] as [([(String, String)], String?, [String])]
    )
    func `the first helper that works is detected, and the others are reported with reasons`(
        helpers: [(String, String)],
        chosen: String?,
        refused: [String]
    ) async throws {
        let scripts = try scripts(helpers)
        let detection = try await NativeStore.detect(options: options(scripts))
        #expect(detection.store?.name == chosen)
        #expect(detection.failures.map(\.place.helper) == refused.map { "docker-credential-\($0)" })
        // A search reads and never stores or erases.
        #expect(try scripts.shell("cat \"$DIRECTORY/ran\" 2>/dev/null") == "")
    }
    #endif

    @Test func `detection sets strict mode to find a missing store, and later calls do not`()
        async throws
    {
        let scripts = try scripts([
            (
                "hiding",
                "[ \"$DOCKER_CREDENTIAL_STRICT\" = 1 ] && { echo no keyring is running; exit 1; }; echo '{}'"
            ),
            ("lenient", "[ \"$1\" = get ] && [ \"$DOCKER_CREDENTIAL_STRICT\" = 1 ] && exit 1; echo '{}'"),
        ])
        let detection = try await NativeStore.detect(among: ["hiding", "lenient"], options: options(scripts))
        #expect(detection.store?.name == "lenient")
        #expect(detection.failures.map(\.code) == [.unavailable])
        #expect(try await detection.store?.get(ServerAddress("registry.example")) == nil)
    }

    @Test func `a call is shared only between environments that are equal byte for byte`() async throws {
        let script =
            #"printf '{"ServerURL":"h","Username":"%s","Secret":"s"}' "$(printf %s "$ODD" | od -An -tx1 | tr -d ' ')""#
        let scripts = try scripts([("odd", script)])
        let users = try await HelperCallCache.sharing {
            var users: [String] = []
            for byte: UInt8 in [0xE8, 0xE9] {
                var options = NativeStore.Options()
                let odd = try #require(FilePath(bytes: [byte]))
                options.inherited = ProcessEnvironment(scripts.environment).replacing("ODD", with: odd)
                users.append(try await NativeStore("odd", options: options).get(.example)?.username ?? "none")
            }
            return users
        }
        #expect(users == ["e8", "e9"])
    }

    @Test func `a helper that hangs is skipped at its deadline`() async throws {
        let scripts = try scripts([("hanging", "while :; do :; done"), ("lenient", "echo '{}'")])
        var options = options(scripts)
        options.timeout = .seconds(5)
        let detection = try await NativeStore.detect(among: ["hanging", "lenient"], options: options)
        #expect(detection.store?.name == "lenient" && detection.failures.map(\.code) == [.timedOut])
    }
}
