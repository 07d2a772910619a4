import HelperProtocol
import RegistryCredentials
import Testing

struct CredentialTests {
    @Test func `descriptions, debug descriptions and dumps contain no secret`() {
        let credential = Credential(
            username: "ann",
            password: Secret("hunter-1"),
            identityToken: Secret("hunter-2"),
            registryToken: Secret("hunter-3")
        )
        var dumped = ""
        dump(credential, to: &dumped)
        for text in ["\(credential)", String(reflecting: credential), dumped] {
            #expect(!text.contains("hunter"))
        }
        #expect("\(credential)" == "user ann, a password, an identity token, a registry token")
    }

    @Test func `a credential without user, password and tokens is empty`() {
        #expect(Credential(username: "", password: Secret(""), identityToken: Secret("")).isEmpty)
        #expect(!Credential(username: "ann").isEmpty)
    }
}
