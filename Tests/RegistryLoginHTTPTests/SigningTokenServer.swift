#if HTTPClient
import Foundation
import NIOHTTP1

/// A token server that signs JWTs for docker-registry, with the certificate of its key (RFC 7519, RFC 7515).
enum SigningTokenServer {
    /// Starts the server with one user.
    static func start(_ authority: TestAuthority) async throws -> LoopbackServer {
        try authority.sign("tokens", "keyUsage=digitalSignature", key: "rsa:2048")
        let certificate = try authority.shell("openssl x509 -in tokens.pem -outform DER | base64 -w0")
        let basic = "Basic \(Data("\(DockerRegistry.user):\(DockerRegistry.password)".utf8).base64EncodedString())"
        let directory = authority.directory
        return try await LoopbackServer.start { head, _ in
            guard head.headers["Authorization"] == [basic] else { return .init(status: .unauthorized, body: "{}") }
            let scopes =
                URLComponents(string: head.uri)?.queryItems?.filter { $0.name == "scope" }.compactMap(\.value) ?? []
            let token = try? token(granting: scopes, certificate: certificate, in: directory)
            return .init(
                headers: ["Content-Type": "application/json"],
                body: #"{"token":"\#(token ?? "")","expires_in":300}"#
            )
        }
    }

    private static func token(granting scopes: [String], certificate: String, in directory: String) throws -> String {
        let now = Int(Date().timeIntervalSince1970)
        let access = scopes.map { scope in
            let parts = scope.split(separator: ":")
            let actions = parts[2].split(separator: ",").map { "\"\($0)\"" }.joined(separator: ",")
            return "{\"type\":\"\(parts[0])\",\"name\":\"\(parts[1])\",\"actions\":[\(actions)]}"
        }
        let header = #"{"typ":"JWT","alg":"RS256","x5c":["\#(certificate)"]}"#
        let claims = """
            {"iss":"test","sub":"ann","aud":"test","exp":\(now + 300),"nbf":\(now - 60),"iat":\(now),"jti":"\(UUID())",\
            "access":[\(access.joined(separator: ","))]}
            """
        let signed = [header, claims].map { urlSafe(Data($0.utf8)) }.joined(separator: ".")
        let command = "printf '%s' '\(signed)' | openssl dgst -sha256 -sign tokens.key -binary | base64 -w0"
        let signature = try Data(base64Encoded: TestAuthority.shell(command, in: directory)) ?? Data()
        return "\(signed).\(urlSafe(signature))"
    }

    private static func urlSafe(_ data: Data) -> String {
        data.base64EncodedString().replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_")
            .replacingOccurrences(of: "=", with: "")
    }
}
#endif
