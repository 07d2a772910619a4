import HTTPTypes
import RegistryLogin
import Testing

/// The parts of a request that may follow a redirect.
struct HTTPRedirectTests {
    func request(_ method: HTTPRequest.Method = .get, _ origin: String = "https") -> HTTPRequest {
        var request = HTTPRequest(
            method: method,
            scheme: origin,
            authority: "registry.example",
            path: "/v2/a/blobs/x?y"
        )
        request.headerFields[.authorization] = "Basic secret"
        request.headerFields[.cookie] = "secret"
        request.headerFields[.proxyAuthorization] = "Basic secret"
        request.headerFields[.accept] = "application/json"
        request.headerFields[.contentType] = "text/plain"
        return request
    }

    func response(_ status: Int, _ location: String?) -> HTTPResponse {
        var response = HTTPResponse(status: .init(code: status))
        response.headerFields[.location] = location
        return response
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `the next request goes to the location in the response`(status: Int) throws {
        let redirect = try #require(
            try HTTPRedirect(of: response(status, "https://blobs.example:8443/b?c#d"), to: request())
        )
        #expect(redirect.request.scheme == "https")
        #expect(redirect.request.authority == "blobs.example:8443")
        #expect(redirect.request.path == "/b?c")
        #expect(redirect.request.headerFields[.accept] == "application/json")
    }

    @Test(arguments: [200, 201, 300, 304, 305, 306, 400, 401])
    func `no other status is a redirect`(status: Int) throws {
        #expect(try HTTPRedirect(of: response(status, "https://blobs.example/"), to: request()) == nil)
    }

    @Test(arguments: [
        ("https://blobs.example/", true), ("https://registry.example:8443/", true), ("//blobs.example/", true),
        ("https://a.registry.example/", true), ("/b", false), ("b", false), ("https://registry.example:443/b", false),
        ("https://REGISTRY.example/b", false),
    ])
    func `fields for the registry alone are not sent to another origin`(location: String, leaves: Bool)
        throws
    {
        let redirect = try #require(try HTTPRedirect(of: response(307, location), to: request()))
        #expect(redirect.leavesOrigin == leaves)
        for name in [HTTPField.Name.authorization, .cookie, .proxyAuthorization] {
            #expect((redirect.request.headerFields[name] == nil) == leaves)
        }
    }

    @Test(arguments: [
        (301, "POST", "GET", false), (302, "POST", "GET", false), (303, "POST", "GET", false),
        (303, "PUT", "GET", false),
        (307, "POST", "POST", true), (308, "PUT", "PUT", true), (301, "PUT", "PUT", true),
        (302, "DELETE", "DELETE", true),
        (303, "GET", "GET", true), (303, "HEAD", "HEAD", true), (301, "HEAD", "HEAD", true),
    ])
    func `the method changes according to RFC 9110`(status: Int, method: String, next: String, keepsBody: Bool) throws {
        let before = request(try #require(HTTPRequest.Method(method)))
        let redirect = try #require(try HTTPRedirect(of: response(status, "/b"), to: before))
        #expect(redirect.request.method.rawValue == next)
        #expect(redirect.keepsBody == keepsBody)
        #expect((redirect.request.headerFields[.contentType] != nil) == keepsBody)
    }

    @Test(
        arguments: [
            (nil, LoginError.Code.failed), ("https://user@blobs.example/", .failed), ("ftp://blobs.example/", .failed),
            ("https://blobs.example\\@evil.example/", .failed), ("http://blobs.example/", .insecure),
            ("http://registry.example/", .insecure),
        ] as [(String?, LoginError.Code)]
    )
    func `a redirect to an invalid address, or out of TLS, is an error`(location: String?, code: LoginError.Code)
        throws
    {
        let error = try #require(throws: LoginError.self) {
            try HTTPRedirect(of: response(302, location), to: request())
        }
        #expect(error.code == code)
        #expect(!"\(error)".contains("user@"))
    }

    @Test func `a redirect from plain HTTP may lead to plain HTTP or TLS`() throws {
        let plain = request(.get, "http")
        #expect(try HTTPRedirect(of: response(302, "http://blobs.example/"), to: plain)?.leavesOrigin == true)
        #expect(try HTTPRedirect(of: response(302, "https://registry.example/"), to: plain)?.leavesOrigin == true)
    }
}
