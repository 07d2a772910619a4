#if HTTPClient
import Foundation
import NIOSSL

/// A private authority, a certificate for 127.0.0.1 and one for a client, made by openssl in a temporary directory.
final class TestAuthority {
    let directory: String

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try shell(
            """
            openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=ca \
                -keyout ca.key -out ca.pem 2>&1
            """
        )
        try sign("server", "subjectAltName=IP:127.0.0.1")
        try sign("other", "subjectAltName=DNS:other.example")
        try sign("client", "extendedKeyUsage=clientAuth")
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// Makes a certs.d directory for a registry, and copies these files of the authority to these names.
    func certificates(for registry: String, _ files: [String: String]) throws -> String {
        let root = path("certs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: "\(root)/\(registry)", withIntermediateDirectories: true)
        for (name, source) in files {
            try FileManager.default.copyItem(atPath: path(source), toPath: "\(root)/\(registry)/\(name)")
        }
        return root
    }

    /// The TLS configuration of a server, which requires a certificate of this authority if `wantsClient`.
    func server(
        _ name: String = "server",
        wantsClient: Bool = false,
        protocols: [String] = []
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(path("\(name).pem")).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: path("\(name).key"), format: .pem))
        )
        configuration.applicationProtocols = protocols
        if wantsClient {
            configuration.trustRoots = .file(path("ca.pem"))
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// Makes a key and a certificate for it.
    func sign(_ name: String, _ extensions: String, key: String = "ec -pkeyopt ec_paramgen_curve:P-256") throws {
        try shell(
            """
            openssl req -newkey \(key) -nodes -subj /CN=\(name) -keyout \(name).key -out \(name).csr 2>&1
            echo '\(extensions)' > \(name).ext
            openssl x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -days 2 -extfile \(name).ext -out \(name).pem 2>&1
            """
        )
    }

    @discardableResult
    func shell(_ script: String) throws -> String { try Self.shell(script, in: directory) }

    /// Runs commands and returns their output.
    static func shell(_ script: String, in directory: String) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-ec", script]
        process.currentDirectoryURL = URL(filePath: directory)
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return String(decoding: text, as: UTF8.self)
    }
}
#endif
