import HelperProtocol
import PasswordStoreFormat
import TestSupport
import Testing

@testable import docker_credential_pass

/// The files that are written to the tree, and foreign files in it.
@Suite(.requires("gpg", "pass", "git")) struct StoreOnDiskTests {
    @Test func `entries are encrypted to the nearest list of keys`() throws {
        let home = try GpgHome(
            "key me; key two; key three; pass init me two; mkdir -p .password-store/docker-credential-helpers"
        )
        func recipients(_ path: String) throws -> Int {
            try home.succeed(
                "gpg --list-only --status-fd 1 -d .password-store/docker-credential-helpers/\(path) | grep -c ENC_TO || true"
            ).split(separator: "\n").first.flatMap { Int($0) } ?? 0
        }
        try home.store("h", "u", "s")
        #expect(try recipients("aA==/u.gpg") == 2)
        try home.succeed(
            "printf '# mine\\nme # here\\ntwo\\n three \\n' > .password-store/docker-credential-helpers/.gpg-id"
        )
        try home.store("h", "u", "s")
        #expect(try recipients("aA==/u.gpg") == 3)
        try home.succeed("echo me > .password-store/docker-credential-helpers/aA==/.gpg-id")
        try home.store("h", "a/b", "s")
        #expect(try recipients("aA==/a/b.gpg") == 1)
        try home.store("h", "u", "s", ["PASSWORD_STORE_KEY": "two three"])
        #expect(try recipients("aA==/u.gpg") == 2)
        #expect(try home.get("h") == "u:s")
        #expect(try home.succeed("ls -A .password-store/docker-credential-helpers/aA==") == ".gpg-id\nu.gpg\n")
    }

    @Test func `permissions match those of pass`() throws {
        let home = try GpgHome()
        let modes = "cd .password-store/docker-credential-helpers; stat -c %a . * */*"
        try home.store("h", "u", "s")
        #expect(try home.succeed(modes) == "700\n700\n600\n")
        try home.helper().erase(ServerURL("h"))
        try home.store("h", "u", "s", ["PASSWORD_STORE_UMASK": "022"])
        #expect(try home.succeed(modes) == "755\n755\n644\n")
        try home.succeed("chmod 640 .password-store/docker-credential-helpers/aA==/u.gpg")
        try home.store("h", "u", "t")
        #expect(try home.succeed(modes) == "755\n755\n640\n")
    }

    @Test func `no other files remain beside the entries`() throws {
        let home = try GpgHome()
        try home.succeed(
            "touch .password-store/docker-credential-helpers 2>/dev/null; rm .password-store/docker-credential-helpers"
        )
        try home.store("h", "org/bot", "s")
        try home.store("h", "u", "s")
        try home.store("g", "a/b/c", "s")
        let files = "cd .password-store; find . | sort"
        let folder = "./docker-credential-helpers"
        #expect(
            try home.succeed(files)
                == ".\n./.gpg-id\n\(folder)\n\(folder)/Zw==\n\(folder)/Zw==/a\n\(folder)/Zw==/a/b\n"
                + "\(folder)/Zw==/a/b/c.gpg\n\(folder)/aA==\n\(folder)/aA==/u.gpg\n"
        )
        for server in ["h", "g", "h"] { try home.helper().erase(ServerURL(server)) }
        #expect(try home.succeed(files) == ".\n./.gpg-id\n")
    }

    @Test func `user names that leave the directory are rejected and change nothing`() throws {
        let home = try GpgHome()
        try home.store("h", "u", "s")
        try home.succeed("echo other | gpg -e -r me > .password-store/x.gpg")
        let all = "cd .password-store; find . -type f -exec sha256sum {} + | sort; find . | sort"
        let before = try home.succeed(all)
        for user in ["../../x", "../x", ".", "..", "a//b", "/a", "a/", "", "./u", "../aA==/u"] {
            #expect(try home.error { try home.store("h", user, "evil") }.code == .unsupported, "\(user)")
        }
        #expect(try home.error { try home.store(String(repeating: "h", count: 190), "u", "s") }.code == .unsupported)
        #expect(try home.error { try home.store("h", "u", "line\n") }.code == .unsupported)
        #expect(try home.error { _ = try home.get(String(repeating: "h", count: 300)) } == .credentialsNotFound)
        try home.helper().erase(ServerURL(String(repeating: "h", count: 300)))
        #expect(try home.succeed(all) == before)
    }

    @Test(arguments: [
        "docker-credential-helpers", "docker-credential-helpers/aA==", "docker-credential-helpers/aA==/a",
    ])
    func `links that lead out of the store are not followed`(link: String) throws {
        let home = try GpgHome()
        try home.succeed(
            """
            mkdir -p outside/aA==/a; echo s | gpg -e -r me > outside/aA==/a/b.gpg
            mkdir -p .password-store/$(dirname \(link)); cd .password-store
            ln -s "$HOME/$(echo \(link) | sed s/docker-credential-helpers/outside/)" \(link)
            """
        )
        let before = try home.succeed("find outside .password-store | sort")
        #expect(throws: HelperError.self) { try home.get("h") }
        #expect(throws: HelperError.self) { try home.store("h", "a/b", "evil") }
        if link == "docker-credential-helpers" {
            #expect(throws: HelperError.self) { try home.list() }
        } else {
            #expect(try home.list() == [])
        }
        if !link.hasSuffix("/a") { #expect(throws: HelperError.self) { try home.helper().erase(ServerURL("h")) } }
        #expect(try home.succeed("find outside .password-store | sort") == before)
        #expect(try home.succeed("gpg -d outside/aA==/a/b.gpg") == "s\n")
    }

    @Test func `links inside the store are followed, and erased without their targets`() throws {
        let home = try GpgHome()
        try home.store("h", "u", "s")
        try home.succeed("cd .password-store/docker-credential-helpers; ln -s aA== Zw==")
        #expect(try home.get("g") == "u:s")
        #expect(try home.list() == ["g=u", "h=u"])
        try home.helper().erase(ServerURL("g"))
        #expect(try home.list() == ["h=u"])
        #expect(try home.get("h") == "u:s")
    }

    @Test func `foreign files are ignored with a note`() throws {
        let home = try GpgHome()
        try home.store("h", "u", "s")
        try home.succeed(
            """
            cd .password-store/docker-credential-helpers
            echo x > .gpg-id-not; echo x > README; mkdir .git x; mkdir 'YQ= ='; echo s > x/u.gpg
            mkdir Zw==; echo junk > Zw==/u.gpg
            cd aA==; echo x > 0readme; mkdir empty .git; : > zero.gpg; echo junk > 0junk.gpg; mkfifo pipe.gpg
            touch $(printf 'line\\nfeed.gpg') $(printf '\\377.gpg'); ln -s /nowhere gone.gpg; ln -s . circle
            touch -d 'now + 1 hour' 0junk.gpg zero.gpg
            """
        )
        #expect(try home.list() == ["h=u"])
        let notes = home.takeNotes()
        for name in ["YQ= =, x", "0readme", "0junk", "zero", "pipe.gpg", "gone.gpg"] {
            #expect(notes.contains(name), "\(name): \(notes)")
        }
        #expect(try home.get("h") == "u:s")
        let error = try home.error { _ = try home.get("g") }
        #expect(error.code == .damaged)
        try home.store("g", "v", "t")
        #expect(try home.get("g") == "v:t")
        try home.store("h", "w", "t")
        #expect(try home.get("h") == "w:t")
        try home.helper().erase(ServerURL("h"))
        #expect(home.takeNotes().contains("left in docker-credential-helpers/aA=="))
        #expect(try home.error { _ = try home.get("h") } == .credentialsNotFound)
        #expect(try home.list() == ["g=v"])
    }

    @Test func `a truncated or modified entry is damaged, and the previous one is used`() throws {
        let home = try GpgHome()
        try home.store("h", "u", "s")
        let folder = ".password-store/docker-credential-helpers/aA=="
        for size in [60, 130, 140] {
            try home.succeed(
                "head -c \(size) \(folder)/u.gpg > \(folder)/cut.gpg; touch -d 'now + 1 hour' \(folder)/cut.gpg"
            )
            #expect(try home.get("h") == "u:s")
            #expect(home.takeNotes().contains("cut"))
        }
        try home.succeed("mv \(folder)/cut.gpg \(folder)/u.gpg")
        #expect(try home.error { _ = try home.get("h") }.code == .damaged)
    }

    @Test func `the newest of several users is used, and a store leaves one`() throws {
        let home = try GpgHome()
        try home.succeed(
            """
            mkdir -p .password-store/docker-credential-helpers/aA==/org; cd .password-store/docker-credential-helpers/aA==
            for user in alice zoe org/bot; do printf $user | gpg -e -r me > $user.gpg; done
            touch -d '2020-01-01' alice.gpg org/bot.gpg; touch -d '2021-01-01' zoe.gpg
            """
        )
        #expect(try home.get("h") == "zoe:zoe")
        #expect(try home.list() == ["h=zoe"])
        try home.succeed("touch .password-store/docker-credential-helpers/aA==/org/bot.gpg")
        #expect(try home.get("h") == "org/bot:org/bot")
        for user in ["alice", "zoe", "alice"] {
            try home.store("h", user, "secret of \(user)")
            #expect(try home.get("h") == "\(user):secret of \(user)")
            #expect(try home.succeed("find .password-store -name '*.gpg' | wc -l") == "1\n")
        }
    }

    @Test(arguments: [
        "u.sync-conflict-20261126-120000-ABCDEFG", "u (conflicted copy 2026-11-26)",
        "u (Ann's conflicted copy 2026-11-26 120000)",
    ])
    func `a conflict copy of file synchronisation is not used for the user`(name: String) throws {
        let home = try GpgHome()
        try home.store("h", "u", "s")
        let folder = ".password-store/docker-credential-helpers/aA=="
        try home.succeed("printf old | gpg -e -r me > \"\(folder)/\(name).gpg\"")
        try home.succeed("touch -d 'now + 1 hour' \"\(folder)/\(name).gpg\"")
        #expect(try home.get("h") == "u:s")
        #expect(home.takeNotes().contains("conflict copy"))
        #expect(try home.list() == ["h=u"])
        try home.store("h", "u", "t")
        #expect(try home.succeed("ls \(folder)") == "u.gpg\n")
        // Without an original the file belongs to a user of that name.
        try home.succeed("mv \(folder)/u.gpg \"\(folder)/\(name).gpg\"")
        #expect(try home.get("h") == "\(name):t")
    }

    @Test func `an alternative form of a server's name is read, and replaced by the usual one`() throws {
        let home = try GpgHome()
        try home.store("a", "u", "s")
        try home.succeed("cd .password-store/docker-credential-helpers; mv YQ== YR==")
        #expect(try home.get("a") == "u:s")
        #expect(try home.list() == ["a=u"])
        try home.store("a", "v", "t")
        #expect(try home.succeed("ls .password-store/docker-credential-helpers") == "YQ==\n")
        #expect(try home.get("a") == "v:t")
        try home.succeed("cd .password-store/docker-credential-helpers; mv YQ== YR==")
        try home.helper().erase(ServerURL("a"))
        #expect(try home.list() == [])
    }

    @Test(arguments: ["", "\u{1F511} é", "a\nb", " blanks ", "\u{0}nul", String(repeating: "long ", count: 60_000)])
    func `secrets round-trip`(secret: String) throws {
        let home = try GpgHome()
        try home.store("h", "u", secret)
        #expect(try home.get("h") == "u:\(secret)")
    }

    @Test func `user names round-trip`() throws {
        let home = try GpgHome()
        for user in [
            "<token>", "org/team/bot", ".hidden", "-r", "$(id)", "*", "a b", "é", "e\u{301}", "a.gpg", "\\", "'",
        ] {
            try home.store("h", user, "s")
            let list = try home.list()
            #expect(list.map { Array($0.utf8) } == [Array("h=\(user)".utf8)])
            #expect(try home.get("h") == "\(user):s")
        }
    }

    @Test func `every user name that can be stored is found again, and others are rejected`() throws {
        let home = try GpgHome()
        let users = [
            ".github/bot", ".gitx/y", ".extensions/x", ".public-keys/a", ".gpg-id/x", ".gpg-id.sig/x",
            "a/.gitmodules/b",
            ".git", ".gpg-id", PasswordStoreTreeTests.deep(18), PasswordStoreTreeTests.deep(64),
        ]
        for user in users {
            try home.store("h", user, "s")
            #expect(try home.get("h") == "\(user):s")
            #expect(try home.list() == ["h=\(user)"])
            #expect(try home.succeed("find .password-store -name '*.gpg' | wc -l") == "1\n")
        }
        try home.helper().erase(ServerURL("h"))
        #expect(try home.succeed("cd .password-store; find . | sort") == ".\n./.gpg-id\n")
        #expect(home.takeNotes().isEmpty)

        for user in [".git/x", "a/.git/x", PasswordStoreTreeTests.deep(65)] {
            #expect(try home.error { try home.store("h", user, "s") }.code == .unsupported)
            // Reading ignores it too.
            try home.succeed(
                "d=.password-store/docker-credential-helpers/aA==; mkdir -p $d/\(user); printf s | gpg -e -r me > $d/\(user)/u.gpg"
            )
            #expect(try home.list() == [])
            try home.succeed("rm -r .password-store/docker-credential-helpers")
        }
    }
}
