import Foundation
import HelperProtocol
import RegistryLogin
import Testing

struct ProxySettingsTests {
    func proxy(_ environment: [String: String], for address: String) throws -> String? {
        let parts = address.split(separator: "/", omittingEmptySubsequences: true)
        let hostAndPort = parts[1].split(separator: "|")
        let origin = try #require(
            HTTPOrigin(
                scheme: String(parts[0].dropLast()),
                host: String(hostAndPort[0]),
                port: hostAndPort.count == 2 ? UInt16(hostAndPort[1]) : nil
            )
        )
        return try ProxySettings(environment: environment).proxy(for: origin).map { "\($0.origin)" }
    }

    @Test(
        arguments: [
            ([:], "https://registry.example", nil),
            (["HTTPS_PROXY": "http://p.example:3128"], "https://registry.example", "http://p.example:3128"),
            (["https_proxy": "p.example:3128"], "https://registry.example", "http://p.example:3128"),
            (
                ["HTTPS_PROXY": "http://upper.example", "https_proxy": "lower.example"], "https://a.example",
                "http://upper.example"
            ),
            (["HTTPS_PROXY": "", "https_proxy": "lower.example"], "https://a.example", "http://lower.example"),
            (["HTTPS_PROXY": "http://p.example/"], "http://registry.example", nil),
            (["HTTP_PROXY": "http://p.example/"], "http://registry.example", "http://p.example"),
            (["HTTP_PROXY": "http://p.example/"], "https://registry.example", nil),
            (["HTTP_PROXY": "http://p.example/", "REQUEST_METHOD": "GET"], "http://registry.example", nil),
            (
                ["http_proxy": "http://p.example/", "REQUEST_METHOD": "GET"], "http://registry.example",
                "http://p.example"
            ),
            (["HTTPS_PROXY": "https://p.example:8443"], "https://registry.example", "https://p.example:8443"),
            (["HTTPS_PROXY": "http://[::5]:3128"], "https://registry.example", "http://[::5]:3128"),
            (["HTTPS_PROXY": "p.example"], "https://localhost|5000", nil),
            (["HTTPS_PROXY": "p.example"], "https://127.0.0.1|5000", nil),
            (["HTTPS_PROXY": "p.example"], "https://::1|5000", nil),
        ] as [([String: String], String, String?)]
    )
    func `a request uses the proxy of its scheme, and loopback uses none`(
        environment: [String: String],
        address: String,
        expected: String?
    ) throws {
        #expect(try proxy(environment, for: address) == expected)
    }

    @Test(arguments: [
        ("*", "a.example", true), ("a.example", "a.example", true), ("a.example", "b.a.example", true),
        ("a.example", "ba.example", false), (".a.example", "a.example", false), (".a.example", "b.a.example", true),
        ("*.a.example", "b.a.example", true), ("*.a.example", "a.example", false), ("A.Example", "a.example", true),
        ("a.example:5000", "a.example|5000", true), ("a.example:5000", "a.example", false),
        ("a.example:x", "a.example", false),
        ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false), ("10.0.0.1:5000", "10.0.0.1|5000", true),
        ("10.0.0.1:5000", "10.0.0.1", false), ("10.0.0.0/8", "10.200.3.4", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001:db8::1", false), ("10.0.0.0/33", "10.0.0.0", false),
        ("2001:db8::/32", "2001:db8:1::1", true), ("2001:db8::/32", "2001:db9::1", false),
        ("::/0", "2001:db9::1", true),
        ("2001:db8::1", "2001:db8:0::1", true), ("[2001:db8::1]:5000", "2001:db8::1|5000", true),
        ("[2001:db8::1]:5000", "2001:db8::1", false), ("10.0.0.0/8", "a.example", false), ("", "a.example", false),
        ("x.example, a.example", "a.example", true), ("x.example a.example", "a.example", true),
        (",,.,", "a.example", false),
    ])
    func `a server in NO_PROXY is reached without a proxy`(exceptions: String, host: String, isDirect: Bool) throws {
        let environment = ["HTTPS_PROXY": "p.example", "NO_PROXY": exceptions]
        #expect((try proxy(environment, for: "https://\(host)") == nil) == isDirect)
    }

    @Test func `the default environment is that of the process`() throws {
        let origin = try #require(HTTPOrigin(scheme: "https", host: "registry.example"))
        let variables = ProcessInfo.processInfo.environment
        let own = try ProxySettings().proxy(for: origin)
        #expect(try ProxySettings(environment: variables).proxy(for: origin) == own)
        #expect(CertificateDirectories() == CertificateDirectories(environment: variables))
        #expect(SystemTrustRoots() == SystemTrustRoots(environment: variables))
    }

    @Test func `a proxy may require a user, whose password is not shown`() throws {
        let settings = ProxySettings(environment: ["HTTPS_PROXY": "http://a%40b:s%3Acret:x@p.example:3128/"])
        let origin = try #require(HTTPOrigin(scheme: "https", host: "registry.example"))
        let found = try settings.proxy(for: origin)
        let proxy = try #require(found)
        #expect(proxy.username == "a@b")
        #expect(proxy.password == Secret("s:cret:x"))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!"\(proxy) \(settings) \(dumped)".contains("cret"))
    }

    @Test(arguments: [
        "socks5://u:hunter2@p.example", "not a host", "http://u:hunter2@p.example:99999", "ftp://p.example",
        // Dropping an invalid escape would change the password.
        "http://pu:hunter%ss@p.example:3128", "http://pu:hunter2%@p.example", "http://p%zu:hunter2@p.example",
        "http://pu:hunter%C3@p.example",
    ])
    func `an invalid proxy is an error, and no request bypasses it`(value: String) throws {
        let error = #expect(throws: HTTPTransportError.self) {
            try proxy(["HTTPS_PROXY": value], for: "https://registry.example")
        }
        #expect(error?.message.contains("HTTPS_PROXY") == true && error?.message.contains("hunter") == false)
        #expect(
            try proxy(["HTTPS_PROXY": value, "NO_PROXY": "registry.example"], for: "https://registry.example") == nil
        )
        #expect(try proxy(["HTTPS_PROXY": value], for: "http://registry.example") == nil)
    }
}
