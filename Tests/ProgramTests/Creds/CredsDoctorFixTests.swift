import SystemSupport
import TestSupport
import Testing

/// `doctor --fix` for the config file, with the real docker-credential-file.
@Suite(.serialized) struct CredsDoctorFixTests {
    @Test func `--fix shows and makes all changes, and without --yes requires a terminal`() throws {
        let home = try CredsDoctorTests.home(
            #"{"credStore": "file", "auths": {"ghcr.io": {"auth": "\#(CredsDoctorTests.auth)"}}}"#
        )
        try home.succeed("chmod 644 .docker/config.json")
        let refused = try home.shell("docker-creds doctor --fix < /dev/null")
        #expect(refused.termination == .exited(2))
        #expect(refused.errorOutput.text.contains("cannot ask for confirmation: there is no terminal"))
        let fixed = try home.shell("docker-creds doctor --fix --yes")
        #expect(fixed.errorOutput.text.contains("chmod 600"))
        #expect(fixed.errorOutput.text.contains(#"+{"credsStore": "file", "auths": {"ghcr.io": {"auth": "…"}}}"#))
        #expect(!fixed.errorOutput.text.contains(CredsDoctorTests.auth))
        #expect(try home.succeed("stat -c %a .docker/config.json") == "600\n")
        // The renamed setting hides the password, so that it is moved as well.
        #expect(
            try home.succeed("cat .docker/config.json") == #"{"credsStore": "file", "auths": {"ghcr.io": {}}}"# + "\n"
        )
        #expect(try home.helper("get", "ghcr.io").output.text.contains("hunter2"))
        #expect(fixed.termination == .exited(0) && fixed.output.text.hasSuffix("No problem found.\n"))
    }

    @Test func `--fix moves passwords that a helper hides, and keeps the login that docker uses`() throws {
        let configuration = """
            {
            \t"credsStore": "file",
            \t"auths": {
            \t\t"ghcr.io": {"auth": "\(CredsDoctorTests.auth)"},
            \t\t"quay.io": {"auth": "\(CredsDoctorTests.auth)", "email": "x"},
            \t\t"ghcr.io/team": {"auth": "\(CredsDoctorTests.auth)"}
            \t}
            }
            """
        let home = try CredsDoctorTests.home(configuration)
        try home.store("quay.io", "bot", "newer")
        let fixed = try home.shell("docker-creds doctor --fix --yes")
        let said = fixed.errorOutput.text
        #expect(said.contains("C06: credsStore is set, so docker does not use the saved password of"), "\(said)")
        #expect(said.contains("move ghcr.io to docker-credential-file, unless it has a login"), "\(said)")
        #expect(
            said.contains(#"-        "ghcr.io": {"auth": "…"},"#) && said.contains(#"+        "ghcr.io": {},"#),
            "\(said)"
        )
        // docker has no logins for paths, so that one stays, and its finding too.
        #expect(
            try home.succeed("cat .docker/config.json")
                == configuration.replacing(
                    #""ghcr.io": {"auth": "\#(CredsDoctorTests.auth)"}"#,
                    with: #""ghcr.io": {}"#
                )
                .replacing(#"{"auth": "\#(CredsDoctorTests.auth)", "email": "x"}"#, with: #"{"email": "x"}"#) + "\n"
        )
        #expect(try home.helper("get", "ghcr.io").output.text.contains("hunter2"))
        #expect(try home.helper("get", "quay.io").output.text.contains("newer"))
        #expect(!said.contains(CredsDoctorTests.auth) && !said.contains("hunter2"))
    }

    @Test func `--fix restores a damaged or empty config file from the copy of a migration, and keeps the damaged one`()
        throws
    {
        let configuration = #"{"HttpHeaders": {"X": "1"}, "auths": {"ghcr.io": {"auth": "\#(CredsDoctorTests.auth)"}}}"#
        let home = try CredsDoctorTests.home(configuration)
        try home.succeed("docker-creds migrate --to file --keep-backup --yes")
        let damaged = #"{auths": {"ghcr.io": {"auth": "\#(CredsDoctorTests.auth)"#
        try home.succeed("printf '%s' '\(damaged)' > .docker/config.json; chmod 644 .docker/config.json")
        let advised = try home.shell("docker-creds doctor").output.text
        #expect(advised.contains("do: Fix that line, or restore the copy from before the migration of "), "\(advised)")
        #expect(advised.contains("/docker-creds/migrations/") && advised.contains("or: docker-creds doctor --fix"))

        let fixed = try home.shell("docker-creds doctor --fix --yes")
        #expect(try home.succeed("cat .docker/config.json") == configuration + "\n", "\(fixed.errorOutput.text)")
        #expect(fixed.errorOutput.text.contains("config.json.damaged"))
        #expect(
            !fixed.errorOutput.text.contains(CredsDoctorTests.auth)
                && !fixed.output.text.contains(CredsDoctorTests.auth)
        )
        #expect(try home.succeed("cat .docker/config.json.damaged") == damaged)
        #expect(try home.succeed("stat -c %a .docker/config.json .docker/config.json.damaged") == "600\n600\n")

        // A second damaged file is not written over the first.
        try home.succeed("echo '[' > .docker/config.json")
        let refused = try home.shell("docker-creds doctor --fix --yes")
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("config.json.damaged exists"), "\(refused.errorOutput.text)")
        #expect(try home.succeed("cat .docker/config.json .docker/config.json.damaged") == "[\n" + damaged)

        try home.succeed(": > .docker/config.json")
        _ = try home.shell("docker-creds doctor --fix --yes")
        #expect(try home.succeed("cat .docker/config.json") == configuration + "\n")

        // A file with the same name elsewhere is another one.
        try home.succeed("mkdir other; : > other/config.json")
        _ = try home.shell("docker-creds doctor --fix --yes --config other")
        #expect(try home.succeed("cat other/config.json") == "{}\n")
    }

    @Test func `--fix goes on after a change that fails, and exits with 1`() throws {
        let home = try CredsDoctorTests.home(
            #"{"credsStore": "file", "auths": {"ghcr.io": {"auth": "\#(CredsDoctorTests.auth)"}}}"#
        )
        try home.store("quay.io", "ann", "s")
        try home.succeed("chmod 644 .docker/config.json; mv .local/state/docker-credential-file/identity.txt .")
        let fixed = try home.shell("docker-creds doctor --fix --yes")
        #expect(fixed.termination == .exited(1))
        #expect(
            fixed.errorOutput.text.contains("cannot change \(home.root)/.docker/config.json: "),
            "\(fixed.errorOutput.text)"
        )
        #expect(try home.succeed("stat -c %a .docker/config.json; cat .docker/config.json").hasPrefix("600\n"))
        #expect(try home.succeed("cat .docker/config.json").contains(CredsDoctorTests.auth))
    }

    @Test func `the change to a file with tabs is shown with spaces`() throws {
        let home = try CredsDoctorTests.home("{\n\t\"credStore\": \"file\"\n}")
        let fixed = try home.shell("docker-creds doctor --fix --yes")
        #expect(fixed.errorOutput.text.contains("+    \"credsStore\": \"file\""), "\(fixed.errorOutput.text)")
    }
}
