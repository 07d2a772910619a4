import SystemSupport
import TestSupport
import Testing

/// The output of docker-creds on a terminal, and in a pipe.
@Suite(.serialized) struct CredsOutputTests {
    /// In base64: `ann:hunter2`.
    private static let entry = #"{"auth":"YW5uOmh1bnRlcjI="}"#

    /// Runs a command under a pseudo-terminal of 80 columns; returns its output without carriage returns.
    private func terminal(_ home: Sandbox, _ command: String, columns: Int = 80) throws -> String {
        try home.succeed(
            """
            expect -c 'set timeout 60
                spawn -noecho sh -c "stty columns \(columns); \(command)"
                expect eof' | tr -d '\\r'
            """
        )
    }

    private static func home(_ keys: String...) throws -> Sandbox {
        let home = try Sandbox(["TERM": "xterm"])
        let auths = keys.map { "\"\($0)\":\(entry)" }.joined(separator: ",")
        try home.succeed("mkdir -m 700 .docker; umask 077; printf '%s' '{\"auths\":{\(auths)}}' > .docker/config.json")
        return home
    }

    @Test(.requires("expect")) func `a list is a table with a header on a terminal, and tab-separated elsewhere`()
        throws
    {
        let home = try Self.home("a.example", "longer.example:5000")
        let shown = try terminal(home, "NO_COLOR=1 docker-creds list", columns: 200).split(separator: "\n")
        try #require(shown.count == 3, "\(shown)")
        #expect(shown[0].hasPrefix("REGISTRY             USER  SOURCE"))
        #expect(shown[1].hasPrefix("a.example            ann   "))
        #expect(shown[2].hasPrefix("longer.example:5000  ann   "))
        let piped = try home.succeed("docker-creds list").split(separator: "\n")
        #expect(piped.count == 2 && piped[0].hasPrefix("a.example\tann\t"), "\(piped)")
        #expect(piped.allSatisfy { $0.split(separator: "\t", omittingEmptySubsequences: false).count >= 4 })
    }

    @Test(.requires("expect")) func `a table fits the terminal, and has colour only if that is enabled`() throws {
        let home = try Self.home("a-registry-with-quite-a-long-name.example:5000")
        let narrow = try terminal(home, "NO_COLOR=1 docker-creds list", columns: 60).split(separator: "\n")
        #expect(narrow.allSatisfy { $0.count <= 60 } && narrow.contains { $0.contains("…") }, "\(narrow)")
        #expect(try terminal(home, "docker-creds list").contains("\u{1B}[1m"))
        #expect(try !terminal(home, "NO_COLOR=1 docker-creds list").contains("\u{1B}"))
        #expect(try !terminal(home, "TERM=dumb docker-creds list").contains("\u{1B}"))
        #expect(try !home.succeed("docker-creds list").contains("\u{1B}"))
    }

