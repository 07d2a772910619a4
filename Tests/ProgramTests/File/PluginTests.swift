import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Keys of an age plugin, compared with Debian's age and the same plugin.
@Suite(.serialized) struct PluginTests {
    private static let script = Repository.tests.appending("ProgramTests/Scripts/age-plugin-test.py")

    /// A home directory with a key of the plugin.
    private func home() throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; mkdir bin; cp \(Self.script) bin/age-plugin-test; chmod 755 bin/age-plugin-test
            mkdir -p $(dirname \(home.identity))
            python3 - > keys <<'END'
            digits = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
            def checksum(values):
                remainder = 1
                for value in values:
                    top = remainder >> 25
                    remainder = (remainder & 0x1ffffff) << 5 ^ value
                    for bit, polynomial in enumerate([0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]):
                        remainder ^= polynomial if top >> bit & 1 else 0
                return remainder
            def bech32(prefix, values):
                expanded = [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]
                rest = checksum(expanded + values + [0] * 6) ^ 1
                return prefix + "1" + "".join(digits[v] for v in values + [rest >> 5 * (5 - i) & 31 for i in range(6)])
            print(bech32("age1test", [1, 4]))
            print(bech32("age-plugin-test-", [1, 4]).upper())
            END
            tail -1 keys > \(home.identity); head -1 keys > recipient
            """
        )
        return home
    }

    private func path(_ home: Sandbox, _ behavior: String = "") -> [String: String] {
        ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")", "AGE_PLUGIN_TEST": behavior]
    }

    @Test(.requires("age", "python3")) func `the helper and age read and write a store with a key of a plugin`() throws
    {
        let home = try home()
        let request = #"{"ServerURL":"h","Username":"u","Secret":"s"}"#
        let stored = try home.helper("store", request, path(home))
        #expect(stored.succeeded, "\(stored.output.text)\(stored.errorOutput.text)")
        #expect(stored.errorOutput.text.contains("touch the key"))
        #expect(try home.helper("get", "h", path(home)).output.text.contains(#""Secret":"s""#))
        let content = try home.succeed("age -d -i \(home.identity) \(home.store)", path(home))
        #expect(content.contains(#""auth": "dTpz""#))
        try home.succeed(
            "echo '{\"auths\":{\"g\":{\"auth\":\"dTpz\"}}}' | age -R recipient > \(home.store)",
            path(home)
        )
        #expect(try home.helper("get", "g", path(home)).output.text.contains(#""Secret":"s""#))
    }

    @Test(.requires("age", "python3")) func `a recipient of a plugin can be an additional recipient`() throws {
        let home = try home()
        try home.succeed("mv \(home.identity) plugin.txt")
        var variables = path(home)
        variables["DOCKER_CREDENTIAL_FILE_RECIPIENTS"] = "\(home.root)/recipient"
        try home.store("h", "u", "s", variables)
        #expect(try home.succeed("age -d -i plugin.txt \(home.store)", path(home)).contains("dTpz"))
        #expect(try home.helper("get", "h").succeeded)
    }

    @Test(.requires("expect", "python3"))
    func `a plugin's prompt appears on the terminal, and without one the plugin gets a failure`() throws {
        let home = try home()
        try home.store("h", "u", "s", path(home))
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn sh -c "printf h | docker-credential-file get"
                expect "PIN of the key"; send "1234\\r"; expect eof'
            """,
            path(home, "pin")
        )
        #expect(dialogue.contains(#""Secret":"s""#) && !dialogue.contains("1234"), "\(dialogue)")
        let alone = try home.shell("printf h | setsid -w docker-credential-file get", path(home, "pin"))
        #expect(alone.termination == .exited(1))
        #expect(alone.output.text.contains("age-plugin-test: wrong PIN"), "\(alone.output.text)")
    }

    @Test(
        .requires("python3"),
        arguments: [
            ("mute", "timed out after"), ("drip", "timed out after"), ("orphan", "timed out after"),
            ("endless", "timed out after"), ("huge", "a stanza of more than"),
            ("large", "a stanza of more than"), ("rubbish", "text that is not a stanza"),
            ("phases", "a file key that was not asked for"), ("twice", "a file key that was not asked for"),
            ("exit", "in the middle of the conversation"), ("error", "the key is not plugged in"),
        ]
    )
    func `a plugin that fails or exceeds a limit is ended and named`(behavior: String, message: String) throws {
        let home = try home()
        try home.store("h", "u", "s", path(home))
        var variables = path(home, behavior)
        variables["DOCKER_CREDENTIAL_TIMEOUT"] = "3"
        let outcome = try home.helper("get", "h", variables)
        #expect(outcome.termination == .exited(1))
        #expect(
            outcome.output.text.contains("age-plugin-test: ") && outcome.output.text.contains(message),
            "\(outcome.output.text)"
        )
        #expect(try home.succeed("pgrep -f \(home.root)/bin/[a]ge-plugin-test || true").isEmpty)
    }

    @Test(
        .requires("age", "age-keygen", "python3"),
        arguments: [
            ("nothing", "it returned no stanza"), ("many", "a stanza that was not asked for"),
            ("large", "a stanza of more than"), ("mute", "timed out after"), ("exit", "in the middle"),
        ]
    )
    func `a plugin that fails to encrypt leaves the store as it was`(behavior: String, message: String) throws {
        let home = try home()
        var variables = path(home, behavior)
        // The store is decrypted by an ordinary key, so only encrypting needs the plugin.
        variables["DOCKER_CREDENTIAL_FILE_RECIPIENTS"] = "\(home.root)/recipient"
        variables["DOCKER_CREDENTIAL_FILE_IDENTITY"] = "\(home.root)/ordinary"
        variables["DOCKER_CREDENTIAL_TIMEOUT"] = "3"
        let before = try home.succeed(
            """
            umask 077; age-keygen -o ordinary 2> /dev/null; mkdir -p $(dirname \(home.store))
            printf '{"auths":{"h":{"auth":"dTpz"}}}' | age -r "$(age-keygen -y ordinary)" > \(home.store)
            sha256sum \(home.store)
            """
        )
        let request = #"{"ServerURL":"g","Username":"u","Secret":"s"}"#
        let outcome = try home.helper("store", request, variables)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("age-plugin-test: "), "\(outcome.output.text)")
        #expect(outcome.output.text.contains(message), "\(outcome.output.text)")
        #expect(try home.succeed("sha256sum \(home.store)") == before)
        #expect(try home.succeed("pgrep -f \(home.root)/bin/[a]ge-plugin-test || true").isEmpty)
    }

    @Test(.requires("python3")) func `a plugin that ends the conversation at once has no key for the store`() throws {
        let home = try home()
        try home.store("h", "u", "s", path(home))
        let outcome = try home.helper("get", "h", path(home, "early"))
        #expect(outcome.output.text.contains("no key in \(home.identity) can decrypt"), "\(outcome.output.text)")
        #expect(try home.succeed("pgrep -f \(home.root)/bin/[a]ge-plugin-test || true").isEmpty)
    }

    @Test(.requires("python3")) func `a missing plugin is reported as not found in PATH`() throws {
        let home = try home()
        try home.store("h", "u", "s", path(home))
        let outcome = try home.helper("get", "h")
        #expect(outcome.output.text.contains("age-plugin-test: not found in PATH"), "\(outcome.output.text)")
    }
}
