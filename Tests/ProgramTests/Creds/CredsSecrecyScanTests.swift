import SystemSupport
import TestSupport
import Testing

/// Every command of the program, over places whose secrets and whose helpers' output it must not show.
///
/// Only `get --show-secret` and `export` show secrets.
@Suite(.serialized) struct CredsSecrecyScanTests {
    /// Secrets in plain text and in base64, and the text that the helpers of the tests print.
    private static let hidden = [
        "hunter", "aHVudGVy", "YW5uOm", "Ym9iOm", "N0ISE", "t0ken", "dDBrZW4",
    ]

    /// Arguments for the commands; a command without any gets none, and then a registry.
    ///
    /// The password is on standard input.
    private static let arguments: [String: [String]] = [
        "login": [
            "--no-verify -u ann --password-stdin h.example",
            "--no-verify -u ann --password-stdin --also podman h.example",
            "--no-verify -u ann --password-stdin --allow-plaintext --also podman --format json h.example",
            "-u ann --password-stdin --allow-plaintext 127.0.0.1:1", "-p hunter2 h.example",
        ],
        "logout": ["h.example", "docker.io", "absent.example"],
        "get": ["h.example", "docker.io", "t.example", "bad.example", "h.example --format json"],
        "list": ["", "--format json"],
        "explain": ["h.example", "--all docker.io", "t.example --format json", "bad.example"],
        "migrate": [
            "--dry-run", "--to file --dry-run --format json", "--to file", "--to file --yes", "--to noisy --yes",
            "--to podman --yes", "--to podman --allow-plaintext --yes", "--from file --to noisy --yes",
            "--from noisy --to file --yes", "--from podman --yes",
            "--from podman --allow-plaintext --format json --yes", "--to absent --yes",
            "--to file --keep-backup --yes", "--undo absent --yes",
        ],
        // What can be exported is shown, so these fail.
        "export": [
            "t.example", "absent.example", "bad.example", "--all --output missing/file", "--format auth.json r.example",
        ],
        "verify": ["", "--format json", "127.0.0.1:1"],
        "doctor": ["", "--format json", "h.example docker.io", "--write-test"],
        "setup": ["file --yes", "pass", "secretservice", "--format json"],
        "kubelet-provider": [""],
        "key": ["show", "add-recipient age1nonsense"],
    ]

    private static let configurations = [
        """
        {"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI="},"https://index.docker.io/v1/":{"auth":"Ym9iOmh1bnRlcjM="},
        "t.example":{"auth":"YW5uOg==","identitytoken":"t0ken"},"r.example":{"registrytoken":"t0ken"},
        "h.example/team":{"auth":"YW5uOmh1bnRlcjI="},"bad.example":{"auth":"aHVudGVy"}}}
        """,
        #"{"credsStore":"file","auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI="}}}"#,
        #"{"credsStore":"noisy","credHelpers":{"docker.io":"noisy"},"auths":{"h.example":{"auth":"YW5uOmh1bnRlcjI="}}}"#,
        #"{"credsStore":"leaky"}"#, #"{"auths":{"h.example":{"auth":"hunter2"},"credsStore":"#,
    ]

    private static func home(_ configuration: String) throws -> Sandbox {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.store("h.example", "ann", "hunter2")
        try home.store("t.example", "<token>", "t0ken")
        // One helper fails with secrets in its output, the other succeeds with other output than JSON.
        try home.succeed(
            """
            umask 077; mkdir -p .docker .config/containers bin
            printf '%s' '\(configuration)' > .docker/config.json
            echo '{"auths":{"quay.example/team":{"auth":"YW5uOmh1bnRlcjI="},"h.example":{"auth":"Y3k6aHVudGVyNA=="}}}' \
                > .config/containers/auth.json
            for name in noisy leaky; do
                status=1; [ $name = noisy ] || status=0
                printf '#!/bin/sh\\necho "N0ISE {hunter2"; echo "N0ISE hunter2" >&2; exit %s\\n' $status \
                    > bin/docker-credential-$name
                chmod +x bin/docker-credential-$name
            done
            """
        )
        return home
    }

    @Test(arguments: configurations)
    func `no command shows a secret or a helper's output`(configuration: String) throws {
        let home = try Self.home(configuration)
        let path = ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        let commands = try home.succeed("docker-creds __completeNoDesc creds ''").split(separator: "\n").dropLast()
        #expect(commands.count > 10)
        var spoken = 0
        try home.succeed("cp -a .docker saved; cp -a .config saved-podman; cp -a .local saved-store")
        for command in commands.map(String.init) where command != "help" {
            for arguments in Self.arguments[command] ?? ["", "h.example"] {
                try home.succeed(
                    """
                    rm -rf .docker .config .local
                    cp -a saved .docker; cp -a saved-podman .config; cp -a saved-store .local
                    """
                )
                let outcome = try home.shell(
                    "printf hunter2 | timeout 60 docker-creds \(command) \(arguments)",
                    path
                )
                let text = outcome.output.text + outcome.errorOutput.text
                if !text.isEmpty { spoken += 1 }
                for secret in Self.hidden {
                    #expect(!text.contains(secret), "\(command) \(arguments): \(text)")
                }
            }
        }
        // Nearly every command says something, and the secrets are there to be shown.
        #expect(spoken > 40)
        let shown = try home.succeed(
            "rm -rf .local; cp -a saved-store .local; printf h.example | docker-credential-file get"
        )
        #expect(shown.contains("hunter2"))
    }

    @Test func `the error hook shows nothing of the error text that might be a secret`() throws {
        let home = try Self.home(Self.configurations[2])
        let path = ["PATH": "\(home.root)/bin:\(home.environment["PATH"] ?? "")"]
        for root in ["login", "pull", "push", "build", "compose up"] {
            let request = """
                {"RootCmd":"\(root)","Flags":{"username":"hunter2"},\
                "CommandError":"error storing credentials - err: exit status 1, out: `N0ISE hunter2 denied unauthorized`"}
                """
            let outcome = try home.shell("docker-creds creds docker-cli-plugin-hooks '\(request)'", path)
            let text = outcome.output.text + outcome.errorOutput.text
            for secret in Self.hidden { #expect(!text.contains(secret), "\(root): \(text)") }
        }
    }
}
