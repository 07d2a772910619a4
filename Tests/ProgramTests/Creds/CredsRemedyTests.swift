import SystemSupport
import TestSupport
import Testing

/// The commands that `doctor` prints, run as they are printed: each makes its finding vanish.
@Suite(.serialized, .requires("python3")) struct CredsRemedyTests {
    /// A fault, the check that finds it, and the words before the command in its remedy.
    struct Case: Sendable, CustomTestStringConvertible {
        let check: String
        let setup: String
        var words = "Run: "
        var variables: [String: String] = [:]

        var testDescription: String { "\(check): \(setup.prefix(70))" }
    }

    private static let plain = #"'{"auths": {"ghcr.io": {"auth": "YW5uOmh1bnRlcjI="}}}'"#

    static let configFile = [
        Case(
            check: "C01",
            setup: "true",
            words: "Unset DOCKER_CONFIG, or run: ",
            variables: ["DOCKER_CONFIG": "/tmp/docker-creds-remedy-$$"]
        ),
        Case(check: "C02", setup: "mkdir .docker/config.json"),
        Case(check: "C03", setup: "echo \(plain) > .docker/config.json; chmod 644 .docker/config.json"),
        Case(check: "C03", setup: "echo '{}' > .docker/config.json; chmod 777 .docker"),
        Case(check: "C03", setup: "echo '{}' > .docker/config.json; chown 1000 .docker/config.json"),
        Case(
            check: "C04",
            setup: "ln -s nowhere/config.json .docker/config.json",
            words: "Create that file, or remove the link: "
        ),
        Case(check: "C05", setup: "echo \(plain) > .docker/config.json"),
        Case(
            check: "C06",
            setup:
                #"echo '{"credsStore": "file", "auths": {"ghcr.io": {"auth": "YW5uOmh1bnRlcjI="}}}' > .docker/config.json"#,
            words: "Move it to the helper: "
        ),
        Case(
            check: "C26",
            setup: """
                echo '{"credsStore": "file"}' > .docker/config.json
                echo '{"ServerURL": "h", "Username": "u", "Secret": "s"}' | docker-credential-file store
                chmod 644 .local/state/docker-credential-file/identity.txt
                """
        ),
        Case(
            check: "C26",
            setup: """
                echo '{"credsStore": "file"}' > .docker/config.json
                echo '{"ServerURL": "h", "Username": "u", "Secret": "s"}' | docker-credential-file store
                chmod 777 .local/state/docker-credential-file
                """
        ),
    ]

    @Test(.requires("expect"), .requiresRoot, arguments: configFile)
    func `a printed command removes its finding`(example: Case) throws {
        let home = try Sandbox(
            example.variables.mapValues { $0.replacing("$$", with: "\(UInt32.random(in: 0 ... .max))") }
        )
        try home.succeed("mkdir -m 700 .docker; umask 077; \(example.setup)")
        try Self.follow(example, home)
        if let directory = home.environment["DOCKER_CONFIG"] { try home.succeed("rmdir '\(directory)'") }
    }

    private static let makeSigner = """
        gpg --batch --pinentry-mode loopback --passphrase '' --quick-gen-key sign ed25519 sign never 2>/dev/null
        pass init sign
        """

    static let passwordStore = [
        Case(
            check: "C18",
            setup: """
                gpg --batch --quiet --pinentry-mode loopback --passphrase '' --faked-system-time 20200101T000000 \\
                    --quick-gen-key old future-default default 1d 2>/dev/null
                pass init old
                """
        ),
        Case(
            check: "C18",
            setup: """
                gpg --batch --pinentry-mode loopback --passphrase '' --faked-system-time 20200101T000000 \\
                    --quick-gen-key sign ed25519 sign never 2>/dev/null
                key=$(gpg --list-keys --with-colons sign | sed -n 's/^fpr:*\\([^:]*\\):/\\1/p' | head -n 1)
                gpg --batch --pinentry-mode loopback --passphrase '' --faked-system-time 20200102T000000 \\
                    --quick-add-key "$key" default encr 1d 2>/dev/null
                pass init sign
                """
        ),
        Case(
            check: "C18",
            // Instead of a person who types no passphrase for the new subkey.
            setup:
                "\(makeSigner); printf 'batch\npinentry-mode loopback\npassphrase-file /dev/null\n' > .gnupg/gpg.conf"
        ),
        Case(check: "C18", setup: "pass init me; rm .gnupg/trustdb.gpg"),
    ]

    @Test(.requires("gpg", "pass", "expect"), arguments: passwordStore)
    func `a printed command of gpg removes its finding`(example: Case) throws {
        let store = try PassHome(
            "\(example.setup); mkdir -m 700 .docker; umask 077; echo '{\"credsStore\": \"pass\"}' > .docker/config.json"
        )
        try Self.follow(example, store.home)
    }

    /// Runs the first command of a finding until there is none, at most three times.
    private static func follow(_ example: Case, _ home: Sandbox) throws {
        var seen: [String] = []
        for _ in 0..<3 {
            guard let remedy = try remedy(example.check, home) else { break }
            try #require(remedy.hasPrefix(example.words), "\(remedy)")
            let command = String(remedy.dropFirst(example.words.count))
                .replacing("docker creds ", with: "docker-creds ")
            seen.append(command)
            // gpg asks on the terminal how far the key is trusted.
            let answers =
                "spawn -noecho sh -c $env(COMMAND); expect {Your decision}; send 5\\r; expect {y/N}; send y\\r; expect eof"
            // A migration asks too, and the answer without a terminal is an option.
            let confirmed = command.hasPrefix("docker-creds migrate") ? "\(command) --yes" : command
            let run = command.contains("--edit-key") ? "expect -c '\(answers)'" : confirmed
            let outcome = try home.shell(run, ["COMMAND": command])
            #expect(outcome.succeeded, "\(command): \(outcome.errorOutput.text)")
        }
        #expect(!seen.isEmpty, "there is no finding of \(example.check)")
        #expect(try remedy(example.check, home) == nil, "\(seen)")
    }

    /// Returns the remedy of the first finding of a check; nil if there is none.
    private static func remedy(_ check: String, _ home: Sandbox) throws -> String? {
        let script =
            "import json, sys; print(*[f['remedy'] or '' for f in json.load(sys.stdin)['findings'] if f['check'] == '\(check)'][:1])"
        let text = try home.succeed("{ docker-creds doctor --format json || true; } | python3 -c \"\(script)\"")
        return text == "\n" ? nil : text.line
    }
}
