import SystemPackage
import SystemSupport
import TestSupport
import Testing

/// `migrate` with real helpers, podman and skopeo.
@Suite(.serialized) struct CredsMigrationTests {
    private static func home(_ config: String) throws -> Sandbox {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        try home.succeed("umask 077; mkdir .docker; printf '%s' '\(config)' > .docker/config.json")
        return home
    }

    /// In base64: `ann:hunter2` and `bob:hunter3`.
    private static let plain =
        #"{"auths":{"h.example:5000":{"auth":"YW5uOmh1bnRlcjI="},"https://index.docker.io/v1/":{"auth":"Ym9iOmh1bnRlcjM="}}}"#

    @Test func `a dry run shows each credential and setting, and changes nothing`() throws {
        let home = try Self.home(Self.plain)
        let said = try home.succeed("docker-creds migrate --to file --dry-run")
        let config = "\(home.root)/.docker/config.json"
        #expect(
            said == """
                h.example:5000\tann\t\(config)\tdocker-credential-file\tremoved
                https://index.docker.io/v1/\tbob\t\(config)\tdocker-credential-file\tremoved
                Would set credsStore = "file" in \(config)

                """
        )
        let json = try home.succeed("docker-creds migrate --to file --dry-run --format json")
        #expect(json.contains(#""result": "planned""#) && !json.contains("hunter"))
        #expect(try home.succeed("cat .docker/config.json") == Self.plain)
        #expect(try home.helper("list").output.text == "{}\n")
    }

    @Test func `passwords in plain text are moved to the file helper, and docker still finds them`() throws {
        let home = try Self.home(Self.plain)
        let said = try home.succeed("docker-creds migrate --to file --yes")
        #expect(said.hasPrefix("Moved h.example:5000\nMoved https://index.docker.io/v1/\nSet credsStore"), "\(said)")
        #expect(try !home.succeed("cat .docker/config.json").contains("auth\""))
        #expect(try home.succeed("docker-creds get --show-secret docker.io").contains("hunter3"))
        #expect(try home.succeed("docker-creds migrate --to file") == "Nothing to migrate\n")
    }

    @Test(.requires("podman", "skopeo"))
    func `podman and skopeo see docker's logins after a migration, whether a helper has them or not`() throws {
        let home = try Self.home(Self.plain)
        try home.succeed("docker-creds migrate --to file --yes")
        try home.succeed(#"sed -i 's/"auths":{/&"p.example":{"auth":"Y3k6aHVudGVyNA=="},/' .docker/config.json"#)
        try home.succeed(
            #"sed -i 's/"credsStore"/"credHelpers":{"p.example":""},&/' .docker/config.json; docker-creds migrate --to podman --allow-plaintext --yes"#
        )
        for (server, user) in [("h.example:5000", "ann"), ("docker.io", "bob"), ("p.example", "cy")] {
            for program in ["podman", "skopeo"] {
                // Without docker's file, which both read last.
                let seen = try home.succeed("mv .docker away; \(program) login --get-login \(server); mv away .docker")
                #expect(seen.trimmed == user, "\(program) \(server)")
            }
        }
        #expect(try !home.succeed("cat .config/containers/auth.json").contains("aHVudGVyMg"))
    }

    @Test(.requires("podman"))
    func `podman's logins are moved to docker, and those of paths stay with a reason`() throws {
        let home = try Self.home(#"{"credsStore":"file"}"#)
        try home.succeed(
            #"""
            umask 077; mkdir -p .config/containers
            echo '{"auths":{"docker.io":{"auth":"Ym9iOmh1bnRlcjM="},"q.example/team":{"auth":"YW5uOmh1bnRlcjI="}}}' > .config/containers/auth.json
            """#
        )
        let outcome = try home.shell("docker-creds migrate --from podman --yes")
        #expect(outcome.termination == .exited(1) && outcome.output.text == "Moved docker.io\n")
        #expect(
            outcome.errorOutput.text.contains(
                "q.example/team: docker and credential helpers store one credential per host"
            )
        )
        #expect(try home.helper("list").output.text == #"{"https://index.docker.io/v1/":"bob"}"# + "\n")
        #expect(try home.succeed("podman login --get-login q.example/team").trimmed == "ann")
    }

    @Test(.requires("expect"))
    func `on a terminal the plan is shown and confirmed first`() throws {
        let home = try Self.home(Self.plain)
        let refused = try home.shell(Self.dialogue("n"))
        #expect(refused.termination == .exited(1))
        #expect(refused.output.text.contains("REGISTRY") && refused.output.text.contains("nothing was changed"))
        #expect(try home.succeed("cat .docker/config.json") == Self.plain)
        #expect(try home.succeed(Self.dialogue("y")).contains("Moved h.example:5000"))
    }

    /// A script that answers the question of a migration on a terminal.
    private static func dialogue(_ answer: String) -> String {
        """
        expect -c 'set timeout 60
            spawn -noecho docker-creds migrate --to file
            expect "Move these credentials"; send "\(answer)\\r"; expect eof; exit [lindex [wait] 3]'
        """
    }

    @Test(arguments: ["--to file", "--to file --format json", "--undo ID", "--undo ID --format json"])
    func `without a terminal --yes is needed, and the refusal changes nothing`(arguments: String) throws {
        let home = try Self.home(Self.plain)
        var arguments = arguments
        if arguments.hasPrefix("--undo") {
            let moved = try home.shell("docker-creds migrate --to file --yes").errorOutput.text
            let undo = try #require(moved.firstMatch(of: /migrate (--undo .*)/)?.output.1)
            arguments = arguments.replacing("--undo ID", with: undo)
        }
        let files = "find . -type f ! -name '*.lock' | sort | xargs md5sum"
        let before = try home.succeed(files)
        for input in ["< /dev/null", "<&-", "<<< y"] {
            let refused = try home.shell("docker-creds migrate \(arguments) \(input)")
            #expect(refused.termination == .exited(1), "\(input)")
            #expect(
                refused.errorOutput.text.hasSuffix("cannot ask for confirmation: there is no terminal\n  Pass --yes\n")
            )
            let isText = !arguments.contains("json")
            #expect(refused.output.text.contains("Would set credsStore") == isText)
            #expect(!refused.output.text.contains("{"))
        }
        #expect(try home.succeed(files) == before)
        try home.succeed("docker-creds migrate \(arguments) --yes")
        #expect(try home.succeed(files) != before)
    }

    @Test func `a read-only config file, a full store and a locked one leave every credential in its place`() throws {
        let home = try Self.home(Self.plain)
        let missing = try home.shell("docker-creds migrate --to absent --yes")
        #expect(missing.termination == .exited(1))
        #expect(missing.errorOutput.text.contains("docker-credential-absent not found in PATH"))
        // The store cannot be written.
        try home.succeed("mkdir -p .local/share/docker-credential-file/credentials.age")
        #expect(try home.shell("docker-creds migrate --to file --yes").termination == .exited(1))
        try home.succeed("rmdir .local/share/docker-credential-file/credentials.age")
        // The file system of the store is full.
        let full = try home.shell("ulimit -f 0; docker-creds migrate --to file --yes")
        #expect(full.termination != .exited(0))
        #expect(try home.succeed("cat .docker/config.json") == Self.plain)
        for text in [missing, full].map({ $0.output.text + $0.errorOutput.text }) { #expect(!text.contains("hunter")) }
    }

    @Test func `kinds that cannot be combined are a usage error`() throws {
        let home = try Sandbox()
        for (source, target) in [("file", nil), ("file", "podman"), ("podman", "file"), ("podman", "podman")] {
            let outcome = try home.shell("docker-creds migrate --from \(source) \(target.map { "--to \($0)" } ?? "")")
            #expect(outcome.termination == .exited(64), "\(source)")
        }
    }

    @Test func `a migration prints how to undo it, and undone, docker finds everything where it was`() throws {
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/nonexistent"])
        let config = "{\n\t\"auths\": {\n\t\t\"h.example\": {\n\t\t\t\"auth\": \"YW5uOmh1bnRlcjI=\"\n\t\t}\n\t}\n}"
        try home.succeed("mkdir -m 700 .docker; umask 077; printf '%s' '\(config)' > .docker/config.json")
        let moved = try home.shell("docker-creds migrate --to file --keep-backup --yes")
        let lines = moved.output.text.split(separator: "\n").map(String.init)
        let undo = try #require(moved.errorOutput.text.firstMatch(of: /to undo this migration, run: (.*)/)?.output.1)
        let copied = try #require(lines.last { $0.hasPrefix("Copied ") })
        #expect(copied.contains("/.docker/config.json with its secrets to ") && copied.contains(", until 20"))
        #expect(moved.errorOutput.text.contains("note: copies of the passwords may remain in backups and images"))
        #expect(try home.succeed("cat .local/state/docker-creds/migrations/*.backup-of-config.json") == config)
        #expect(try home.succeed("stat -c %a .local/state/docker-creds/migrations") == "700\n")
        #expect(try !home.succeed("cat .docker/config.json").contains("auth\""))

        let plan = try home.succeed("\(undo) --dry-run")
        #expect(plan.contains("h.example") && plan.contains("Would set credsStore = (none) in "), "\(plan)")
        #expect(try home.succeed("\(undo) --yes").contains("Moved h.example back to "))
        #expect(
            try home.succeed("cat .docker/config.json") == config + "\n"
                || home.succeed("cat .docker/config.json") == config
        )
        #expect(try home.helper("list").output.text == "{}\n")
        #expect(try home.succeed("ls -A .local/state/docker-creds/migrations") == ".lock\n")
        let again = try home.shell(String(undo))
        #expect(again.termination == .exited(1) && again.errorOutput.text.contains("there is no migration "))
        let wrong = try home.shell("\(undo) --to file")
        #expect(wrong.termination == .exited(64))
        #expect(try !home.succeed("docker-creds migrate --to file --format json --yes").contains("hunter2"))
    }

    /// `DOCKER_CREDENTIALS_MIGRATION_KILLS` sets the number of kills; a release is tested with 300.
    @Test(.requires("python3")) func `kill -9 at random moments loses no credential, and the next run finishes`() throws
    {
        let kills = ProcessEnvironment.current["DOCKER_CREDENTIALS_MIGRATION_KILLS"] ?? "12"
        let home = try Sandbox(["XDG_RUNTIME_DIR": "/proc/nonexistent"])
        let script = Repository.tests.appending("ProgramTests/Scripts/kill-during-migration.py")
        let said = try home.succeed("python3 \(script) \(kills) \(UInt32.random(in: 0...UInt32.max))")
        #expect(said.hasPrefix("before "), "\(said)")
    }
}
