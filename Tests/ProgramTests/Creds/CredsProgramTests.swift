import SystemSupport
import TestSupport
import Testing

/// docker-creds without a registry: as a plugin of docker, by itself, and logouts from all stores.
@Suite(.serialized) struct CredsProgramTests {
    /// In base64: `ann:hunter2`.
    private static let entry = #"{"auth":"YW5uOmh1bnRlcjI="}"#

    @Test(.requires("docker")) func `docker runs it as a plugin, with docker's config directory`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            mkdir -p .docker/cli-plugins other/cli-plugins; umask 077
            for directory in .docker other; do
                ln -s "$(command -v docker-creds)" $directory/cli-plugins/docker-creds
                printf '{"auths":{"%s.example":\(Self.entry)}}' ${directory#.} > $directory/config.json
            done
            """
        )
        #expect(try home.succeed("docker creds list").hasPrefix("docker.example\tann\t"))
        #expect(try home.succeed("docker --config other creds list").hasPrefix("other.example\tann\t"))
        #expect(try home.succeed("docker --config=$HOME/other creds get other.example").contains("user ann"))
        #expect(try home.succeed("docker --debug creds explain docker.example").contains("* Docker's configuration"))
        #expect(try home.succeed("docker --help").contains(#/creds\*? +Manage registry credentials/#))
        for help in ["docker creds --help", "docker help creds", "docker creds"] {
            #expect(try home.succeed(help).contains("SUBCOMMANDS"), "\(help)")
        }
        #expect(try home.succeed("docker creds get --help").contains("--show-secret"))
        let absent = try home.shell("docker creds get registry.example")
        #expect(absent.termination == .exited(3), "\(absent.errorOutput.text)")
    }

    @Test func `a variable that is not UTF-8 is reported and not ignored`() throws {
        let home = try Sandbox()
        let get = "docker-creds get h.example"
        // docker reads the variable, and replaces the byte.
        let document = #"export DOCKER_AUTH_CONFIG=$'{"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI=","x":"\xe9"}}}'; "#
        let damaged = try home.shell(document + get)
        #expect(damaged.termination == .exited(1), "\(damaged.output.text)")
        #expect(damaged.errorOutput.text.contains("DOCKER_AUTH_CONFIG"), "\(damaged.errorOutput.text)")
        let limit = try home.shell(#"export DOCKER_CREDENTIAL_TIMEOUT=$'5\xe9'; "# + get)
        #expect(limit.termination == .exited(64), "\(limit.errorOutput.text)")
        #expect(limit.errorOutput.text.contains("cannot use DOCKER_CREDENTIAL_TIMEOUT: it is not a number of seconds"))
    }

    @Test func `a lookup that finds nothing says that the directory in DOCKER_CONFIG does not exist`() throws {
        let home = try Sandbox()
        let outcome = try home.shell("docker-creds get h.example", ["DOCKER_CONFIG": "\(home.root)/absent"])
        #expect(outcome.termination == .exited(3))
        let said = outcome.errorOutput.text
        #expect(said.contains("DOCKER_CONFIG names a directory that does not exist: \(home.root)/absent"), "\(said)")
        #expect(try !home.shell("docker-creds get h.example").errorOutput.text.contains("DOCKER_CONFIG"))
    }

    @Test func `it prints its plugin metadata, its version and its completion scripts`() throws {
        let home = try Sandbox()
        let metadata = try home.succeed("docker-creds docker-cli-plugin-metadata")
        #expect(metadata.contains(#""SchemaVersion":"0.1.0","Vendor":"swift-docker-credentials","Version":"v"#))
        #expect(try home.succeed("docker-creds --version").hasPrefix("docker-creds (swift-docker-credentials) v"))
        for shell in ["bash", "zsh", "fish"] {
            let script = try home.succeed("docker-creds --generate-completion-script \(shell)")
            #expect(script.contains("password-stdin"), "\(shell)")
        }
    }

    @Test(.requires("podman", "skopeo")) func `a logout removes every Docker Hub login of docker, skopeo and podman`()
        throws
    {
        let names = ["docker.io", "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/"]
        let auths = (names + ["https://registry-1.docker.io/v2/", "http://docker.io"])
            .map { "\"\($0)\":\(Self.entry)" }.joined(separator: ",")
        let others = #""kept.example":\#(Self.entry)"#
        for server in ["", "docker.io", "registry-1.docker.io", "https://index.docker.io/v1/"] {
            let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
            let variables = ["XDG_RUNTIME_DIR": "\(home.root)/run", "REGISTRY_AUTH_FILE": "\(home.root)/named.json"]
            try home.succeed(
                """
                umask 077; mkdir -p .docker run/containers .config/containers
                echo '{"credsStore":"file","auths":{\(auths),\(others)}}' > .docker/config.json
                for file in run/containers/auth.json .config/containers/auth.json named.json; do
                    echo '{"auths":{\(auths),\(others)}}' > $file
                done
                """
            )
            for name in names + ["https://docker.io", "https://index.docker.io/v1/access-token"] {
                try home.store(name, "ann", "hunter2")
            }
            try home.store("kept.example", "ann", "hunter2")
            try home.succeed("podman login --get-login docker.io", variables)
            try home.succeed("skopeo login --get-login docker.io", variables)

            let said = try home.succeed("docker-creds logout \(server)", variables)
            // The helper, the plain-text entries that it shadows, and podman's three files.
            #expect(said.split(separator: "\n").count == 5, "\(said)")
            #expect(said.contains("from docker-credential-file\n") && said.contains(".docker/config.json\n"), "\(said)")
            #expect(try home.helper("list").output.text == #"{"kept.example":"ann"}"# + "\n")
            for file in [
                ".docker/config.json", "run/containers/auth.json", ".config/containers/auth.json", "named.json",
            ] {
                let text = try home.succeed("cat \(file)")
                #expect(!text.contains("docker.io") && text.contains("kept.example"), "\(file): \(text)")
            }
            for variables in [variables, variables.filter { $0.key != "REGISTRY_AUTH_FILE" }] {
                for client in ["podman", "skopeo"] {
                    for name in ["docker.io", "registry-1.docker.io", "index.docker.io"] {
                        let found = try home.shell("\(client) login --get-login \(name)", variables)
                        #expect(!found.succeeded, "\(client) finds \(name)")
                    }
                }
            }
            #expect(try home.shell("docker-creds get docker.io", variables).termination == .exited(3))
        }
    }

    @Test func `a logout reports credentials for paths below the registry`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; mkdir -p .config/containers
            echo '{"auths":{"h.example/team":\(Self.entry)}}' > .config/containers/auth.json
            """
        )
        let outcome = try home.shell("docker-creds logout h.example")
        #expect(outcome.succeeded)
        #expect(
            outcome.errorOutput.text.contains("note: the credentials for h.example/team in "),
            "\(outcome.errorOutput.text)"
        )
        try home.succeed("docker-creds logout h.example/team")
        #expect(try home.succeed("docker-creds list").isEmpty)
    }

    @Test func `a store that cannot be listed is reported and hides no other store`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            umask 077; mkdir -p .docker .config/containers; echo '{' > .docker/config.json
            echo '{"auths":{"h.example":\(Self.entry)}}' > .config/containers/auth.json
            """
        )
        for format in ["text", "json"] {
            let outcome = try home.shell("docker-creds list --format \(format)")
            #expect(outcome.termination == .exited(1))
            #expect(outcome.output.text.contains("h.example") && outcome.errorOutput.text.contains("config.json"))
        }
        let got = try home.shell("docker-creds get h.example")
        #expect(got.succeeded && got.errorOutput.text.contains("warning: Docker's configuration"))
    }

    @Test func `without a home directory it fails, and names HOME`() throws {
        let home = try Sandbox()
        let list = try home.shell("env -u HOME docker-creds list --format json")
        #expect(list.termination == .exited(1) && list.errorOutput.text.contains("HOME"))
        let login = try home.shell("echo x | env -u HOME docker-creds login -u a --password-stdin registry.example")
        #expect(login.termination == .exited(1) && login.errorOutput.text.contains("HOME"))
    }

    @Test func `a logout names remaining credentials if a store fails, and lost output is a failure`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            mkdir -p .config/containers; umask 077
            printf '{"auths":{"q.example/team":\(Self.entry)}}' > .config/containers/auth.json
            """
        )
        let variable = ["DOCKER_AUTH_CONFIG": #"{"auths":{"q.example":\#(Self.entry)}}"#]
        let logout = try home.shell("docker-creds logout q.example 2>&1", variable)
        #expect(logout.termination == .exited(1))
        #expect(logout.output.text.contains("note: the credentials for q.example/team in "))
        for command in ["list", "get q.example", "explain q.example"] {
            let outcome = try home.shell("docker-creds \(command) > /dev/full", variable)
            #expect(
                outcome.termination == .exited(1) && outcome.errorOutput.text.contains("no space left"),
                "\(command)"
            )
        }
    }

    @Test func `an explanation counts only steps with a credential`() throws {
        let home = try Sandbox()
        let nothing = try home.succeed("docker-creds explain q.example --format json || true")
        #expect(!nothing.contains(#""counts": true"#) && nothing.contains(#""answer": null"#))
        let variable = ["DOCKER_AUTH_CONFIG": #"{"auths":{"q.example":\#(Self.entry)}}"#]
        let one = try home.succeed("docker-creds explain q.example --format json", variable)
        #expect(
            one.split(separator: #""counts": true"#).count - 1 == 2,
            "once as the answer and once in its place: \(one)"
        )
        #expect(!one.contains(#""file": "DOCKER_AUTH_CONFIG""#))
    }
}