    @Test(.requires("python3")) func `deceptive characters are escaped in text, and are ASCII escapes in JSON`() throws
    {
        let home = try Sandbox()
        // A right-to-left override, an escape sequence and a C1 control in the user, a zero-width space in the key.
        try home.succeed(
            #"""
            mkdir -m 700 .docker; umask 077; python3 - <<'END'
            import base64, json
            user = "a\u202eb\x1b[31m\x9bc"
            entry = {"auth": base64.b64encode((user + ":x").encode()).decode()}
            json.dump({"auths": {"h.example": entry, "z\u200b.example": entry}}, open(".docker/config.json", "w"))
            END
            """#
        )
        for command in ["list", "get h.example", "explain h.example"] {
            let text = try home.succeed("docker-creds \(command)")
            #expect(text.contains(#"a\u{202E}b\u{1B}[31m\u{9B}c"#), "\(command): \(text)")
            #expect(text.unicodeScalars.allSatisfy { !["\u{1B}", "\u{202E}", "\u{9B}", "\u{200B}"].contains($0) })
            let json = try home.succeed("docker-creds \(command) --format json")
            #expect(
                json.utf8.allSatisfy { $0 < 0x7F && ($0 >= 0x20 || $0 == 0x0A || $0 == 0x09) },
                "\(command): \(json)"
            )
            let user = try home.succeed(
                "docker-creds \(command) --format json | python3 -c 'import json, sys; t = json.load(sys.stdin); "
                    + "t = t[0] if type(t) is list else t.get(\"answer\") or t; print(ascii(t[\"username\"]))'"
            )
            #expect(user == #"'a\u202eb\x1b[31m\x9bc'"# + "\n", "\(command): \(user)")
        }
    }

    /// A right-to-left override, a zero-width space, an escape sequence, a C1 control and a tag.
    private static let deceptive: Set<Unicode.Scalar> = ["\u{202E}", "\u{200B}", "\u{1B}", "\u{9B}", "\u{E0041}"]

    @Test(
        .requires("python3"),
        arguments: [
            "list", "get h.example", "explain --all h.example", "doctor", "verify --timeout 1",
            "migrate --to file --dry-run",
            #"logout $'z\u200b.example'"#, #"logout $'a\u202eb.example'"#, #"get $'a\U000e0041b.example'"#,
            #"explain $'a\u202eb.example'"#,
            "logout h.example", #"$'\u202e'"#, #"list $'--\u202e'"#, #"export $'a\u202ec.example'"#,
        ]
    )
    func `no text output and no message has a deceptive character`(command: String) throws {
        let home = try Sandbox(["LANG": "C.UTF-8"])
        try home.succeed(
            #"""
            mkdir -m 700 -p .docker .config .config/containers; umask 077; python3 - <<'END'
            import base64, json
            user = "a\u202eb\x1b[31m\x9bc\u200b\U000e0041"
            entry = {"auth": base64.b64encode((user + ":x").encode()).decode()}
            keys = ["h.example", "z\u200b.example", "a\u202eb.example", "h.example/\u202e"]
            document = {"auths": {key: entry for key in keys}, "credHelpers": {"i\u202e.example": "none\u202e"}}
            for path in [".docker/config.json", ".config/containers/auth.json"]: json.dump(document, open(path, "w"))
            END
            """#
        )
        let outcome = try home.shell("printf x | docker-creds \(command) 2>&1")
        let text = outcome.output.text
        #expect(text.contains("\\u{"), "\(text)")
        #expect(text.unicodeScalars.allSatisfy { !Self.deceptive.contains($0) }, "\(text)")
    }

    @Test func `control characters of an argument are escaped in errors`() throws {
        let home = try Sandbox()
        for argument in ["$'--\\e[31mred'", "$'\\e]0;title\\a'", "$'list\\e[2J' x"] {
            let outcome = try home.shell("docker-creds \(argument)")
            #expect(outcome.termination == .exited(64), "\(argument)")
            #expect(!outcome.errorOutput.text.contains("\u{1B}") && outcome.output.text.isEmpty, "\(argument)")
        }
    }

    @Test(arguments: [("lisst", "list"), ("logn", "login"), ("explian", "explain"), ("frobnicate", nil)])
    func `the error for an unknown command suggests the nearest one`(command: String, nearest: String?) throws {
        let home = try Sandbox()
        let outcome = try home.shell("docker-creds \(command) x")
        #expect(outcome.termination == .exited(64))
        #expect(outcome.errorOutput.text.hasPrefix("docker-creds: unknown command: \(command)\n"))
        #expect(outcome.errorOutput.text.contains("The most similar command is: ") == (nearest != nil))
        if let nearest { #expect(outcome.errorOutput.text.contains("docker-creds \(nearest)\n")) }
    }

    @Test(.requires("docker"))
    func `advice names the command as it was run: docker creds as a plugin, else docker-creds`() throws {
        let home = try Sandbox()
        try home.succeed(
            "mkdir -p .docker/cli-plugins; ln -s \"$(command -v docker-creds)\" .docker/cli-plugins/docker-creds; "
                + "echo '{\"auths\":{\"other.example\":{}}}' > .docker/config.json"
        )
        let alone = try home.shell("docker-creds get absent.example").errorOutput.text
        #expect(
            alone == "docker-creds: no credential for absent.example\n  Log in: docker-creds login absent.example\n"
        )
        let plugin = try home.shell("docker creds get absent.example").errorOutput.text
        #expect(plugin.contains("docker creds: no credential for absent.example\n  Log in: docker creds login "))
        #expect(!plugin.contains("docker-creds "), "\(plugin)")
        #expect(try home.shell("docker creds lisst").errorOutput.text.contains("docker creds list\n"))
        #expect(try home.succeed("docker creds get --help").contains("USAGE: docker creds get "))
        #expect(try home.succeed("docker-creds get --help").contains("USAGE: docker-creds get "))
    }

    @Test func `a failure is exit status 1 for get and explain alike, and never "not found"`() throws {
        let home = try Sandbox()
        try home.succeed(
            """
            mkdir -m 700 .docker bin; umask 077; printf '#!/bin/sh\\nexit 1\\n' > bin/docker-credential-broken
            chmod +x bin/*; echo '{"credsStore":"broken"}' > .docker/config.json
            """
        )
        let path = ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        for configuration in [#"{"credsStore":"broken"}"#, #"{"credsStore":"missing"}"#, "{", #"{"auths":[]}"#] {
            try home.succeed("printf '%s' '\(configuration)' > .docker/config.json")
            for command in ["get", "explain", "explain --format json"] {
                let outcome = try home.shell("docker-creds \(command) h.example", path)
                #expect(outcome.termination == .exited(1), "\(configuration) \(command)")
                #expect(!outcome.errorOutput.text.contains("no credential for"), "\(configuration) \(command)")
            }
        }
    }

    @Test func `without a home directory every command fails with exit status 1 and names the variables`() throws {
        let home = try Sandbox()
        for command in ["get h.example", "list", "explain h.example", "logout h.example"] {
            let outcome = try home.shell("env -u HOME -u XDG_RUNTIME_DIR docker-creds \(command)")
            #expect(outcome.termination == .exited(1), "\(command)")
            #expect(outcome.errorOutput.text.contains("HOME"), "\(command): \(outcome.errorOutput.text)")
        }
        // A credential from another location is still used.
        let variable = ["DOCKER_AUTH_CONFIG": #"{"auths":{"h.example":\#(Self.entry)}}"#]
        #expect(try home.succeed("env -u HOME docker-creds get h.example", variable).contains("user ann"))
    }
}
