import HelperProtocol
import Testing

@testable import docker_credential_secretservice

@Suite struct SecretServiceStoringTests: PolicySuite {
    let keyring = FakeKeyring()
    let notes = Notes()

    @Test func `an item has the reference's attributes, and the bare URL as its label`() throws {
        try store("ann", "s")
        let item = try #require(keyring.items.values.first)
        #expect(item.label == "h")
        #expect(
            item.attributes == [
                "xdg:schema": "io.docker.Credentials", "server": "h", "username": "ann", "docker_cli": "1",
                "label": "Docker Credentials",
            ]
        )
    }

    @Test func `switching users leaves one item each time`() throws {
        for (username, secret) in [("alice", "1"), ("zoe", "2"), ("alice", "3")] {
            try store(username, secret)
            #expect(keyring.items.count == 1)
            #expect(keyring.items.values.first?.attributes["username"] == username)
            #expect(keyring.items.values.first?.secret == Array(secret.utf8))
        }
    }

    @Test(arguments: ReferenceVersion.allCases)
    func `items of the reference are repaired`(_ version: ReferenceVersion) throws {
        keyring.addReference("h", "ann", "old", version)
        keyring.addReference("h", "bob", "old", version)
        try store("ann", "new")
        let item = try #require(keyring.items.values.first)
        #expect(keyring.items.count == 1)
        #expect(item.label == "h" && item.attributes["label"] == "Docker Credentials")
    }

    @Test func `other servers and foreign items are left alone`() throws {
        keyring.addReference("other", "ann", "s")
        keyring.add("x", ReferenceVersion.current.attributes("h", "u").merging(["xdg:schema": "x"]) { $1 }, [])
        try store("ann", "s")
        #expect(keyring.items.count == 3)
    }

    @Test(arguments: ["", "l1\nl2\n", "a\u{0}b\u{0}", "\u{301}é", String(repeating: "x", count: 100_000)])
    func `a secret is kept byte for byte`(_ secret: String) throws {
        try store("ann", secret)
        #expect(keyring.items.values.first?.secret == Array(secret.utf8))
    }

    @Test func `the old login is kept until the new one is read back`() throws {
        keyring.addReference("h", "ann", "old")
        keyring.dropsItems = true
        let error = #expect(throws: SecretServiceError.self) { try store("bob", "new") }
        #expect(error?.message.contains("does not return them") == true)
        #expect(keyring.items.values.map(\.secret) == [Array("old".utf8)])
        let order = try #require(keyring.calls.lastIndex(of: "secret"))
        #expect(!keyring.calls[..<order].contains("delete"))
    }

    @Test func `the same user's old login is also kept until the new one is read back`() throws {
        try store("ann", "old")
        keyring.dropsItems = true
        #expect(throws: SecretServiceError.self) { try store("ann", "new") }
        #expect(keyring.items.values.map(\.secret) == [Array("old".utf8)])
        keyring.dropsItems = false
        try store("ann", "new")
        #expect(keyring.items.values.map(\.secret) == [Array("new".utf8)])
        let calls = keyring.calls.suffix(3)
        #expect(calls == ["create", "secret", "delete"])
    }

    @Test func `a configured collection is used if it exists`() throws {
        keyring.labels["work"] = "Work"
        try store("ann", "s", in: "work")
        #expect(keyring.items.values.map(\.collection) == ["work"])
        let error = #expect(throws: SecretServiceError.self) { try store("ann", "s", in: "nowhere") }
        #expect(error?.message.contains("nowhere") == true)
    }

    @Test func `an older login in a locked keyring is reported without a prompt`() throws {
        keyring.addReference("h", "ann", "old", in: "other")
        keyring.lockedCollections = ["other"]
        try store("ann", "new")
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked"))
        #expect(!keyring.calls.contains("unlock"))
    }
}
