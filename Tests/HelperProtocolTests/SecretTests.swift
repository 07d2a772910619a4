import HelperProtocol
import Testing

@Suite struct SecretTests {
    let secret = Secret("hunter2")

    struct Login {
        let user = "ann"
        let secret: Secret
        let earlier: [Secret]
        let maybe: Secret?
    }

    @Test func `printing a secret in any way does not show it`() throws {
        let credentials = Credentials(server: try .example, username: "ann", secret: secret)
        let login = Login(secret: secret, earlier: [secret], maybe: secret)
        var dumped = ""
        dump(secret, to: &dumped)
        dump(login, to: &dumped)
        dump(credentials, to: &dumped)
        let prints = [
            secret.description, secret.debugDescription, "\(secret)", String(describing: secret),
            String(reflecting: secret), String(describing: Optional(secret)), "\([secret])", "\(["key": secret])",
            String(reflecting: login), "\(login)", "\(credentials)", String(reflecting: credentials), dumped,
            "\(Result<Secret, HelperError>.success(secret))",
        ]
        for print in prints {
            #expect(!print.contains("hunter2"), "\(print)")
            // The bytes are not shown either: 104 and 117 are the first two letters.
            #expect(!print.contains("104"), "\(print)")
        }
        #expect(secret.description == "<redacted>")
        #expect(dumped.contains("<redacted>"))
    }

    @Test func `a mirror of a secret is empty`() {
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(Mirror(reflecting: secret).superclassMirror == nil)
    }

    @Test func `revealing a secret returns it`() {
        #expect(secret.revealed == "hunter2")
        #expect(secret.withUTF8 { $0 } == Array("hunter2".utf8))
    }

    @Test(arguments: ["", " ", "a\u{0}b", "line\n", "e\u{301}", "\u{1F511}\u{FE0F}"])
    func `a secret is kept byte for byte`(text: String) {
        #expect(Secret(text).revealed.utf8.elementsEqual(text.utf8))
        #expect(Secret(utf8: Array(text.utf8)) == Secret(text))
    }

    @Test func `bytes that are not UTF-8 are not a secret`() {
        #expect(Secret(utf8: [0xFF]) == nil)
        #expect(Secret(utf8: [0xED, 0xA0, 0x80]) == nil)
    }

    @Test func `secrets are equal if their bytes are equal`() {
        #expect(Secret("a") == Secret("a"))
        #expect(Secret("a") != Secret("b"))
        #expect(Secret("a") != Secret("ab"))
        #expect(Secret("") == Secret(""))
        #expect(Secret("\u{E9}") != Secret("e\u{301}"))
    }
}
