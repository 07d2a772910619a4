import HelperConformance
import HelperProtocol
import Testing

@Suite struct InMemoryHelperTests {
    @Test func `it stores, lists and erases`() throws {
        let helper = InMemoryHelper()
        let credentials = Credentials(server: try .example, username: "ann", secret: Secret("s"))
        #expect(throws: HelperError.credentialsNotFound) { try helper.get(.example) }
        try helper.store(credentials)
        #expect(try helper.get(.example) == credentials)
        #expect(try helper.list() == [.example: "ann"])
        try helper.erase(.example)
        #expect(throws: HelperError.credentialsNotFound) { try helper.erase(.example) }
        #expect(try helper.list().isEmpty)
    }
}
