import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// Each command starts the documented number of helper processes; read-only commands change nothing.
@Suite(.serialized) struct CredsProcessTests {
    /// A helper that reads keys and users from a file, and logs its verbs.
    private static let recorder = #"""
        #!/bin/sh
        input=$([ "$1" = list ] || cat); echo "$1" >> "$HOME/verbs"; touch "$HOME/keys"
        case $1 in
        get)
            grep -qxF "$input" "$HOME/keys" && { echo '{"Username":"ann","Secret":"s"}'; exit; }
            echo credentials not found in native keychain; exit 1 ;;
        erase) grep -vxF "$input" "$HOME/keys" > "$HOME/left"; mv "$HOME/left" "$HOME/keys" ;;
        list) printf '{'; sed 's/.*/"&":"ann"/' "$HOME/keys" | paste -sd, | tr -d '\n'; echo '}' ;;
        esac
        """#

    static let rows: [[String]] = {
        let article = "Sources/RegistryCredentials/RegistryCredentials.docc/HelperProcesses.md"
        do {
            let text = try Shell.run("cat \(Repository.root.appending(article).shellQuoted)", in: Repository.root)
            return MarkdownTable(under: "operation", in: text).rows.filter { $0[0].hasPrefix("`docker-creds") }
        } catch {
            fatalError("\(error)")
        }
    }()

    private func home() throws -> Sandbox {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.succeed(
            """
            umask 077; mkdir -p .docker .config/containers bin
            cat > bin/docker-credential-recorder <<'END'
            \(Self.recorder)
            END
            chmod 700 bin/docker-credential-recorder
            for file in .docker/config.json .config/containers/auth.json; do
                echo '{"credsStore":"recorder","credHelpers":{"registry.example":"recorder"}}' > $file
            done
            """
        )
        return home
    }

    @Test func `the article lists all commands`() { #expect(Self.rows.count == 26) }

    /// The options with which a command needs neither a terminal nor a network, and its standard input.
    private static let options = [
        "login": "--no-verify --username ann --password-stdin", "verify": "--timeout 1",
        "migrate": "--from recorder --to file",
    ]
    private static let request = #"""
        {"kind":"CredentialProviderRequest","apiVersion":"credentialprovider.kubelet.k8s.io/v1","image":"registry.example/a"}
        """#

    @Test(arguments: rows)
    func `a command starts as many processes as the article says`(row: [String]) throws {
        let home = try home()
        let isHub = row[0].contains("Docker Hub")
        let key = isHub ? "https://index.docker.io/v1/" : "registry.example"
        if row[0].contains("found under Docker's key") { try home.succeed("echo \(key) > keys") }
        if row[0].contains("found under an alias") { try home.succeed("echo https://registry.example/v1/ > keys") }
        let command = String(row[0].split(separator: "`")[0])
        let name = String(command.split(separator: " ")[1])
        let server =
            ["list", "doctor", "migrate", "kubelet-provider"].contains(name)
            ? "" : isHub ? "docker.io" : "registry.example"
        _ = try home.shell(
            #"printf '%s' "$INPUT" | PATH="$HOME/bin:$PATH" \#(command) \#(Self.options[name] ?? "") \#(server)"#,
            ["INPUT": name == "login" ? "secret" : Self.request]
        )
        let verbs = try home.succeed("cat verbs").split(separator: "\n")
        #expect(["get", "list", "store", "erase"].map { verb in "\(verbs.count { $0 == verb })" } == Array(row[2...]))
    }

    @Test(
        .requires("strace"),
        arguments: [
            "get registry.example", "get docker.io", "list", "explain docker.io", "explain --all registry.example",
        ]
    )
    func `a read-only command does not store or erase, and changes no file`(command: String) throws {
        for config in [#"{"credsStore":"file"}"#, #"{"credsStore":"pass"}"#, "{}", ""] {
            let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
            if !config.isEmpty { try home.succeed("umask 077; mkdir .docker; echo '\(config)' > .docker/config.json") }
            let before = try home.succeed("find . -type f | sort | xargs -r md5sum")
            _ = try home.shell("strace -f -qq -o ../$(basename $HOME).trace -e trace=execve docker-creds \(command)")
            let trace = try home.succeed("cat ../$(basename $HOME).trace; rm ../$(basename $HOME).trace")
            #expect(trace.contains("docker-creds"))
            for verb in [#""store"]"#, #""erase"]"#, #"pinentry"#] {
                #expect(!trace.contains(verb), "\(config): \(trace)")
            }
            #expect(try home.succeed("find . -type f ! -name '*.lock' | sort | xargs -r md5sum") == before)
        }
    }

    @Test(
        .requires("strace"),
        arguments: [
            ("registry.example", "registry.example/team/app:1"), ("registry.example", "docker://registry.example/app"),
            ("docker.io", "ubuntu:22.04"),
        ]
    )
    func `a lookup by image opens the files and runs the programs of a lookup by registry, and no more`(
        registry: String,
        image: String
    ) throws {
        for config in [#"{"credsStore":"recorder"}"#, #"{"auths":{"\#(registry)":{"auth":"YW5uOmh1bnRlcjI="}}}"#] {
            let home = try home()
            try home.succeed("echo '\(config)' > .docker/config.json; echo registry.example > keys; touch verbs")
            try home.succeed("echo https://index.docker.io/v1/ >> keys")
            /// The files that a lookup opens, each once, and the programs that it runs.
            func calls(_ address: String) throws -> [String] {
                let trace = try home.succeed(
                    """
                    export PATH="$HOME/bin:$PATH"
                    strace -qq -f -e trace=openat,execve -o trace docker-creds get \(address) > /dev/null
                    cat trace
                    """
                )
                let paths = trace.split(separator: "\n").compactMap { line -> (isRun: Bool, path: String)? in
                    guard let call = ["openat(AT_FDCWD, \"", "execve(\""].first(where: line.contains),
                        let start = line.firstRange(of: call)?.upperBound
                    else { return nil }
                    return (call.hasPrefix("execve"), String(line[start...].prefix { $0 != "\"" }))
                }
                // A file that was written just now is read twice, and how often /proc is read depends on the time.
                let files = Set(paths.filter { !$0.isRun && !$0.path.hasPrefix("/proc/") }.map(\.path))
                return files.sorted() + paths.filter(\.isRun).map(\.path)
            }
            let expected = try calls(registry)
            #expect(expected.contains { $0.hasSuffix("/config.json") })
            #expect(expected.contains { $0.hasSuffix("/docker-credential-recorder") } == config.contains("recorder"))
            #expect(try calls(image) == expected)
        }
    }

    @Test func `without a home directory a lookup is an error, not an empty result`() throws {
        let home = try Sandbox()
        for command in ["get", "explain"] {
            let outcome = try home.shell(
                "env -u HOME -u DOCKER_CONFIG -u XDG_CONFIG_HOME docker-creds \(command) h.example"
            )
            #expect(outcome.termination == .exited(1), "\(outcome.output.text)\(outcome.errorOutput.text)")
            #expect(outcome.errorOutput.text.contains("HOME"))
        }
    }
}
