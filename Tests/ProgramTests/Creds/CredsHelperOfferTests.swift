import SystemSupport
import TestSupport
import Testing

/// A login when the configured helper cannot work on this machine.
@Suite(.serialized, .requires("expect")) struct CredsHelperOfferTests {
    private static func home(_ configuration: String) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed("mkdir -m 700 .docker; umask 077; echo '\(configuration)' > .docker/config.json")
        return home
    }

    @Test(arguments: [
        ("nobody", "credential helper docker-credential-nobody not found in PATH"),
        ("secretservice", "there is no session bus"),
        ("pass", "there is no password store"),
    ])
    func `without a terminal it fails before the registry is asked, and names the command`(
        helper: String,
        reason: String
    ) throws {
        let home = try Self.home(#"{"credsStore": "\#(helper)"}"#)
        let outcome = try home.shell("printf pw | docker-creds login -u ann --password-stdin 127.0.0.1:1")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains(reason), "\(outcome.errorOutput.text)")
        #expect(outcome.errorOutput.text.hasSuffix("  Set up a helper that works here: docker-creds setup\n"))
        #expect(try home.succeed("cat .docker/config.json") == #"{"credsStore": "\#(helper)"}"# + "\n")
    }

    @Test func `on a terminal it offers the helper that works, and goes on`() throws {
        let home = try Self.home(#"{"credsStore": "nobody"}"#)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds login --no-verify registry.example
                expect "Use docker-credential-file instead"; send "y\\r"
                expect "Username"; send "ann\\r"; expect "Password"; send "hunter2\\r"; expect eof'
            """
        )
        #expect(
            dialogue.contains("The password for registry.example is stored by docker-credential-file."),
            "\(dialogue)"
        )
        #expect(try home.succeed("cat .docker/config.json").contains(#""credsStore": "file""#))
        #expect(try home.helper("get", "registry.example").output.text.contains("hunter2"))
    }

    @Test func `on a terminal it saves nothing if the offer is declined`() throws {
        let home = try Self.home(#"{"credsStore": "nobody"}"#)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds login --no-verify registry.example
                expect "Use docker-credential-file instead"; send "n\\r"; expect eof'
            """
        )
        #expect(dialogue.contains("nothing was saved") && !dialogue.contains("Username"), "\(dialogue)")
        #expect(try home.succeed("cat .docker/config.json") == #"{"credsStore": "nobody"}"# + "\n")
    }

    @Test func `plain text is replaced by a helper on a terminal, and old passwords move along`() throws {
        let home = try Self.home(#"{"auths": {"quay.example": {"auth": "YW5uOmh1bnRlcjI="}}}"#)
        let dialogue = try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho docker-creds login --no-verify registry.example
                expect "Use docker-credential-file instead"; send "y\\r"
                expect "Move the plain-text passwords of quay.example"; send "y\\r"
                expect "Username"; send "ann\\r"; expect "Password"; send "pw\\r"; expect eof'
            """
        )
        #expect(dialogue.contains("is stored by docker-credential-file."), "\(dialogue)")
        #expect(try !home.succeed("cat .docker/config.json").contains("YW5uOmh1bnRlcjI="))
        #expect(try home.helper("get", "quay.example").output.text.contains("hunter2"))
    }

    @Test func `a helper for one registry is not replaced`() throws {
        let home = try Self.home(#"{"credHelpers": {"registry.example": "nobody"}}"#)
        let outcome = try home.shell(
            "printf pw | docker-creds login --no-verify -u ann --password-stdin registry.example"
        )
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("credential helper docker-credential-nobody not found in PATH"))
        #expect(!outcome.errorOutput.text.contains("docker-creds setup"))
    }
}
