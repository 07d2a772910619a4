import HelperProtocol
import Testing

@testable import docker_credential_secretservice

@Suite struct SecretServicePolicyTests: PolicySuite {
    let keyring = FakeKeyring()
    let notes = Notes()

    // MARK: get

    @Test(arguments: ReferenceVersion.allCases)
    func `items of each version of the reference are read`(_ version: ReferenceVersion) throws {
        keyring.addReference("h", "ann", "s", version)
        let found = try policy().get(server())
        #expect(found?.username == "ann" && found?.secret == Secret("s"))
        #expect(try policy().list() == [server(): "ann"])
    }

    @Test func `an empty keyring is not found with a single call`() throws {
        #expect(try policy().get(server()) == nil)
        #expect(keyring.calls == ["search"])
    }

    @Test func `the newest of several items is used`() throws {
        keyring.addReference("h", "zoe", "1")
        let alice = keyring.addReference("h", "alice", "2")
        #expect(try policy().get(server())?.username == "alice")
        keyring.items[alice]?.modified = 1
        #expect(try policy().get(server())?.username == "zoe")
        #expect(try policy().list() == [server(): "zoe"])
    }

    @Test func `the later of two items from the same second is used`() throws {
        for username in (1...11).map({ "user\($0)" }) {
            let path = keyring.addReference("h", username, "s")
            keyring.items[path]?.modified = 7
        }
        #expect(try policy().get(server())?.username == "user11")
    }

    @Test func `an item with another schema, kind or form of its attributes is not a credential`() throws {
        let foreign = ReferenceVersion.current.attributes("h", "eve")
        keyring.add("h", foreign.merging(["xdg:schema": "org.example"]) { $1 }, [])
        keyring.add("h", foreign.filter { $0.key != "docker_cli" }, [])
        keyring.add("Docker Credentials", ["label": "Docker Credentials", "xdg:schema": "org.example"], [])
        keyring.searchesLoosely = true
        keyring.addReference("H", "eve", "s")
        #expect(try policy().get(server()) == nil)
        #expect(try policy().list() == [server("H"): "eve"])
        #expect(notes.lines.isEmpty)
        try policy().erase(server())
        #expect(keyring.items.count == 4)
    }

    @Test func `a secret that is not text is rejected and not quoted`() throws {
        keyring.add("h", ReferenceVersion.middle.attributes("h", "u"), [0xFF, 0x41])
        let error = #expect(throws: SecretServiceError.self) { try policy().get(server()) }
        #expect(error?.message.contains("not UTF-8") == true)
    }

    // MARK: list

    @Test func `items that no client can request are omitted with a note`() throws {
        keyring.addReference("h", "ann", "s")
        keyring.addReference(" padded ", "ann", "s")
        keyring.addReference("two\nlines", "ann", "s")
        #expect(try policy().list() == [server(): "ann"])
        #expect(notes.lines.count == 1 && notes.lines[0].contains("2 entries with a server URL"))
    }

    @Test func `two encodings of one character are two servers`() throws {
        try store("a", "1", server: "caf\u{E9}")
        try store("b", "2", server: "cafe\u{301}")
        #expect(try policy().list().count == 2)
        #expect(try policy().get(server("caf\u{E9}"))?.username == "a")
    }

    @Test func `an unreadable keyring is an error, and never an empty result`() throws {
        keyring.addReference("h", "ann", "s")
        let refusal = SecretServiceError.failed("access denied")
        for fault in [\FakeKeyring.attributesError, \.searchError] {
            keyring[keyPath: fault] = refusal
            #expect(throws: refusal) { try policy().get(server()) }
            #expect(throws: refusal) { try policy().list() }
            #expect(throws: refusal) { try policy().erase(server()) }
            #expect(throws: refusal) { try store("ann", "new") }
            keyring[keyPath: fault] = nil
        }
        #expect(keyring.items.values.map(\.secret) == [Array("s".utf8)])
    }

    @Test(arguments: ["attributes", "secret"])
    func `an item that another client replaces meanwhile is searched for again`(_ call: String) throws {
        let old = keyring.addReference("h", "ann", "old")
        keyring.before[call] = {
            guard keyring.items.removeValue(forKey: old) != nil else { return }
            keyring.addReference("h", "ann", "new")
        }
        #expect(try policy().get(server())?.secret == Secret("new"))
    }

    @Test func `times are requested only if there are several items`() throws {
        for number in 1...5 { keyring.addReference("h\(number)", "u", "s") }
        _ = try policy().list()
        #expect(keyring.calls == ["search", "attributes"])
    }
}
