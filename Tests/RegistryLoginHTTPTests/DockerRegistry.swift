#if HTTPClient
import Foundation
import HTTPTypes
import RegistryLogin
import RegistryLoginHTTP
import Testing

/// Debian's docker-registry on a loopback port, with one user, stopped when the last reference is released.
final class DockerRegistry {
    let port: Int
    private let process = Process()

    static let user = "ann"
    static let password = "pa:ss wörd"

    /// How it authenticates its users.
    enum Users {
        case file
        /// With tokens of a server at this address, for which the authority has a certificate.
        case tokens(realm: String)
    }

    /// Starts it, and waits until it answers.
    ///
    /// - Parameters:
    ///   - authority: Its directory gets the files, and it signed the certificates.
    ///   - users: How it knows its users.
    ///   - tls: Whether it speaks TLS.
    /// - Throws: An error that says why it cannot start.
    init(_ authority: TestAuthority, _ users: Users = .file, tls: Bool = false) async throws {
        let free = try await LoopbackServer.start { _, _ in .init() }
        port = free.port
        await free.stop()
        try authority.shell("printf '%s' '\(Self.password)' | htpasswd -niB \(Self.user) > htpasswd")
        let auth =
            switch users {
            case .file: "htpasswd: {realm: test, path: \(authority.path("htpasswd"))}"
            case .tokens(let realm):
                "token: {realm: '\(realm)', service: test, issuer: test, rootcertbundle: \(authority.path("ca.pem"))}"
            }
        let certificates =
            tls ? ", tls: {certificate: \(authority.path("server.pem")), key: \(authority.path("server.key"))}" : ""
        let configuration = """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: \(authority.path("data"))}}
            http: {addr: "127.0.0.1:\(port)"\(certificates)}
            auth: {\(auth)}

            """
        try Data(configuration.utf8).write(to: URL(filePath: authority.path("config-\(port).yml")))
        process.executableURL = URL(filePath: "/usr/bin/docker-registry")
        process.arguments = ["serve", authority.path("config-\(port).yml")]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try await waitForAnswer()
    }

    /// Asks over plain HTTP, which a registry with TLS answers too, by an error.
    ///
    /// A client that comes in the middle of its start may find no TLS, and a moment later a registry that speaks it.
    private func waitForAnswer() async throws {
        let ping = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1:\(port)", path: "/v2/")
        try await HTTPClientTransport.withTransport(certificates: CertificateDirectories([])) { transport in
            for _ in 0..<400 {
                if (try? await transport.send(ping, body: [], maximumBodySize: 0)) != nil { return }
                try await Task.sleep(for: .milliseconds(50))
            }
            Issue.record("the registry did not start")
        }
    }

    deinit { process.terminate() }
}
#endif
