import HelperProtocol
import Testing

@testable import docker_credential_secretservice

@Suite struct SecretServiceLockedTests: PolicySuite {
    let keyring = FakeKeyring()
    let notes = Notes()

    @Test func `an available credential causes no prompt`() throws {
        keyring.addReference("h", "ann", "old", in: "other")
        keyring.lockedCollections = ["other"]
        keyring.addReference("h", "ann", "new")
        #expect(try policy().get(server())?.secret == Secret("new"))
        #expect(!keyring.calls.contains("unlock"))
    }

    @Test(arguments: [true, false])
    func `a locked item is not reported as not found`(_ hidesAttributes: Bool) throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        keyring.hidesAttributes = hidesAttributes
        #expect(throws: SecretServiceError.locked) { try policy().get(server()) }
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.count == 1)
        #expect(try policy().get(server("elsewhere")) == nil)
        try policy().erase(server("elsewhere"))
    }

    @Test(arguments: [true, false])
    func `unlocked items are read and erased`(_ hidesAttributes: Bool) throws {
        keyring.addReference("h", "ann", "s")
        keyring.hidesAttributes = hidesAttributes
        keyring.unlocking = .succeeds
        keyring.lockedCollections = ["login"]
        #expect(try policy().get(server())?.username == "ann")
        keyring.lockedCollections = ["login"]
        try policy().erase(server())
        #expect(keyring.items.isEmpty)
    }

    @Test func `an item that is foreign once unlocked is left alone`() throws {
        let foreign = ReferenceVersion.current.attributes("h", "eve").merging(["xdg:schema": "org.example"]) { $1 }
        keyring.add("h", foreign, Array("s".utf8))
        keyring.hidesAttributes = true
        keyring.unlocking = .succeeds
        keyring.lockedCollections = ["login"]
        try policy().erase(server())
        #expect(keyring.items.count == 1)
    }

    @Test func `list unlocks nothing and reads no secret`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        #expect(try policy().list() == [server(): "ann"])
        keyring.hidesAttributes = true
        #expect(try policy().list().isEmpty)
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked"))
        #expect(Set(keyring.calls) == ["search", "attributes"])
    }

    @Test func `an erase removes unlocked items, and reports the rest`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference("h", "bob", "s", in: "other")
        keyring.lockedCollections = ["other"]
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.values.map(\.collection) == ["other"])
    }

    @Test(arguments: [false, true])
    func `items that stay locked after a reported unlock make get and erase fail`(_ isConcealed: Bool) throws {
        keyring.addReference("h", "ann", "s")
        keyring.hidesLockedItems = isConcealed
        keyring.lockedCollections = ["login"]
        keyring.unlocking = .onlySaysSo
        #expect(throws: SecretServiceError.locked) { try policy().get(server()) }
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.count == 1)
    }

    @Test func `a locked item that may be newer than the result is reported`() throws {
        keyring.addReference("h", "ann", "old")
        keyring.addReference("h", "ann", "new", in: "other")
        keyring.lockedCollections = ["other"]
        #expect(try policy().get(server())?.secret == Secret("old"))
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked") && notes.lines[0].contains("newer"))
    }

    // MARK: Keyrings that hide their items while they are locked

    @Test func `a hidden item is never reported as not found`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        keyring.hidesLockedItems = true
        for server in [try server(), try server("elsewhere")] {
            #expect(throws: SecretServiceError.locked) { try policy().get(server) }
            #expect(throws: SecretServiceError.locked) { try policy().erase(server) }
        }
        #expect(notes.lines.isEmpty && keyring.items.count == 1)
    }

    @Test func `hidden items are read and erased once unlocked`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        keyring.hidesLockedItems = true
        keyring.unlocking = .succeeds
        #expect(try policy().get(server())?.secret == Secret("s"))
        keyring.lockedCollections = ["login"]
        #expect(try policy().get(server("elsewhere")) == nil)
        keyring.lockedCollections = ["login"]
        try policy().erase(server())
        #expect(keyring.items.isEmpty)
    }

    @Test func `list returns unlocked items, notes hidden ones, and shows no prompt`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference("concealed", "bob", "s", in: "other")
        keyring.lockedCollections = ["other"]
        keyring.hidesLockedItems = true
        #expect(try policy().list() == [server(): "ann"])
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked"))
        #expect(!keyring.calls.contains("unlock"))
    }

    @Test func `a get with an available credential ignores hidden items, and an erase does not`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference("h", "bob", "s", in: "other")
        keyring.lockedCollections = ["other"]
        keyring.hidesLockedItems = true
        #expect(try policy().get(server())?.username == "ann")
        #expect(!keyring.calls.contains("unlock"))
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.values.map(\.collection) == ["other"])
    }

    @Test func `with two keyrings one unlocked keyring is enough`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login", "other"]
        keyring.hidesLockedItems = true
        keyring.unlockedAllTheSame = ["login"]
        #expect(try policy().get(server())?.username == "ann")
        #expect(throws: SecretServiceError.locked) { try policy().get(server("elsewhere")) }
    }

    @Test(arguments: [
        SecretServiceError.locked, .dismissed(.unlocking), .timedOut(.unlocking, limit: .seconds(2)),
    ])
    func `the reason for a failed unlock is reported`(_ reason: SecretServiceError) throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        keyring.unlocking = .fails(reason)
        #expect(throws: reason) { try policy().get(server()) }
        #expect(throws: reason) { try policy().erase(server()) }
        #expect(throws: reason) { try store("ann", "new") }
        #expect(keyring.items.values.map(\.secret) == [Array("s".utf8)])
    }
}
