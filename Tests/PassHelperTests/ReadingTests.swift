import HelperProtocol
import PasswordStoreFormat
import SystemPackage
import SystemSupport
import TestSupport
import Testing

@testable import docker_credential_pass

/// Parsing other text: recipients, listings of other programs, terminals, the environment.
@Suite(.requires("gpg", "pass", "git")) struct ReadingTests {
    @Test(arguments: [
        ("KEY\n", ["KEY"]), ("KEY", ["KEY"]), ("A\nB\n", ["A", "B"]), ("A # mine\n#B\n\n  C\t\r\n", ["A", "C"]),
        ("Some Name <a@b>\n", ["Some Name <a@b>"]), ("", []), ("#\n \n", []),
    ])
    func `gpg-id files are parsed as in pass`(text: String, keys: [String]) {
        #expect(GpgIdFile(parsing: Array(text.utf8)).keys == keys)
    }

    @Test func `complete names are read from a flat listing`() {
        let text = """
            websites/mail
            docker-credential-helpers/aA==/alice
            docker-credential-helpers/aA==/org/bot
            docker-credential-helpers/YQ==/zoe
            docker-credential-helpers/odd
            other/docker-credential-helpers/aA==/no

            """
        #expect(PassListing(flat: Array(text.utf8)).users == ["aA==": ["alice", "org/bot"], "YQ==": ["zoe"]])
    }

    @Test(arguments: [
        """
        docker-credential-helpers
        ├── \u{1B}[01;34maA==\u{1B}[0m
        │\u{A0}\u{A0} ├── \u{1B}[00malice\u{1B}[0m
        │\u{A0}\u{A0} └── \u{1B}[01;34morg\u{1B}[0m
        │\u{A0}\u{A0}     ├── \u{1B}[01;34mdeep\u{1B}[0m
        │\u{A0}\u{A0}     │\u{A0}\u{A0} └── \u{1B}[00mx\u{1B}[0m
        │\u{A0}\u{A0}     └── \u{1B}[00mbot\u{1B}[0m
        ├── \u{1B}[01;34mempty\u{1B}[0m
        └── \u{1B}[01;34mYQ==\u{1B}[0m
            └── \u{1B}[01;36m└── odd name\u{1B}[0m -> elsewhere

        """,
        """
        docker-credential-helpers
        |-- aA==
        |   |-- alice
        |   `-- org
        |       |-- deep
        |       |   `-- x
        |       `-- bot
        |-- empty
        `-- YQ==
            `-- └── odd name

        """,
    ])
    func `pass's tree is read in both of its alphabets`(text: String) {
        let users = PassListing(tree: Array(text.utf8)).users
        #expect(users == ["aA==": ["alice", "org/deep/x", "org/bot"], "YQ==": ["└── odd name"]])
    }

    @Test func `a tree cannot show every name`() {
        for user in ["a -> b", "org/a -> b", " -> "] { #expect(!PassListing.isShownByTree(user)) }
        for user in ["a->b", "alice", "-> b", "a ->"] { #expect(PassListing.isShownByTree(user)) }
        #expect(PassListing(flat: []).isFlat && !PassListing(tree: []).isFlat)
    }

    @Test func `arbitrary text is not a listing`() {
        for text in [
            "", "\n\n", "├", "├── ", "Error: nothing\u{1B}[", "\u{1B}[31", "    └── x", "└── a\n        └── b",
        ] {
            #expect(PassListing(tree: Array(text.utf8)).users.values.allSatisfy { !$0.isEmpty })
            _ = PassListing(flat: Array(text.utf8))
        }
    }

    @Test(arguments: [
        ("1 (sh) S 0 1 1 34816 1 0", "/dev/pts/0"), ("1 (a) b) S 0 1 1 34821 1 0", "/dev/pts/5"),
        ("1 (sh) S 0 1 1 35072 1", "/dev/pts/256"), ("1 (sh) S 0 1 1 1025 1", "/dev/tty1"),
        ("1 (sh) S 0 1 1 1088 1", "/dev/ttyS0"),
    ])
    func `the terminal is read from the status of the process`(status: String, path: FilePath) {
        #expect(ControllingTerminal.path(inStatus: Array(status.utf8)) == path)
    }

    @Test(arguments: ["1 (sh) S 0 1 1 0 -1", "", "1 (sh", "1 (sh) S 0 1 1 x 1", "1 (sh) S 0"])
    func `without a terminal there is no path`(status: String) {
        #expect(ControllingTerminal.path(inStatus: Array(status.utf8)) == nil)
    }

    @Test func `a file is an encrypted message only if it begins like one`() {
        #expect(OpenPGPMessage.begins([0x84, 0x5E]))
        #expect(OpenPGPMessage.begins([0xC1, 0xC0]))
        #expect(OpenPGPMessage.begins([0x8C]))
        #expect(OpenPGPMessage.begins(Array("-----BEGIN PGP MESSAGE-----\n".utf8)))
        for text in ["", "junk", "-----BEGIN PGP PUBLIC KEY BLOCK-----"] {
            #expect(!OpenPGPMessage.begins(Array(text.utf8)))
        }
        #expect(!OpenPGPMessage.begins([0x99, 0x01]))
    }

    @Test func `environment variables work as in pass`() throws {
        let all = try PassSettings(
            environment: ProcessEnvironment([
                "HOME": "/h", "PASSWORD_STORE_DIR": "relative/$x", "PASSWORD_STORE_GPG_OPTS": " --a  --b=c ",
                "PASSWORD_STORE_KEY": "A B", "PASSWORD_STORE_UMASK": "027", "PASSWORD_STORE_SIGNING_KEY": "F",
                "DOCKER_CREDENTIAL_PASS_PROGRAM": "gopass", "DOCKER_CREDENTIAL_PASS_NO_VERIFY": "1",
                "DOCKER_CREDENTIAL_STRICT": "1",
            ])
        )
        #expect(all.store == "relative/$x" && all.gpgOptions == ["--a", "--b=c"] && all.keys == ["A", "B"])
        #expect(all.filePermissions.rawValue == 0o640 && all.directoryPermissions.rawValue == 0o750)
        #expect(all.signingKeys == ["F"] && all.program == "gopass" && !all.verifies && all.isStrict)
        let none = try PassSettings(environment: ProcessEnvironment(["HOME": "/h"]))
        #expect(none.store == "/h/.password-store" && none.program == nil && none.verifies && !none.isStrict)
        #expect(none.filePermissions.rawValue == 0o600 && none.directoryPermissions.rawValue == 0o700)
        for variables in [[:], ["HOME": "relative"], ["HOME": "/h", "PASSWORD_STORE_UMASK": "9"]] {
            #expect(throws: HelperError.self) { try PassSettings(environment: ProcessEnvironment(variables)) }
        }
    }

    @Test func `a secret that ends with a line break is rejected, and reading trims line breaks`() throws {
        for text in ["s\n", "s\r", "\n", "s\r\n"] {
            let error = #expect(throws: HelperError.self) { try StoredSecret.check(Secret(text)) }
            #expect(error?.code == .unsupported)
            #expect(try StoredSecret.read(Array(text.utf8), "e").revealed == (text.hasPrefix("s") ? "s" : ""))
        }
        for text in ["", "a\nb", "\na", " "] {
            try StoredSecret.check(Secret(text))
            #expect(try StoredSecret.read(Array(text.utf8), "e").revealed == text)
        }
        #expect(throws: HelperError.self) { try StoredSecret.read([0xFF], "e") }
    }

    @Test func `the lock is in a location that git ignores`() {
        #expect(PasswordStoreGit.directory(in: Array("gitdir: ../.git/worktrees/x\n".utf8)) == "../.git/worktrees/x")
        #expect(PasswordStoreGit.directory(in: Array("gitdir: /a\n".utf8)) == "/a")
        #expect(PasswordStoreGit.directory(in: []) == nil)
        #expect(PasswordStoreLock.path(in: "/nowhere") == "/nowhere/.docker-credential-helpers.lock")
    }
}
