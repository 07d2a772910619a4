import HTTPTypes
import RegistryCredentials
import Testing

@testable import RegistryLogin

struct HTTPAddressTests {
    @Test(arguments: [
        ("https://registry.example", "https://registry.example", "/"),
        ("HTTPS://Registry.Example:443/v2/", "https://registry.example", "/v2/"),
        ("http://registry.example:80", "http://registry.example", "/"),
        ("http://registry.example:443/a", "http://registry.example:443", "/a"),
        ("https://registry.example.", "https://registry.example", "/"),
        ("https://registry.example:5000?a=b#c", "https://registry.example:5000", "/?a=b"),
        ("https://[::1]:5000/a/../b/./c", "https://[::1]:5000", "/b/c"),
        ("https://registry.example/a/..", "https://registry.example", "/"),
        ("https://registry.example/../../a", "https://registry.example", "/a"),
    ])
    func `an absolute address is split into its parts`(text: String, origin: String, target: String) throws {
        let address = try HTTPAddress(text)
        #expect("\(address.origin)" == origin)
        #expect(address.target == target)
    }

    @Test(arguments: [
        "", "registry.example", "/token", "//registry.example/", "ftp://registry.example/", "https:///token",
        "https://",
        "https://user@registry.example/", "https://user:pw@registry.example/", "https://@registry.example/",
        "https://good.example\\@evil.example/", "https://good.example/ a", "https://good.example/\n",
        "https://gööd.example/",
        "https://a:b:c/", "https://a:0/", "https://a:65536/", "https://a:+80/", "https://[::1/",
        "https://[good.example]/",
        "https://[::1]x/", "https://1.2.3.4.5/", "https://256.1.1.1/", "https://08.1.1.1/", "https://a%2eb/",
        "https://0x/x y",
        "https://a,b/", "javascript:alert(1)", "https:/registry.example/", "https://[fe80::1%25eth0]/",
    ])
    func `an address with another scheme, or that hides another host, is rejected`(text: String) {
        #expect(throws: HTTPAddress.Problem.self) { try HTTPAddress(text) }
    }

    @Test(
        arguments: [
            ("https://b.example/x", "https://b.example/x"),
            ("//b.example:1/x", "https://b.example:1/x"),
            ("/x?y", "https://a.example:5000/x?y"),
            ("x", "https://a.example:5000/v2/x"),
            ("../x", "https://a.example:5000/x"),
            ("?z", "https://a.example:5000/v2/y?z"),
            ("", "https://a.example:5000/v2/y?q"),
            ("#f", "https://a.example:5000/v2/y?q"),
            ("x:y", nil),
            ("/x:y", "https://a.example:5000/x:y"),
            ("https://u@b.example/", nil),
            ("\\\\b.example/x", nil),
        ] as [(String, String?)]
    )
    func `a reference is resolved against the address of the request`(reference: String, expected: String?) throws {
        let base = try HTTPAddress("https://a.example:5000/v2/y?q")
        let address = try? HTTPAddress(reference, relativeTo: base)
        #expect(address.map { "\($0.origin)\($0.target)" } == expected)
    }

    @Test(arguments: [
        "127.0.0.1", "127.255.255.255", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "10.0.0.1", "172.16.0.1",
        "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
        "::", "::1", "0:0:0:0:0:0:0:1", "fc00::1", "fdff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
        "::ffff:10.0.0.1",
        "::ffff:a00:1", "::10.0.0.1", "64:ff9b::10.0.0.1", "2002:0a00:0001::", "localhost", "a.localhost", "LOCALHOST.",
        // Translation inside a network (RFC 8215), and Teredo with 10.0.0.1 as its client, each bit inverted (RFC 4380).
        "64:ff9b:1::10.0.0.1", "64:ff9b:1:fffe::8.8.8.8", "2001:0:4136:e378:8000:63bf:f5ff:fffe", "2001::1",
    ])
    func `an address of this machine or its network is private`(text: String) throws {
        #expect(try #require(HTTPOrigin(scheme: "https", host: text)).isPrivate)
    }

