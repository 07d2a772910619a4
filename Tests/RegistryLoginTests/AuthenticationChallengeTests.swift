import HTTPTypes
import RegistryLogin
import Testing

struct AuthenticationChallengeTests {
    /// Field values, and their challenges in the form `scheme token68 name=value;name=value`.
    struct Example: CustomTestStringConvertible {
        var values: [String]
        var expected: [String]
        var testDescription: String { values.joined(separator: " | ") }

        init(_ values: String..., to expected: [String]) {
            self.values = values
            self.expected = expected
        }
    }

    static func text(of challenge: AuthenticationChallenge) -> String {
        let parameters = challenge.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
        return [challenge.scheme, challenge.token68, parameters.isEmpty ? nil : parameters]
            .compactMap(\.self).joined(separator: " ")
    }

    static let wellFormed: [Example] = [
        Example(to: []),
        Example("", to: []),
        Example("  \t ", to: []),
        Example(",", to: []),
        Example(" , ,, ", to: []),
        Example("Basic", to: ["basic"]),
        Example("BASIC realm=\"x\"", to: ["basic realm=x"]),
        Example("bAsIc REALM=\"x\"", to: ["basic realm=x"]),
        Example("Bearer realm=\"https://a.example/token\"", to: ["bearer realm=https://a.example/token"]),
        Example(
            "Bearer realm=\"https://a.example/token\",service=\"s\",scope=\"repository:a/b:pull,push\"",
            to: ["bearer realm=https://a.example/token;service=s;scope=repository:a/b:pull,push"]
        ),
        Example("Bearer realm=\"r\" , service = \"s\"", to: ["bearer realm=r;service=s"]),
        Example("Bearer realm\t=\t\"r\"\t,\tservice=\"s\"", to: ["bearer realm=r;service=s"]),
        Example("Bearer   realm=\"r\"", to: ["bearer realm=r"]),
        Example("Bearer\trealm=\"r\"", to: ["bearer realm=r"]),
        Example(" Bearer realm=\"r\" ", to: ["bearer realm=r"]),
        Example("Basic realm=plain", to: ["basic realm=plain"]),
        Example(
            "Bearer realm=https://a.example/token,service=s",
            to: ["bearer realm=https://a.example/token;service=s"]
        ),
        Example("Bearer realm=https://a.example/token?x=y&z=1", to: ["bearer realm=https://a.example/token?x=y&z=1"]),
        Example("Bearer realm=\"\"", to: ["bearer realm="]),
        Example("Bearer realm=,service=\"s\"", to: ["bearer realm=;service=s"]),
        Example("Bearer realm=", to: ["bearer realm="]),
        Example("Basic realm= ", to: ["basic realm="]),
        Example("Bearer realm= , service=s", to: ["bearer realm=;service=s"]),
        Example(#"Basic realm="a \"quoted\" realm""#, to: [#"basic realm=a "quoted" realm"#]),
        Example(#"Basic realm="back\\slash""#, to: [#"basic realm=back\slash"#]),
        Example(#"Basic realm="\a\b\c""#, to: ["basic realm=abc"]),
        Example(#"Basic realm="\"""#, to: ["basic realm=\""]),
        Example("Basic realm=\"a, Bearer realm=b\"", to: ["basic realm=a, Bearer realm=b"]),
        Example("Basic realm=\"x=y\"", to: ["basic realm=x=y"]),
        Example("Basic realm=\"Größe\"", to: ["basic realm=Größe"]),
        Example("Basic realm=\"x\", charset=\"UTF-8\"", to: ["basic realm=x;charset=UTF-8"]),
        Example("Negotiate", to: ["negotiate"]),
        Example("Negotiate YII=", to: ["negotiate YII="]),
        Example("Negotiate YIIabc==", to: ["negotiate YIIabc=="]),
        Example("Negotiate a-b._~+/z", to: ["negotiate a-b._~+/z"]),
        Example("NTLM TlRMTVNTUAAC , Basic realm=\"x\"", to: ["ntlm TlRMTVNTUAAC", "basic realm=x"]),
        Example("X-Custom!#$%&'*+.^_`|~1 a=b", to: ["x-custom!#$%&'*+.^_`|~1 a=b"]),
        Example("Bearer scope=\"a\", scope=\"b\"", to: ["bearer scope=a;scope=b"]),
        Example("Bearer realm=\"r\",error=\"invalid_token\"", to: ["bearer realm=r;error=invalid_token"]),
        Example(
            "Digest realm=\"x\", qop=\"auth,auth-int\", nonce=\"abc\", algorithm=SHA-256",
            to: ["digest realm=x;qop=auth,auth-int;nonce=abc;algorithm=SHA-256"]
        ),
    ]

    static let several: [Example] = [
        Example("Negotiate", "Basic realm=\"x\"", to: ["negotiate", "basic realm=x"]),
        Example("Negotiate, Basic realm=\"x\"", to: ["negotiate", "basic realm=x"]),
        Example("Negotiate,Basic realm=\"x\"", to: ["negotiate", "basic realm=x"]),
        Example("Basic, Bearer realm=\"r\"", to: ["basic", "bearer realm=r"]),
        Example("Bearer realm=\"r\", Basic", to: ["bearer realm=r", "basic"]),
        Example(
            "Bearer realm=\"r\",service=\"s\", Basic realm=\"x\"",
            to: ["bearer realm=r;service=s", "basic realm=x"]
        ),
        Example("Basic realm=\"x\",Bearer realm=\"r\",service=s", to: ["basic realm=x", "bearer realm=r;service=s"]),
        Example("Bearer realm=a,Bearer realm=b", to: ["bearer realm=a", "bearer realm=b"]),
        Example("Basic realm=x", "", "Bearer realm=r", to: ["basic realm=x", "bearer realm=r"]),
        Example(", Basic realm=x ,, Bearer realm=r ,", to: ["basic realm=x", "bearer realm=r"]),
        Example("Negotiate abc=, Bearer realm=\"r\"", to: ["negotiate abc=", "bearer realm=r"]),
    ]

    /// Input outside the grammar: most of it is still read, the rest drops only its own challenge.
    static let malformed: [Example] = [
        Example("Bearer realm=\"r\" service=\"s\"", to: ["bearer realm=r;service=s"]),
        Example("Bearer, realm=\"r\"", to: ["bearer realm=r"]),
        Example("Negotiate Basic realm=\"x\"", to: ["negotiate", "basic realm=x"]),
        Example("realm=\"orphan\"", to: []),
        Example("realm=\"orphan\", Basic realm=\"x\"", to: ["basic realm=x"]),
        Example("=\"value\", Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=\"unclosed", to: []),
        Example("Bearer realm=\"", to: []),
        Example("Bearer realm=\"r\\", to: []),
        Example("Bearer realm=\"unclosed", "Basic realm=\"x\"", to: ["basic realm=x"]),
        Example("Bearer realm=\"unclosed, Basic realm=\"x\"", to: ["basic realm=x"]),
        Example("Bearer realm=\"unclosed, Basic", to: ["basic"]),
        Example("Bearer realm=unopened\", Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=\"a\"b, Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=\"a\"service=\"s\", Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=\"a\";service=\"s\"", "Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=a\"b, scope=c, Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=\"good\", service=bad\", Basic realm=x", to: ["basic realm=x"]),
        Example("B@d realm=\"x\", Basic realm=\"y\"", to: ["basic realm=y"]),
        Example("@, Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=r, @, Basic realm=x", to: ["bearer realm=r", "basic realm=x"]),
        Example("Bearer: realm=r", to: []),
        Example("Bearer: realm=r, Basic realm=x", to: ["basic realm=x"]),
        Example("\"Bearer\" realm=r, Basic realm=x", to: ["basic realm=x"]),
        Example("Größe realm=r, Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer {\"realm\":\"r\"}, Basic realm=x", to: ["bearer", "basic realm=x"]),
        Example("Bearer realm=\"a\u{1}b\", Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=\"a\\\u{7}\", Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm=a\u{7F}, Basic realm=x", to: ["basic realm=x"]),
        Example("Bearer realm==r", to: ["bearer realm==r"]),
        Example("Basic realm", to: ["basic realm"]),
        Example("Negotiate a=b=, Basic realm=x", to: ["negotiate a=b=", "basic realm=x"]),
    ]

    @Test(arguments: wellFormed) func `the parser reads the complete grammar`(_ example: Example) {
        #expect(AuthenticationChallenge.parse(example.values).map(Self.text) == example.expected)
    }

    @Test(arguments: several) func `several challenges are separated, in one value and in several`(_ example: Example) {
        #expect(AuthenticationChallenge.parse(example.values).map(Self.text) == example.expected)
    }

    @Test(arguments: malformed) func `a malformed challenge does not hide others`(_ example: Example) {
        #expect(AuthenticationChallenge.parse(example.values).map(Self.text) == example.expected)
    }

    @Test func `all WWW-Authenticate fields of a response are read, and no others`() {
        var response = HTTPResponse(status: .unauthorized)
        response.headerFields.append(HTTPField(name: .wwwAuthenticate, value: "Negotiate"))
        response.headerFields.append(HTTPField(name: .proxyAuthenticate, value: "Digest realm=p"))
        response.headerFields.append(HTTPField(name: .wwwAuthenticate, value: "Basic realm=x"))
        #expect(AuthenticationChallenge.parse(response).map(\.scheme) == ["negotiate", "basic"])
    }

    @Test func `the first parameter with a name is found by that name in lower case`() {
        let challenge = AuthenticationChallenge.parse(["Bearer Realm=a, REALM=b, Service=\"\""]).first
        #expect(challenge?["realm"] == "a")
        #expect(challenge?["service"]?.isEmpty == true)
        #expect(challenge?["scope"] == nil)
    }

    @Test func `a hostile value of a megabyte is parsed in linear time`() {
        let pieces = ["B a=\",", "\\\",a=\"", "\"", ",", "a=\"\\", "B "]
        let clock = ContinuousClock()
        for piece in pieces {
            let value = String(repeating: piece, count: 100_000)
            let taken = clock.measure { _ = AuthenticationChallenge.parse([value]) }
            #expect(taken < .seconds(10), "\(piece)")
        }
    }
}
