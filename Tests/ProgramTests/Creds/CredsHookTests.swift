import SystemSupport
import TestSupport
import Testing

/// The error hook: docker asks the plugin for the next step after a command that failed.
@Suite(.serialized) struct CredsHookTests {
    private static func reply(_ home: Sandbox, _ argument: String) throws -> String {
        let outcome = try home.shell(
            "docker-creds creds docker-cli-plugin-hooks \"$ARGUMENT\" < /dev/null",
            ["ARGUMENT": argument]
        )
        #expect(outcome.succeeded && outcome.errorOutput.text.isEmpty, "\(outcome.errorOutput.text)")
        return outcome.output.text
    }

    private static let empty = #"{"Type":0,"Template":""}"# + "\n"

    @Test func `the reply names the missing helper of this machine, for a command whose error docker does not tell`()
        throws
    {
        let home = try Sandbox()
        try home.succeed(#"mkdir -m 700 .docker; echo '{"credsStore": "desktop"}' > .docker/config.json"#)
        let request = #"{"RootCmd":"compose","Flags":{"quiet":"true"},"CommandError":"exited with code 1","Later":[1]}"#
        #expect(
            try Self.reply(home, request)
                == #"{"Type":0,"Template":"The config file names docker-credential-desktop, which is not installed.\nSet up another helper: docker creds setup"}"#
                + "\n"
        )
    }

    @Test(arguments: [
        "", "{", "[]", "null", #"{"RootCmd":"pull","CommandError":""}"#,
        #"{"RootCmd":"pull","CommandError":"exited with code 1"}"#,
    ])
    func `a request that is malformed or needs no step gets an empty reply`(argument: String) throws {
        #expect(try Self.reply(try Sandbox(), argument) == Self.empty)
    }

    @Test(.requires("strace")) func `the hook runs no program and writes no file`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            mkdir -m 700 .docker; echo '{"credsStore": "pass", "credHelpers": {"a.example": "file"}}' > .docker/config.json
            strace -f -qq -e trace=execve,openat -o trace docker-creds creds docker-cli-plugin-hooks \
                '{"RootCmd":"pull","CommandError":"exited with code 1"}' > reply
            """
        )
        #expect(try home.succeed("cat reply").contains("There is no password store."))
        #expect(try home.succeed("grep -c execve trace").trimmed == "1")
        #expect(try !home.succeed("cat trace").contains("O_CREAT"))
    }

    @Test(.requires("docker", "script", "docker-registry", "curl", "htpasswd", "python3"))
    func `docker shows the next step on a terminal after a login that could not be saved`() throws {
        let home = try Sandbox()
        let registry = try LoopbackRegistry(in: home)
        try home.succeed(
            """
            mkdir -p -m 700 .docker/cli-plugins
            ln -s "$(command -v docker-creds)" .docker/cli-plugins/docker-creds
            docker creds setup file --yes
            sed -i 's/"credsStore": "file"/"credsStore": "nobody"/' .docker/config.json
            """
        )
        let shown = try home.shell(
            """
            script -qec "printf '%s' '\(LoopbackRegistry.password)' |
                docker login -u alice --password-stdin \(registry.address)" /dev/null < /dev/null
            """
        ).output.text
        #expect(shown.contains("What's next:"), "\(shown)")
        #expect(shown.contains("The config file names docker-credential-nobody, which is not installed."), "\(shown)")
        #expect(shown.contains("Set up another helper: docker creds setup"))
        try home.succeed(#"sed -i 's/"credsStore": "nobody"/"credsStore": "file"/' .docker/config.json"#)
        let silent = try home.shell("script -qec 'docker manifest inspect 127.0.0.1:1/none' /dev/null < /dev/null")
        #expect(!silent.output.text.contains("What's next:"), "\(silent.output.text)")
    }
}