    @Test(arguments: [
        "8.8.8.8", "172.15.0.1", "172.32.0.1", "192.167.0.1", "100.63.0.1", "100.128.0.1", "2001:db8::1",
        "2606:4700::1111", "64:ff9b::8.8.8.8", "64:ff9b:2::1", "2001:1::1", "2001:4860::8888",
        "::ffff:8.8.8.8", "localhost.example", "10.0.0.1.example", "notlocalhost", "a10", "registry_internal.example",
    ])
    func `other names and addresses are not private`(text: String) throws {
        #expect(!(try #require(HTTPOrigin(scheme: "https", host: text)).isPrivate))
    }

    @Test(arguments: ["localhost", "127.0.0.1", "127.9.8.7", "::1", "0:0::1", "::ffff:127.0.0.1", "Localhost"])
    func `loopback is localhost, 127 and the loopback address of IPv6`(text: String) throws {
        #expect(try #require(HTTPOrigin(scheme: "https", host: text)).isLoopback)
    }

    @Test(arguments: [
        ("localhost", true), ("127.0.0.1", true), ("127.200.0.9", true), ("::1", true), ("0:0::1", true),
        ("LOCALHOST.", true), ("127.1", false), ("0x7f.1", false), ("0x7f000001", false), ("2130706433", false),
        ("0177.0.0.1", false), ("::ffff:127.0.0.1", false), ("127.0.0.01", false), ("128.0.0.1", false),
        ("localhost.example", false),
    ])
    func `plain HTTP is used only for the usual forms of loopback`(text: String, isExact: Bool) throws {
        #expect(try #require(HTTPOrigin(scheme: "https", host: text)).isExactlyLoopback == isExact)
    }

    @Test(arguments: [
        "localhost.example.org", "127.0.0.1.example.org", "a.localhost", "128.0.0.1", "::2", "10.0.0.1", "1::1",
    ])
    func `nothing else is loopback`(text: String) throws {
        #expect(!(try #require(HTTPOrigin(scheme: "https", host: text)).isLoopback))
    }

    @Test(arguments: [
        "", ".", "..", "a..b", ".a", "a..", "a b", "1.2.3.256", "1.2.3.4.5", "a/b", "a@b", "1:2", "::1::",
        "1:2:3:4:5:6:7:8:9", ":::", "::12345",
        "x:y::", "::1.2.3", "::+1", "1:2:3:4:5:6:7::8:9",
    ])
    func `text that is neither a name nor an address is not a host`(text: String) {
        #expect(HTTPOrigin(scheme: "https", host: text) == nil)
    }

    @Test func `an origin is read from a request, and another port is another origin`() {
        let request = HTTPRequest(method: .get, scheme: "https", authority: "Registry.example:443", path: "/v2/")
        #expect(HTTPOrigin(request) == HTTPOrigin(scheme: "https", host: "registry.example"))
        #expect(HTTPOrigin(request) != HTTPOrigin(scheme: "https", host: "registry.example", port: 5000))
        #expect(HTTPOrigin(request) != HTTPOrigin(scheme: "http", host: "registry.example", port: 443))
        let noAuthority = HTTPRequest(method: .get, scheme: "https", authority: nil, path: "/v2/")
        #expect(HTTPOrigin(noAuthority) == nil)
        let user = HTTPRequest(method: .get, scheme: "https", authority: "a@registry.example", path: "/v2/")
        #expect(HTTPOrigin(user) == nil)
        let path = HTTPRequest(method: .get, scheme: "https", authority: "registry.example", path: "@evil.example/")
        #expect(HTTPOrigin(path) == nil)
    }

    @Test func `a form escapes all but the unreserved characters`() {
        let text = FormEncoding.encode([("scope", "repository:a/b:pull,push"), ("a b", "ö&=+~")])
        #expect(text == "scope=repository%3Aa%2Fb%3Apull%2Cpush&a%20b=%C3%B6%26%3D%2B~")
    }

    @Test(arguments: [
        ("http://registry.example:443", "http://registry.example:443"),
        ("http://registry.example", "http://registry.example"),
        ("http://registry.example:80", "http://registry.example"),
        ("https://registry.example:443", "https://registry.example"),
        ("http://[0:0::1]:5000", "http://[::1]:5000"),
    ])
    func `a registry's origin has the scheme and port of its address`(_ address: String, _ origin: String) throws {
        #expect(try "\(HTTPOrigin(of: ServerAddress(address), plainHTTP: .always))" == origin)
    }
}
