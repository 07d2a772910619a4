import HelperProtocol
import PasswordStoreFormat
import Testing

@testable import docker_credential_pass

/// The names in the tree, which match those of Docker's helper.
@Suite struct PasswordStoreTreeTests {
    @Test(arguments: [
        ("https://index.docker.io/v1/", "aHR0cHM6Ly9pbmRleC5kb2NrZXIuaW8vdjEv"),
        ("h", "aA=="),
        ("host:5000", "aG9zdDo1MDAw"),
        ("a", "YQ=="),
        ("é?>", "w6k_Pg=="),
        ("~~~", "fn5-"),
    ])
    func `a server's directory name is base64 with the URL alphabet`(server: String, name: String) throws {
        let server = try ServerURL(server)
        #expect(PasswordStoreTree.directoryName(for: server) == name)
        #expect(PasswordStoreTree.server(named: name) == server)
    }

    @Test(arguments: ["YR==", "Y\nQ==", "YQ=\r\n="])
    func `names that Go's decoder accepts are accepted`(name: String) throws {
        #expect(try PasswordStoreTree.server(named: name) == ServerURL("a"))
    }

    @Test(arguments: [".git", ".gpg-id", "x", "README", "YQ=", "YQ", "w6k/Pg==", "/w==", "AA==", "IGEg", "", "===="])
    func `other names are not servers`(name: String) {
        #expect(PasswordStoreTree.server(named: name) == nil)
    }

    @Test func `the longest server URL gives the longest file name`() throws {
        #expect(try PasswordStoreTree.directoryName(for: ServerURL(String(repeating: "h", count: 189)))?.count == 252)
        #expect(try PasswordStoreTree.directoryName(for: ServerURL(String(repeating: "h", count: 190))) == nil)
    }

    @Test(arguments: [
        ("alice", ["alice.gpg"]), ("org/bot", ["org", "bot.gpg"]), ("a/b/c", ["a", "b", "c.gpg"]),
        ("<token>", ["<token>.gpg"]), (".hidden", [".hidden.gpg"]), ("...", ["....gpg"]), ("-x", ["-x.gpg"]),
        ("$(id)", ["$(id).gpg"]), ("a.gpg", ["a.gpg.gpg"]), (".git", [".git.gpg"]), (" ", [" .gpg"]),
        ("e\u{301}", ["e\u{301}.gpg"]),
    ])
    func `a user name is a path`(user: String, components: [String]) throws {
        #expect(try PasswordStoreTree.components(for: user) == components)
    }

    @Test(arguments: [
        "", ".", "..", "/", "//", "/a", "a/", "a//b", "./a", "a/.", "a/./b", "../a", "a/..", "a/../b", "../../x",
        ".git/x", "a/.git/x", "a.gpg/b", "a\u{7}b", "a\nb/c", deep(65),
    ])
    func `a user name that leaves the directory is rejected`(user: String) {
        let error = #expect(throws: HelperError.self) { try PasswordStoreTree.components(for: user) }
        #expect(error?.code == .unsupported)
        #expect(error?.advice.isEmpty == false)
    }

    @Test func `a user name can be as long as a file name`() throws {
        #expect(try PasswordStoreTree.components(for: String(repeating: "u", count: 251)).count == 1)
        #expect(throws: HelperError.self) { try PasswordStoreTree.components(for: String(repeating: "u", count: 252)) }
        let directory = String(repeating: "d", count: 256)
        #expect(throws: HelperError.self) { try PasswordStoreTree.components(for: "\(directory)/u") }
    }

    static func deep(_ slashes: Int) -> String { (0...slashes).map { "d\($0)" }.joined(separator: "/") }

    @Test(arguments: [
        ".github/bot", ".gitx/y", ".extensions/x", ".public-keys/a", ".gpg-id/x", ".gpg-id.sig/x", ".gitattributes/x",
        ".git", ".gpg-id", "a/.git", deep(18), deep(64),
    ])
    func `names that resemble files of git and pass are ordinary users`(user: String) throws {
        let parts = user.split(separator: "/").map(String.init)
        #expect(try PasswordStoreTree.components(for: user) == parts.dropLast() + ["\(parts[parts.count - 1]).gpg"])
        #expect(parts.dropLast().enumerated().allSatisfy { PasswordStoreTree.canBeInside($1, depth: $0 + 1) })
    }

    @Test func `commit messages match those of pass`() {
        let entry = PasswordStoreTree.entryName("aA==", "org/bot")
        #expect(entry == "docker-credential-helpers/aA==/org/bot")
        #expect(
            CommitMessage.storing(entry) == "Add given password for docker-credential-helpers/aA==/org/bot to store."
        )
        #expect(
            CommitMessage.erasing("docker-credential-helpers/aA==")
                == "Remove docker-credential-helpers/aA== from store."
        )
    }
}
