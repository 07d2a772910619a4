import HelperProtocol
import Testing

@testable import docker_credential_secretservice

@Suite struct SecretServiceLockedTests: PolicySuite {
    let keyring = FakeKeyring()
    let notes = Notes()

    @Test func `an answer at hand asks nobody to unlock anything`() throws {
        keyring.addReference("h", "ann", "old", in: "other")
        keyring.lockedCollections = ["other"]
        keyring.addReference("h", "ann", "new")
        #expect(try policy().get(server())?.secret == Secret("new"))
        #expect(!keyring.calls.contains("unlock"))
    }

    @Test(arguments: [true, false])
    func `locked is not the same as not found`(_ hidesAttributes: Bool) throws {
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
    func `what was unlocked is read and erased`(_ hidesAttributes: Bool) throws {
        keyring.addReference("h", "ann", "s")
        keyring.hidesAttributes = hidesAttributes
        keyring.unlocking = .succeeds
        keyring.lockedCollections = ["login"]
        #expect(try policy().get(server())?.username == "ann")
        keyring.lockedCollections = ["login"]
        try policy().erase(server())
        #expect(keyring.items.isEmpty)
    }

    @Test func `an item that turns out to be foreign when it is unlocked is left`() throws {
        let foreign = ReferenceVersion.current.attributes("h", "eve").merging(["xdg:schema": "org.example"]) { $1 }
        keyring.add("h", foreign, Array("s".utf8))
        keyring.hidesAttributes = true
        keyring.unlocking = .succeeds
        keyring.lockedCollections = ["login"]
        try policy().erase(server())
        #expect(keyring.items.count == 1)
    }

    @Test func `list unlocks nothing and loads no secret`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        #expect(try policy().list() == [server(): "ann"])
        keyring.hidesAttributes = true
        #expect(try policy().list().isEmpty)
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked"))
        #expect(Set(keyring.calls) == ["search", "attributes"])
    }

    @Test func `an erase takes what it can, and says that something is left`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference("h", "bob", "s", in: "other")
        keyring.lockedCollections = ["other"]
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.values.map(\.collection) == ["other"])
    }

    @Test(arguments: [false, true])
    func `what was said to be unlocked and is not makes get and erase fail`(_ isConcealed: Bool) throws {
        keyring.addReference("h", "ann", "s")
        keyring.hidesLockedItems = isConcealed
        keyring.lockedCollections = ["login"]
        keyring.unlocking = .onlySaysSo
        #expect(throws: SecretServiceError.locked) { try policy().get(server()) }
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.count == 1)
    }

    @Test func `a locked login that may be newer than the answer is told about`() throws {
        keyring.addReference("h", "ann", "old")
        keyring.addReference("h", "ann", "new", in: "other")
        keyring.lockedCollections = ["other"]
        #expect(try policy().get(server())?.secret == Secret("old"))
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked") && notes.lines[0].contains("newer"))
    }

    // MARK: keyrings that do not show what is in them while they are locked

    @Test func `what is concealed is never not found`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        keyring.hidesLockedItems = true
        for server in [try server(), try server("elsewhere")] {
            #expect(throws: SecretServiceError.locked) { try policy().get(server) }
            #expect(throws: SecretServiceError.locked) { try policy().erase(server) }
        }
        #expect(notes.lines.isEmpty && keyring.items.count == 1)
    }

    @Test func `what was concealed and is unlocked is read and erased`() throws {
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

    @Test func `list answers what is open, notes what is concealed, and asks nobody`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference("concealed", "bob", "s", in: "other")
        keyring.lockedCollections = ["other"]
        keyring.hidesLockedItems = true
        #expect(try policy().list() == [server(): "ann"])
        #expect(notes.lines.count == 1 && notes.lines[0].contains("locked"))
        #expect(!keyring.calls.contains("unlock"))
    }

    @Test func `an answer at hand leaves concealed items alone, and an erase does not`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference("h", "bob", "s", in: "other")
        keyring.lockedCollections = ["other"]
        keyring.hidesLockedItems = true
        #expect(try policy().get(server())?.username == "ann")
        #expect(!keyring.calls.contains("unlock"))
        #expect(throws: SecretServiceError.locked) { try policy().erase(server()) }
        #expect(keyring.items.values.map(\.collection) == ["other"])
    }

    @Test func `of two keyrings the one that was unlocked will do`() throws {
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
    func `why nothing was unlocked is told`(_ reason: SecretServiceError) throws {
        keyring.addReference("h", "ann", "s")
        keyring.lockedCollections = ["login"]
        keyring.unlocking = .fails(reason)
        #expect(throws: reason) { try policy().get(server()) }
        #expect(throws: reason) { try policy().erase(server()) }
        #expect(throws: reason) { try store("ann", "new") }
        #expect(keyring.items.values.map(\.secret) == [Array("s".utf8)])
    }
}
