import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// `setup` and `migrate --undo`, killed at every step: nothing is lost, and the same command then finishes.
@Suite(.serialized, .requires("python3", "strace")) struct CommandKillTests {
    /// What a command starts from, and what has to hold.
    struct Situation: CustomTestStringConvertible, Sendable {
        let name: String
        /// A script that prepares the home directory.
        let preparation: String
        /// The command that is killed.
        let command: String
        /// A script that succeeds at any moment.
        let check: String
        /// A script that prints the state, which has to be the same in the end.
        let state: String
        /// The other programs whose calls count.
        let programs: String

        var testDescription: String { name }
    }

    /// In base64: `ann:hunter2` and `bob:hunter3`.
    private static let auths =
        #""auths": {"h.example": {"auth": "YW5uOmh1bnRlcjI="}, "https://index.docker.io/v1/": {"auth": "Ym9iOmh1bnRlcjM="}}"#

    /// The config file is whole, docker finds both passwords, and a helper in `credsStore` has no test entry left.
    private static func check(_ helper: String = "file") -> String {
        """
        grep -q '^{"X": 1, .*}$' .docker/config.json
        docker-creds get --show-secret h.example | grep -q hunter2
        docker-creds get --show-secret docker.io | grep -q hunter3
        if grep -q '"credsStore": "\(helper)"' .docker/config.json; then
            ! docker-credential-\(helper) list | grep invalid
        fi
        """
    }

    /// Prints the config file without the helpers of single registries.
    ///
    /// A helper that is killed a moment before the command fails alone. The other passwords are then moved one by one, and
    /// `credHelpers` names the helper for them.
    private static let settings = #"sed 's/"credHelpers": {[^}]*}, //' .docker/config.json"#

    /// Two helpers in plain text, `one` and `two`.
    private static let helpers = """
        mkdir bin
        for name in one two; do
            mkdir -m 700 $name
            printf '#!/bin/sh\\nDOCKER_CREDENTIAL_FILE_PATH=%s exec %s "$@"\\n' $HOME/$name/store.json \
                "$(command -v docker-credential-file)" > bin/docker-credential-$name
        done
        chmod +x bin/*; PATH=$HOME/bin:$PATH

        """

    static let setups = [
        Situation(
            name: "setup file",
            preparation: "echo '{\"X\": 1, \(auths)}' > .docker/config.json",
            command: "docker-creds setup file --yes",
            check: check(),
            state: """
                \(settings); docker-credential-file list
                for key in h.example https://index.docker.io/v1/; do echo $key | docker-credential-file get || true; done
                """,
            programs: "docker-credential-file"
        ),
        Situation(
            name: "setup pass --create-key",
            preparation: "echo '{\"X\": 1, \(auths)}' > .docker/config.json",
            command: "docker-creds setup pass --create-key --yes",
            check: check("pass"),
            state: """
                \(settings); docker-credential-pass list || true; ls -A .password-store || true
                wc -l < .password-store/.gpg-id || true; gpg --list-secret-keys --with-colons 2> gpg.log | grep -c ^sec || true
                """,
            programs: "docker-credential-pass gpg"
        ),
        Situation(
            name: "setup file in place of another helper",
            preparation: """
                \(helpers)
                echo '{\(auths)}' > one/store.json; echo '{"X": 1, "credsStore": "one"}' > .docker/config.json
                """,
            command: "docker-creds setup file --yes",
            check: check(),
            state: "cat .docker/config.json one/store.json; docker-credential-file list",
            programs: "docker-credential-file docker-credential-one"
        ),
        Situation(
            name: "setup file --for podman",
            preparation: "true",
            command: "docker-creds setup file --for podman --yes",
            check: """
                ! [ -e .config/containers/registries.conf.d/90-credential-helpers.conf ] ||
                    grep -q '^credential-helpers = \\["file", "containers-auth.json"\\]$' .config/containers/registries.conf.d/*.conf
                """,
            state: "cat .config/containers/registries.conf.d/* || true; docker-credential-file list",
            programs: "docker-credential-file podman skopeo"
        ),
    ]

    /// Migrations that are undone: the arguments, and the files before.
    private static let undone = [
        ("--to one", "echo '{\"X\": 1, \(auths)}' > .docker/config.json"),
        (
            "--from one --to two",
            """
            echo '{\(auths)}' > one/store.json; echo '{"X": 1, "credsStore": "one"}' > .docker/config.json
            """
        ),
        ("--to podman --allow-plaintext", "echo '{\"X\": 1, \(auths)}' > .docker/config.json"),
        (
            "--from podman",
            """
            echo '{\(auths)}' | sed 's,https://index.docker.io/v1/,docker.io,' > .config/containers/auth.json
            echo '{"X": 1, "credsStore": "two"}' > .docker/config.json
            """
        ),
    ]

    static let undoings = undone.map { arguments, files in
        Situation(
            name: "migrate \(arguments), undone",
            preparation: "\(helpers)\(files); docker-creds migrate \(arguments) --yes",
            command: "docker-creds migrate --yes --undo $(ls .local/state/docker-creds/migrations | cut -d . -f 1)",
            check: check("none"),
            state: """
                cat .docker/config.json .config/containers/auth.json */store.json || true
                ls -A .local/state/docker-creds/*
                """,
            programs: "docker-credential-one docker-credential-two"
        )
    }

    /// `DOCKER_CREDENTIALS_COMMAND_KILLS` sets the number of kills; 0 means all, with which a release is tested.
    private static let kills = ProcessEnvironment.current["DOCKER_CREDENTIALS_COMMAND_KILLS"] ?? "2"

    private func run(
        _ mode: String,
        _ situation: Situation,
        in home: Sandbox,
        _ variables: [String: String] = [:]
    ) throws {
        let script = Repository.tests.appending("ProgramTests/Scripts/kill-command.py")
        let counts = try home.succeed(
            """
            umask 077; mkdir -p .docker .config/containers; \(situation.preparation)
            CHECK=$CHECK_SCRIPT FINAL=$FINAL_SCRIPT python3 \(script) \(mode) \(Self.kills) \(situation.command)
            """,
            [
                "CHECK_SCRIPT": situation.check, "FINAL_SCRIPT": situation.state, "PROGRAMS": situation.programs,
                "XDG_RUNTIME_DIR": "/proc/nonexistent",
            ].merging(variables) { $1 }
        )
        #expect(counts.contains("killed="), "\(counts)")
    }

    @Test(.requires("gpg", "podman"), arguments: setups, ["steps", "calls"])
    func `a killed setup loses nothing, and a second one finishes`(situation: Situation, mode: String) throws {
        let home = try Sandbox()
        defer { _ = try? home.shell("gpgconf --kill all") }
        try run(mode, situation, in: home)
    }

    @Test(arguments: undoings, ["steps", "calls"])
    func `a killed undoing loses nothing, and a second one finishes`(situation: Situation, mode: String) throws {
        // Nothing is called to undo a migration to podman's file.
        guard mode == "steps" || !situation.name.contains("allow-plaintext") else { return }
        try run(mode, situation, in: Sandbox())
    }

    #if SecretService
    @Test(.requires("dbus-daemon", "gnome-keyring-daemon", "gdbus"), arguments: ["steps", "calls"])
    func `a killed setup of the keyring leaves no test item after a second one`(mode: String) throws {
        let home = try Sandbox()
        let session = try KeyringSession(in: home)
        let situation = Situation(
            name: "setup secretservice",
            preparation: "echo '{\"X\": 1, \(Self.auths)}' > .docker/config.json",
            command: "docker-creds setup secretservice --yes",
            check: Self.check("secretservice"),
            state: "cat .docker/config.json; docker-credential-secretservice list",
            programs: "docker-credential-secretservice"
        )
        let variables = [
            "KEPT": "run services bus.xml bus.log keyring.pids keyring.log .local .cache",
            "RESET": """
            for key in h.example https://index.docker.io/v1/; do echo $key | docker-credential-secretservice erase; done
            """,
        ]
        try run(mode, situation, in: home, session.variables.merging(variables) { $1 })
        #expect(try session.items().count { $0.contains("invalid") } == 0)
    }
    #endif
}
