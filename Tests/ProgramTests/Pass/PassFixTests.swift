import HelperProtocol
import PasswordStoreFormat
import RegistryDiagnostics
import SystemSupport
import TestSupport
import Testing

/// `doctor --fix` for several users of one server in the password store (C20).
@Suite(.serialized, .requires("gpg", "pass", "git", "docker-credential-pass")) struct PassFixTests {
    private static let fix = "docker-creds doctor --fix --yes"
    private static let folder = ".password-store/docker-credential-helpers"

    /// Makes a store in which the helper in Go has left entries of earlier users, oldest first.
    private static func home(_ users: [String], git: Bool) throws -> PassHome {
        let store = try PassHome(git ? "pass init me; pass git init" : "pass init me")
        try store.home.succeed(
            #"mkdir -m 700 .docker; umask 077; echo '{"credsStore": "pass"}' > .docker/config.json"#
        )
        for user in users { try store.store("h", user, "s-\(user)", program: PassHome.reference) }
        return store
    }

    /// All files of the store outside git's own directory, with their contents' checksums.
    private static func files(_ store: PassHome) throws -> Set<Substring> {
        let listing = try store.home.succeed(
            "cd .password-store; find . -path ./.git -prune -o -type f -exec cksum {} +"
        )
        return Set(listing.split(separator: "\n"))
    }

    private static func doctor(_ store: PassHome) -> Doctor { Doctor(environment: store.home.environment) }

    @Test(arguments: [false, true])
    func `the user that get returns is kept, and nothing else changes`(git: Bool) throws {
        // pass and git must not take these names for options, patterns or other entries.
        let odd = ["-rf", "a*", "a[b]c", "sp ace", "x/y/z", "n.gpg", "q'\"$HOME;"]
        let escaped = odd.map { $0.replacing("\"", with: "\\\"") }
        let store = try Self.home(escaped + ["abc", "axx"], git: git)
        try store.store("other.example", "ann", "s", program: PassHome.reference)
        try store.home.succeed("echo word | pass insert -e -f own/entry; echo note > \(Self.folder)/README")
        if git { try store.home.succeed("pass git add -A; pass git commit -qm mine") }
        try store.store("h", "a*", "s-new", program: PassHome.reference)
        let answer = PassHome.answer("h", "a*", "s-new")
        #expect(try store.get("h") == answer)
        let before = try Self.files(store)

        let refused = try store.home.shell("docker-creds doctor --fix < /dev/null")
        #expect(refused.termination == .exited(2))
        #expect(refused.errorOutput.text.contains("cannot ask for confirmation: there is no terminal"))
        #expect(try Self.files(store) == before)

        let fixed = try store.home.shell("\(Self.fix) --format json")
        #expect(fixed.succeeded && !fixed.output.text.contains("C20"), "\(fixed.output.text)\(fixed.errorOutput.text)")
        #expect(fixed.errorOutput.text.contains("   h: a*, saved 20"), "\(fixed.errorOutput.text)")
        #expect(!fixed.errorOutput.text.contains("s-"))
        #expect(try store.get("h") == answer)
        #expect(try store.get("h", program: PassHome.reference) == answer)
        let left = try Self.files(store)
        #expect(left.isSubset(of: before) && left.count == before.count - 8)
        #expect(try store.home.succeed("ls -A \(Self.folder)/aA==") == "a*.gpg\n")
        if git {
            #expect(try store.home.succeed("pass git status --porcelain").isEmpty)
            let subjects = try store.home.succeed("pass git log -8 --format=%s").split(separator: "\n")
            #expect(subjects.allSatisfy { $0.hasPrefix("Remove docker-credential-helpers/aA==/") }, "\(subjects)")
        }
        #expect(try store.home.succeed("ls -A .password-store").contains(".lock") == false)
    }

    @Test func `of damaged entries, conflict copies and equal times the user that get returns is kept`() throws {
        let store = try Self.home(["ann", "bot", "zoe"], git: false)
        try store.home.succeed(
            """
            cd \(Self.folder)/aA==
            cp ann.gpg 'ann.sync-conflict-20261126-120000-ABCDEFG.gpg'; echo word > word.gpg; : > empty.gpg
            touch -d 2026-01-01 *.gpg; touch -d 2026-01-02 bot.gpg zoe.gpg; touch word.gpg ann.sync*
            """
        )
        let answer = try store.get("h")
        #expect(answer == PassHome.answer("h", "bot", "s-bot"))
        let fixed = try store.home.shell(Self.fix)
        #expect(fixed.succeeded, "\(fixed.output.text)\(fixed.errorOutput.text)")
        #expect(fixed.errorOutput.text.contains("UTC, damaged") && fixed.errorOutput.text.contains("a copy by file"))
        #expect(try store.home.succeed("ls \(Self.folder)/aA==") == "bot.gpg\n")
        #expect(try store.get("h") == answer)
    }

    private static let changed = "the entries for h have changed since they were examined"

    @Test(arguments: [
        ("a newer entry", "cp ann.gpg zoe.gpg", changed),
        ("another content of the entry to keep", "cp ann.gpg bot.gpg", changed),
        ("another file in the place of an older entry", "cp ann.gpg x; mv x ann.gpg", changed),
        ("no entry to keep", "rm bot.gpg", changed),
        (
            "a change that is staged", "echo x > ../x; git add ../x",
            "changes are staged in the git repository of the password store"
        ), ("a merge in progress", "touch ../../.git/MERGE_HEAD", "a merge is in progress in the password store"),
    ])
    func `a store that is not as it was examined is left alone`(
        _ name: String,
        change: String,
        message: String
    ) async throws {
        let store = try Self.home(["ann", "bot"], git: true)
        let found = await Self.doctor(store).examine().findings.first { $0.check == "C20" }
        let fix = try #require(found?.fix)
        #expect(fix.subject == "\(store.home.root)/\(Self.folder)/aA==" && fix.diff.count == 2)
        try store.home.succeed("cd \(Self.folder)/aA==; \(change)")
        let before = try Self.files(store)
        let error = await #expect(throws: DiagnosticFixError.self) { try await fix.apply() }
        #expect(error?.description == message && error?.diagnosis.advice.isEmpty == false)
        #expect(try Self.files(store) == before)
    }

    @Test func `a pass that removes nothing and a hook that refuses the commit are errors`() async throws {
        let store = try Self.home(["ann", "bot", "zoe"], git: true)
        let before = try Self.files(store)
        try store.home.succeed("mkdir bin; printf '#!/bin/sh\\n' > bin/pass; chmod +x bin/pass")
        let without = try store.home.shell("PATH=$PWD/bin:$PATH \(Self.fix)")
        #expect(without.termination == .exited(1))
        let entry = "docker-credential-helpers/aA==/ann"
        #expect(
            without.errorOutput.text
                .contains("aA==: pass did not remove \(entry)\n  See why: pass rm --force '\(entry)'"),
            "\(without.errorOutput.text)"
        )
        #expect(try Self.files(store) == before)

        let hook = ".password-store/.git/hooks/pre-commit"
        try store.home.succeed("printf '#!/bin/sh\\nexit 1\\n' > \(hook); chmod +x \(hook)")
        let refused = try store.home.shell(Self.fix)
        #expect(refused.termination == .exited(1))
        #expect(refused.errorOutput.text.contains("aA==: the entries are removed, and git did not commit that"))
        #expect(try store.get("h") == PassHome.answer("h", "zoe", "s-zoe"))
    }

    @Test(arguments: ["DOCKER_CREDENTIAL_PASS_PROGRAM=pass", "PATH=$PWD/bin"])
    func `without pass, or with another program, the remedy is only printed`(_ setting: String) throws {
        let store = try Self.home(["ann", "bot"], git: false)
        try store.home.succeed(
            "mkdir bin; for name in docker-creds docker-credential-pass gpg gpgconf; do ln -s $(command -v $name) bin/; done"
        )
        let report = try store.home.shell("export \(setting); docker-creds doctor").output.text
        #expect(report.contains("C20 problem: the password store has 2 users for h: ann and bot"), "\(report)")
        #expect(report.contains("Log in once more") && !report.contains("doctor --fix"), "\(report)")
    }

    @Test func `an entry that is a link, or a folder that is one, is not changed`() async throws {
        let store = try Self.home(["ann", "bot"], git: false)
        try store.home.succeed("cd \(Self.folder); ln -s ann.gpg aA==/link.gpg; mv aA== ../real; ln -s ../real aA==")
        let found = await Self.doctor(store).examine().findings.first { $0.check == "C20" }
        #expect(found != nil && found?.fix == nil)
    }
}
