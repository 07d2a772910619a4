import SystemSupport
import TestSupport
import Testing

/// `doctor` and `migrate` in temporary home directories, with the real docker-credential-file.
@Suite(.serialized) struct CredsDoctorTests {
    static func home(_ configuration: String) throws -> Sandbox {
        let home = try Sandbox()
        try home.succeed(
            "mkdir -m 700 .docker bin; umask 077; cat > .docker/config.json <<'END'\n\(configuration)\nEND"
        )
        return home
    }

    /// Base64 of `ann:hunter2`.
    static let auth = "YW5uOmh1bnRlcjI="

    @Test func `a healthy machine has no findings, and nothing is written`() throws {
        let home = try Self.home(#"{"credsStore": "file", "auths": {"ghcr.io": {}}}"#)
        try home.store("ghcr.io", "ann", "hunter2")
        let before = try home.succeed("find . -type f -newermt '@0' -printf '%p %s %T@\n' | sort")
        let text = try home.succeed("docker-creds doctor")
        #expect(text.hasSuffix("\nNo problem found.\n"), "\(text)")
        #expect(text.contains("helper docker-credential-file: "))
        #expect(try home.succeed("find . -type f -newermt '@0' -printf '%p %s %T@\n' | sort") == before)
    }

    @Test func `a helper that says it stored a login and does not have it is found by --write-test`() throws {
        let home = try Self.home(#"{"credsStore": "forgets"}"#)
        try home.succeed(
            """
            cat > bin/docker-credential-forgets <<'END'
            #!/bin/sh
            cat > /dev/null
            case $1 in
            get) echo credentials not found in native keychain; exit 1 ;;
            list) echo '{}' ;;
            esac
            END
            chmod +x bin/*
            """
        )
        let path = ["PATH": try home.succeed("echo \"$HOME/bin:$PATH\"").trimmed]
        #expect(try home.shell("docker-creds doctor", path).termination == .exited(0))
        let outcome = try home.shell("docker-creds doctor --write-test", path)
        #expect(outcome.termination == .exited(1))
        #expect(outcome.output.text.contains("C12 problem: docker-credential-forgets cannot store a login: it did not"))
    }

    @Test(
        .requires("python3"),
        arguments: [
            ("C02", #"{"auths": {"#, "the config file is not valid JSON"),
            (
                "C05", #"{"auths": {"ghcr.io": {"auth": "YW5uOmh1bnRlcjI="}}}"#,
                "the password of ghcr.io is stored in plain text"
            ),
            ("C07", #"{"credStore": "file"}"#, #""credStore" has no effect"#),
            ("C08", #"{"credsStore": "nobody"}"#, "credential helper docker-credential-nobody not found in PATH"),
            ("C11", #"{"credsStore": "noisy"}"#, "docker-credential-noisy prints something else than its answer"),
            ("C11", #"{"credsStore": "hanging"}"#, "docker-credential-hanging get timed out after 3 seconds"),
            (
                "C11", #"{"credsStore": "listless"}"#,
                "docker-credential-listless list prints something else than the protocol's JSON"
            ), ("C11", #"{"credsStore": "mute"}"#, "docker-credential-mute list exits with 0 and no answer"),
            ("C13", #"{"credsStore": "ecr-login"}"#, "credsStore names ecr-login, which cannot store a login"),
            ("C14", #"{"credsStore": "secretservice"}"#, "no session bus"),
            ("C18", #"{"credsStore": "pass"}"#, "the password store is not initialized"),
        ]
    )
    func `each fault is reported by its check, also in JSON, with exit status 1`(
        check: String,
        configuration: String,
        summary: String
    ) throws {
        let home = try Self.home(configuration)
        try home.succeed(
            """
            printf '#!/bin/sh\necho time=now level=info\n' > bin/docker-credential-noisy
            printf '#!/bin/sh\nexec sleep 60\n' > bin/docker-credential-hanging
            notFound='echo credentials not found in native keychain; exit 1'
            printf '#!/bin/sh\n%s\n' "$notFound" > bin/docker-credential-ecr-login
            printf '#!/bin/sh\n[ "$1" = list ] && echo "[]" && exit; %s\n' "$notFound" > bin/docker-credential-listless
            printf '#!/bin/sh\n[ "$1" = list ] && exit; %s\n' "$notFound" > bin/docker-credential-mute
            chmod +x bin/*
            """
        )
        let path = try home.succeed("echo \"$HOME/bin:$PATH\"").trimmed
        let text = try home.shell("docker-creds doctor", ["PATH": path])
        #expect(text.termination == .exited(1))
        #expect(text.output.text.contains("\(check) "), "\(text.output.text)")
        #expect(text.output.text.contains(summary), "\(text.output.text)")
        #expect(!text.output.text.contains("hunter2") && !text.output.text.contains(Self.auth))
        let json = try home.shell("docker-creds doctor --format json | python3 -m json.tool", ["PATH": path])
        #expect(json.output.text.contains(#""check": "\#(check)""#), "\(json.output.text)")
    }

    /// A machine with docker's helpers only, where docker chooses one of them by itself.
    @Test(
        arguments: [
            ("docker-credential-secretservice", "docker chooses secretservice, and there is no session bus: DBUS_"),
            ("docker-credential-pass pass gpg", "docker chooses pass, and the password store is not initialized: "),
        ]
    )
    func `a helper that docker chooses by itself and that cannot work is one problem`(programs: String, fault: String)
        throws
    {
        let home = try Self.home("{}")
        try home.succeed("for name in \(programs); do ln -s \"$(command -v $name || echo /bin/true)\" bin/; done")
        let outcome = try home.shell(
            "doctor=$(command -v docker-creds); env -u DBUS_SESSION_BUS_ADDRESS PATH=\"$HOME/bin\" \"$doctor\" doctor"
        )
        let report = outcome.output.text
        #expect(report.contains("C10 problem: no helper is configured, so \(fault)"), "\(report)")
        for check in ["C11", "C14", "C15", "C18"] { #expect(!report.contains("\(check) "), "\(report)") }
    }

    @Test func `with a registry doctor shows what docker and podman use, without running a helper`() throws {
        let home = try Self.home(
            #"{"credHelpers": {"ghcr.io": "file"}, "auths": {"quay.io": {"auth": "\#(Self.auth)"}}}"#
        )
        let text = try home.shell("docker-creds doctor ghcr.io/ann/app:1 quay.io").output.text
        #expect(
            text.contains(
                "ghcr.io/ann/app in docker: the credential in docker-credential-file, key ghcr.io, if there is one"
            ),
            "\(text)"
        )
        #expect(text.contains("quay.io in docker: user ann, a password, from "), "\(text)")
        #expect(text.contains("quay.io in podman and skopeo: user ann, a password, from "), "\(text)")
    }

    @Test func `a report that cannot be written is no finding`() throws {
        let home = try Self.home(#"{"credStore": "file"}"#)
        for format in ["text", "json"] {
            #expect(try home.shell("docker-creds doctor --format \(format) > /dev/full").termination == .exited(2))
        }
        #expect(try home.shell("docker-creds doctor --nonsense").termination == .exited(64))
        #expect(try home.shell("docker-creds doctor 'a b'").termination == .exited(64))
    }

    @Test func `migrate moves passwords to a helper, keeps the rest, and moves nothing the second time`() throws {
        let configuration = """
            {
            \t"HttpHeaders": {"X": "1"},
            \t"auths": {
            \t\t"ghcr.io": {"auth": "\(Self.auth)"},
            \t\t"https://index.docker.io/v1/": {"auth": "\(Self.auth)"}
            \t}
            }
            """
        let home = try Self.home(configuration)
        let plan = try home.succeed("docker-creds migrate --to file --dry-run")
        #expect(plan.contains("ghcr.io\tann\t") && plan.contains("\tdocker-credential-file\tremoved\n"), "\(plan)")
        #expect(try home.succeed("cat .docker/config.json") == configuration + "\n")

        let moved = try home.succeed("docker-creds migrate --to file --yes")
        let config = "\(home.root)/.docker/config.json"
        #expect(
            moved == "Moved ghcr.io\nMoved https://index.docker.io/v1/\nSet credsStore = \"file\" in \(config)\n"
        )
        let after = try home.succeed("cat .docker/config.json")
        #expect(!after.contains(Self.auth) && after.contains(#""HttpHeaders": {"X": "1"}"#), "\(after)")
        #expect(after.contains(#""credsStore": "file""#))
        #expect(try home.helper("get", "ghcr.io").output.text.contains("hunter2"))
        #expect(try home.succeed("docker-creds get docker.io") == "docker.io: user ann, a password\n")
        #expect(try home.succeed("docker-creds migrate --to file") == "Nothing to migrate\n")
        #expect(try home.succeed("cat .docker/config.json") == after)
        #expect(try home.succeed("docker-creds doctor").hasSuffix("\nNo problem found.\n"))
    }

    @Test func `migrate keeps credentials that the helper cannot store, and docker finds all of them`() throws {
        let configuration =
            #"{"auths": {"ghcr.io": {"auth": "\#(Self.auth)"}, "ghcr.io/team": {"auth": "\#(Self.auth)"}}}"#
        let home = try Self.home(configuration)
        let outcome = try home.shell("docker-creds migrate --to file --yes")
        #expect(outcome.termination == .exited(1))
        #expect(outcome.errorOutput.text.contains("ghcr.io/team"), "\(outcome.errorOutput.text)")
        let after = try home.succeed("cat .docker/config.json")
        #expect(after.contains(#""ghcr.io": {}, "ghcr.io/team": {"auth": "\#(Self.auth)"}"#), "\(after)")
        #expect(after.contains(#""credHelpers": {"ghcr.io": "file"}"#), "\(after)")
    }

    @Test func `a login reports that docker ignores the file it is saved in`() throws {
        let home = try Self.home("{}")
        try home.succeed("printf '\\357\\273\\277{\"credsStore\": \"file\"}' > .docker/config.json")
        let login = "printf pw | docker-creds login --no-verify -u ann --password-stdin registry.example"
        let said = try home.shell(login).errorOutput.text
        #expect(said.contains("warning: the config file begins with a byte order mark; docker ignores the whole file"))
        let tilde = try home.shell(login, ["DOCKER_CONFIG": "~/.docker"]).errorOutput.text
        #expect(tilde.contains("DOCKER_CONFIG is ~/.docker, and the tilde in it was not expanded"), "\(tilde)")
    }

    @Test func `a migration without a helper names one, and one error is enough`() throws {
        let home = try Self.home(
            #"{"auths": {"a.example": {"auth": "\#(Self.auth)"}, "b.example": {"auth": "\#(Self.auth)"}}}"#
        )
        let outcome = try home.shell("docker-creds migrate --yes")
        #expect(outcome.termination == .exited(1))
        let lines = outcome.errorOutput.text.split(separator: "\n")
        #expect(lines.count == 2 && lines.last?.contains("docker-creds migrate --to file") == true, "\(lines)")
        try home.succeed("docker-creds migrate --to file --yes")
    }
}
