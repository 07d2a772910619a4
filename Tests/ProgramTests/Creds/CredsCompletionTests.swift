import SystemSupport
import TestSupport
import Testing

/// Completion: by docker, which asks its plugins, and by the program's own scripts.
@Suite(.serialized) struct CredsCompletionTests {
    /// Docker as the host of the plugin, with two logins, one of them in a store that would prompt.
    private static func home() throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; mkdir -p .docker/cli-plugins
            ln -s "$(command -v docker-creds)" .docker/cli-plugins/docker-creds
            echo '{"auths":{"one.example":{"auth":"YTpi"},"https://index.docker.io/v1/":{"auth":"YTpi"}}}' > .docker/config.json
            """
        )
        return home
    }

    @Test(.requires("docker")) func `docker completes commands, options, their values and servers`() throws {
        let home = try Self.home()
        let commands = try home.succeed("docker __complete creds ''").split(separator: "\n")
        #expect(commands.contains { $0.hasPrefix("login\tVerify credentials with the registry") }, "\(commands)")
        #expect(commands.contains(":4"))
        #expect(
            try home.succeed("docker __complete creds lo").split(separator: "\n").filter { !$0.hasPrefix(":") }.count
                == 3
        )
        #expect(try home.succeed("docker __complete creds login --pass").hasPrefix("--password-stdin\t"))
        #expect(try home.succeed("docker __complete creds get --format ''").hasPrefix("text\njson\n"))
        #expect(try home.succeed("docker __complete creds get ''").hasPrefix("docker.io\none.example\n:4"))
        #expect(try home.succeed("docker __complete creds logout on").hasPrefix("one.example\n:4"))
        #expect(try home.succeed("docker __complete creds verify on").hasPrefix("one.example\n:4"))
        #expect(try home.succeed("docker __complete creds export ''").hasPrefix("docker.io\none.example\n:4"))
        #expect(try home.succeed("docker __complete creds export --format a").hasPrefix("auth.json\n:4"))
        #expect(try home.succeed("docker __complete creds export --output ''").hasPrefix(":0"))
        #expect(try home.succeed("docker __complete creds migrate --to fil").hasPrefix("file\n:4"))
        #expect(try home.succeed("docker __complete creds migrate --from po").hasPrefix("podman\n:4"))
        #expect(try home.succeed("docker __complete creds login --also ''").hasPrefix("podman\n:4"))
        #expect(try home.succeed("docker __complete creds list ''").hasPrefix(":4"))
        #expect(try home.succeed("docker __complete creds login --config ''").hasPrefix(":16"))
        #expect(try home.succeed("docker __complete creds setup ''").hasPrefix("file\nauto\nsecretservice\npass\n:4"))
        #expect(try home.succeed("docker __complete creds setup --for ''").hasPrefix("docker\npodman\n:4"))
        #expect(try home.succeed("docker __complete creds list --source netr").hasPrefix("netrc\n:4"))
        #expect(try home.succeed("docker __complete creds list --format=j").hasPrefix("json\n:4"))
        #expect(try home.succeed("docker __complete creds key ro").hasPrefix("rotate\t"))
        #expect(try home.succeed("docker __complete creds key protect --pass").hasPrefix("--passphrase-stdin\t"))
        #expect(try home.succeed("docker __complete creds key none ''").hasPrefix(":4"))
    }

    @Test func `completion offers every command of the program`() throws {
        let home = try Self.home()
        let offered = try home.succeed("docker-creds __completeNoDesc creds ''").split(separator: "\n").dropLast()
        let help = try home.succeed("docker-creds --help").split(separator: "\n").map { $0.split(separator: " ") }
        for name in offered where name != "help" { #expect(help.contains { $0.first == name }, "\(name)") }
        for name in ["migrate", "export", "verify", "doctor", "login"] { #expect(offered.contains { $0 == name }) }
    }

    @Test func `completion without descriptions prints only the words`() throws {
        let home = try Self.home()
        #expect(try home.succeed("docker-creds __completeNoDesc creds ge") == "get\n:4\n")
        #expect(try home.succeed("docker-creds __complete creds ge").hasPrefix("get\tShow "))
        for odd in ["", "creds", "creds nonsense ''", "creds get --", "creds get -- ''"] {
            #expect(try home.succeed("docker-creds __complete \(odd)").hasSuffix(":4\n"), "\(odd)")
        }
    }

    @Test func `the script for bash completes servers`() throws {
        let home = try Self.home()
        let completed = try home.succeed(
            """
            docker-creds --generate-completion-script bash > script
            bash -c 'source ./script
                COMP_WORDS=(docker-creds get o) COMP_CWORD=2 COMP_LINE="docker-creds get o" COMP_POINT=18
                _docker-creds docker-creds o get; printf "%s\\n" "${COMPREPLY[@]}"'
            """
        )
        #expect(completed == "one.example\n", "\(completed)")
    }
}
